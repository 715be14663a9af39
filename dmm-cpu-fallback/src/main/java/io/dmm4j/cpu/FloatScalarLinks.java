package io.dmm4j.cpu;

/** The down movement in plain loops, for 32-bit numbers. {@code DoubleScalarLinks} is generated from this file. */
final class FloatScalarLinks {
    /** Sums kept in registers at a time. */
    private static final int TILE = 8;

    private static final int BASE = FloatScalarKernels.BASE;

    private FloatScalarLinks() {}

    /** {@link Kernels#down}. */
    static void down(DownPlan p, float[] value, float[] s, int lanes, int from, int to) {
        for (int g = from; g < to; ) {
            int width = p.length[g] * lanes;
            if (width == 1) {
                int end = p.endOfStreams(g, to);
                FloatStreams.down(p, value, 0, true, s, g, end);
                g = end;
            } else {
                group(p, value, s, lanes, g++, width);
            }
        }
    }

    private static void group(DownPlan p, float[] value, float[] s, int lanes, int g, int width) {
        int x = BASE + p.xRow[g] * lanes;
        int t = 0;
        for (; t + TILE <= width; t += TILE) {
            tile(p, value, s, lanes, g, x, t);
        }
        elements(p, value, s, lanes, g, t, width);
    }

    /** Elements [{@code from}, {@code to}) of a group, one by one. */
    static void elements(DownPlan p, float[] value, float[] s, int lanes, int g, int from, int to) {
        int x = BASE + p.xRow[g] * lanes;
        for (int t = from; t < to; t++) {
            element(p, value, s, lanes, g, x, t);
        }
    }

    private static void element(DownPlan p, float[] value, float[] s, int lanes, int g, int x, int t) {
        float sum = p.adds ? s[x + t] : 0;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            sum = Fma.fma(value[k], s[BASE + p.yRow[k] * lanes + t], sum);
        }
        s[x + t] = sum;
    }

    private static void tile(DownPlan p, float[] value, float[] s, int lanes, int g, int x, int t) {
        int o = x + t;
        boolean adds = p.adds;
        float s0 = adds ? s[o] : 0;
        float s1 = adds ? s[o + 1] : 0;
        float s2 = adds ? s[o + 2] : 0;
        float s3 = adds ? s[o + 3] : 0;
        float s4 = adds ? s[o + 4] : 0;
        float s5 = adds ? s[o + 5] : 0;
        float s6 = adds ? s[o + 6] : 0;
        float s7 = adds ? s[o + 7] : 0;
        int[] yRow = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            float w = value[k];
            int y = BASE + yRow[k] * lanes + t;
            s0 = Fma.fma(w, s[y], s0);
            s1 = Fma.fma(w, s[y + 1], s1);
            s2 = Fma.fma(w, s[y + 2], s2);
            s3 = Fma.fma(w, s[y + 3], s3);
            s4 = Fma.fma(w, s[y + 4], s4);
            s5 = Fma.fma(w, s[y + 5], s5);
            s6 = Fma.fma(w, s[y + 6], s6);
            s7 = Fma.fma(w, s[y + 7], s7);
        }
        s[o] = s0;
        s[o + 1] = s1;
        s[o + 2] = s2;
        s[o + 3] = s3;
        s[o + 4] = s4;
        s[o + 5] = s5;
        s[o + 6] = s6;
        s[o + 7] = s7;
    }

    /** {@link Kernels#bundles}. */
    static void bundles(Bundles p, float[] value, float[] s, int from, int to) {
        int[] yRow = p.yRow;
        for (int b = from; b < to; b++) {
            int rows = p.rows[b];
            for (int j = 0; j < rows; j++) {
                int x = BASE + p.xRow[b * p.stride + j];
                float sum = p.adds ? s[x] : 0;
                for (int k = p.first[b], w = p.firstWeight[b] + j; k < p.first[b + 1]; k++, w += rows) {
                    sum = Fma.fma(value[w], s[BASE + yRow[k]], sum);
                }
                s[x] = sum;
            }
        }
    }
}
