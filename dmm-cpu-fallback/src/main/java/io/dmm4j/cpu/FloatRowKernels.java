package io.dmm4j.cpu;

import java.util.Arrays;

/** Row kernels in plain loops, for 32-bit numbers. {@code DoubleRowKernels} is generated from this file. */
final class FloatRowKernels implements RowKernels<float[]> {
    static final FloatRowKernels INSTANCE = new FloatRowKernels();
    private static final int BASE = FloatScalarKernels.BASE;

    private FloatRowKernels() {}

    @Override
    public void down(DownPlan p, float[] w, int at, float[] s, int lanes, int from, int to) {
        if (lanes == 1) {
            oneLane(p, w, at, s, from, to);
            return;
        }
        for (int g = from; g < to; g++) {
            for (int i = 0; i < p.length[g]; i++) {
                int x = BASE + (p.xRow[g] + i) * lanes;
                if (!p.adds) {
                    Arrays.fill(s, x, x + lanes, 0);
                }
                for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
                    addProducts(w, at + p.weight[k] * lanes, s, BASE + (p.yRow[k] + i) * lanes, x, lanes);
                }
            }
        }
    }

    /** Every sum in a register; weights that follow each other are read without their rows. */
    private static void oneLane(DownPlan p, float[] w, int at, float[] s, int from, int to) {
        int[] first = p.first;
        int[] yRow = p.yRow;
        boolean adds = p.adds;
        for (int g = from, k = first[from]; g < to; g++) {
            int x = BASE + p.xRow[g];
            int end = first[g + 1];
            int lead = p.lead[g];
            float sum = adds ? s[x] : 0;
            if (lead == DownPlan.SCATTERED) {
                for (; k < end; k++) {
                    sum = Fma.fma(w[at + p.weight[k]], s[BASE + yRow[k]], sum);
                }
            } else {
                for (; k < end; k++) {
                    sum = Fma.fma(w[at + lead + k], s[BASE + yRow[k]], sum);
                }
            }
            s[x] = sum;
        }
    }

    private static void addProducts(float[] w, int a, float[] s, int b, int x, int lanes) {
        for (int l = 0; l < lanes; l++) {
            s[x + l] = Fma.fma(w[a + l], s[b + l], s[x + l]);
        }
    }

    @Override
    public void gather(float[] w, int at, int[] row, float[] into, int from, int to) {
        for (int k = from; k < to; k++) {
            into[k] = w[at + row[k]];
        }
    }

    @Override
    public void dots(RunDots p, int derivative, float[] s, int base, int lanes) {
        for (int k = 0; k < p.weight.length; k++) {
            int d = base + (derivative + p.weight[k]) * lanes;
            int x = base + p.xRow[k] * lanes;
            int y = base + p.yRow[k] * lanes;
            for (int i = 0, n = p.length[k] * lanes; i < n; i += lanes) {
                addProducts(s, x + i, s, y + i, d, lanes);
            }
        }
    }

    @Override
    public void multiply(float[] s, int d, int rows, float[] w, int at, int lanes) {
        if (lanes == 1) {
            multiply(s, d, rows, w[at]);
            return;
        }
        for (int x = d, end = d + rows * lanes; x < end; x += lanes) {
            for (int l = 0; l < lanes; l++) {
                s[x + l] = Fma.fma(w[at + l], s[x + l], 0);
            }
        }
    }

    private static void multiply(float[] s, int d, int n, float by) {
        for (int i = d; i < d + n; i++) {
            s[i] = Fma.fma(by, s[i], 0);
        }
    }

    @Override
    public boolean areOnes(float[] s, int i, int n) {
        for (int e = i; e < i + n; e++) {
            if (s[e] != 1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean anyNonZero(float[] s, int i, int n) {
        for (int e = i; e < i + n; e++) {
            if (s[e] != 0) {
                return true;
            }
        }
        return false;
    }
}
