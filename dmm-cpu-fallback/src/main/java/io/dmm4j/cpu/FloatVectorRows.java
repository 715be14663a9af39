package io.dmm4j.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Row kernels on the Vector API, for 32-bit numbers. {@code DoubleVectorRows} is generated from this file. */
final class FloatVectorRows implements RowKernels<float[]> {
    static final FloatVectorRows INSTANCE = new FloatVectorRows();
    private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
    private static final int N = V.length();

    private static final int BASE = FloatScalarKernels.BASE;

    private final FloatRowKernels scalar = FloatRowKernels.INSTANCE;

    private FloatVectorRows() {}

    private static FloatVector load(float[] s, int i) {
        return FloatVector.fromArray(V, s, i);
    }

    @Override
    public void down(DownPlan p, float[] w, int at, float[] s, int lanes, int from, int to) {
        if (lanes % N != 0) {
            scalar.down(p, w, at, s, lanes, from, to);
            return;
        }
        for (int g = from; g < to; g++) {
            if (p.length[g] > 1 && p.first[g + 1] - p.first[g] == 1) {
                for (int t = 0; t < lanes; t += N) {
                    scale(p, w, at + t, s, lanes, g, t);
                }
                continue;
            }
            for (int i = 0; i < p.length[g]; i++) {
                int t = 0;
                for (; t + 8 * N <= lanes; t += 8 * N) {
                    wide(p, w, at + t, s, lanes, g, i, t);
                }
                for (; t + 4 * N <= lanes; t += 4 * N) {
                    tile(p, w, at + t, s, lanes, g, i, t);
                }
                if (t + 2 * N <= lanes) {
                    pair(p, w, at + t, s, lanes, g, i, t);
                    t += 2 * N;
                }
                if (t < lanes) {
                    sum(p, w, at + t, s, lanes, g, i, t);
                }
            }
        }
    }

    /** One vector of every row of a group with one entry, whose weights stay in a register. */
    private static void scale(DownPlan p, float[] w, int at, float[] s, int lanes, int g, int t) {
        int k = p.first[g];
        FloatVector by = load(w, at + p.weight[k] * lanes);
        FloatVector zero = FloatVector.zero(V);
        int x = BASE + p.xRow[g] * lanes + t;
        int y = BASE + p.yRow[k] * lanes + t;
        boolean adds = p.adds;
        for (int i = 0, n = p.length[g] * lanes; i < n; i += lanes) {
            by.fma(load(s, y + i), adds ? load(s, x + i) : zero).intoArray(s, x + i);
        }
    }

    /** Eight vectors of sums of one row. */
    private static void wide(DownPlan p, float[] w, int at, float[] s, int lanes, int g, int i, int t) {
        int o = BASE + (p.xRow[g] + i) * lanes + t;
        FloatVector s0 = FloatVector.zero(V);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        if (p.adds) {
            s0 = load(s, o);
            s1 = load(s, o + N);
            s2 = load(s, o + 2 * N);
            s3 = load(s, o + 3 * N);
            s4 = load(s, o + 4 * N);
            s5 = load(s, o + 5 * N);
            s6 = load(s, o + 6 * N);
            s7 = load(s, o + 7 * N);
        }
        int first = BASE + i * lanes + t;
        int[] yRow = p.yRow;
        int[] weight = p.weight;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            int y = first + yRow[k] * lanes;
            int a = at + weight[k] * lanes;
            s0 = load(w, a).fma(load(s, y), s0);
            s1 = load(w, a + N).fma(load(s, y + N), s1);
            s2 = load(w, a + 2 * N).fma(load(s, y + 2 * N), s2);
            s3 = load(w, a + 3 * N).fma(load(s, y + 3 * N), s3);
            s4 = load(w, a + 4 * N).fma(load(s, y + 4 * N), s4);
            s5 = load(w, a + 5 * N).fma(load(s, y + 5 * N), s5);
            s6 = load(w, a + 6 * N).fma(load(s, y + 6 * N), s6);
            s7 = load(w, a + 7 * N).fma(load(s, y + 7 * N), s7);
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
        s2.intoArray(s, o + 2 * N);
        s3.intoArray(s, o + 3 * N);
        s4.intoArray(s, o + 4 * N);
        s5.intoArray(s, o + 5 * N);
        s6.intoArray(s, o + 6 * N);
        s7.intoArray(s, o + 7 * N);
    }

    /** Four vectors of sums of one row. */
    private static void tile(DownPlan p, float[] w, int at, float[] s, int lanes, int g, int i, int t) {
        int o = BASE + (p.xRow[g] + i) * lanes + t;
        FloatVector s0 = FloatVector.zero(V);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        if (p.adds) {
            s0 = load(s, o);
            s1 = load(s, o + N);
            s2 = load(s, o + 2 * N);
            s3 = load(s, o + 3 * N);
        }
        int first = BASE + i * lanes + t;
        int[] yRow = p.yRow;
        int[] weight = p.weight;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            int y = first + yRow[k] * lanes;
            int a = at + weight[k] * lanes;
            s0 = load(w, a).fma(load(s, y), s0);
            s1 = load(w, a + N).fma(load(s, y + N), s1);
            s2 = load(w, a + 2 * N).fma(load(s, y + 2 * N), s2);
            s3 = load(w, a + 3 * N).fma(load(s, y + 3 * N), s3);
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
        s2.intoArray(s, o + 2 * N);
        s3.intoArray(s, o + 3 * N);
    }

    /** Two vectors of sums of one row. */
    private static void pair(DownPlan p, float[] w, int at, float[] s, int lanes, int g, int i, int t) {
        int o = BASE + (p.xRow[g] + i) * lanes + t;
        FloatVector s0 = FloatVector.zero(V);
        FloatVector s1 = s0;
        if (p.adds) {
            s0 = load(s, o);
            s1 = load(s, o + N);
        }
        int first = BASE + i * lanes + t;
        int[] yRow = p.yRow;
        int[] weight = p.weight;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            int y = first + yRow[k] * lanes;
            int a = at + weight[k] * lanes;
            s0 = load(w, a).fma(load(s, y), s0);
            s1 = load(w, a + N).fma(load(s, y + N), s1);
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
    }

    /** One vector of sums of one row. */
    private static void sum(DownPlan p, float[] w, int at, float[] s, int lanes, int g, int i, int t) {
        int o = BASE + (p.xRow[g] + i) * lanes + t;
        FloatVector sum = FloatVector.zero(V);
        if (p.adds) {
            sum = load(s, o);
        }
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            int y = BASE + (p.yRow[k] + i) * lanes + t;
            sum = load(w, at + p.weight[k] * lanes).fma(load(s, y), sum);
        }
        sum.intoArray(s, o);
    }

    @Override
    public void streams(DownPlan p, float[] w, int at, boolean inOrder, float[] s, int from, int to) {
        scalar.streams(p, w, at, inOrder, s, from, to);
    }

    @Override
    public void add(float[] s, int base, int[] d, int[] a, int lanes) {
        if (lanes % N != 0) {
            scalar.add(s, base, d, a, lanes);
            return;
        }
        for (int k = 0; k < d.length; k++) {
            int to = base + d[k] * lanes;
            int from = base + a[k] * lanes;
            for (int l = 0; l < lanes; l += N) {
                load(s, to + l).add(load(s, from + l)).intoArray(s, to + l);
            }
        }
    }

    @Override
    public void multiply(float[] s, int d, int rows, float[] w, int at, int lanes) {
        if (lanes % N != 0) {
            scalar.multiply(s, d, rows, w, at, lanes);
            return;
        }
        int t = 0;
        for (; t + 4 * N <= lanes; t += 4 * N) {
            multiplyTile(s, d + t, rows, w, at + t, lanes);
        }
        for (; t < lanes; t += N) {
            multiplyVector(s, d + t, rows, load(w, at + t), lanes);
        }
    }

    /** Four vectors of every row, whose weights stay in registers. */
    private static void multiplyTile(float[] s, int d, int rows, float[] w, int at, int lanes) {
        FloatVector w0 = load(w, at);
        FloatVector w1 = load(w, at + N);
        FloatVector w2 = load(w, at + 2 * N);
        FloatVector w3 = load(w, at + 3 * N);
        FloatVector zero = FloatVector.zero(V);
        for (int r = 0; r < rows; r++) {
            int i = d + r * lanes;
            w0.fma(load(s, i), zero).intoArray(s, i);
            w1.fma(load(s, i + N), zero).intoArray(s, i + N);
            w2.fma(load(s, i + 2 * N), zero).intoArray(s, i + 2 * N);
            w3.fma(load(s, i + 3 * N), zero).intoArray(s, i + 3 * N);
        }
    }

    private static void multiplyVector(float[] s, int d, int rows, FloatVector by, int lanes) {
        FloatVector zero = FloatVector.zero(V);
        for (int r = 0; r < rows; r++) {
            int i = d + r * lanes;
            by.fma(load(s, i), zero).intoArray(s, i);
        }
    }

    @Override
    public boolean areOnes(float[] s, int i, int n) {
        return scalar.areOnes(s, i, n);
    }

    @Override
    public void gather(float[] w, int at, int[] row, float[] into, int from, int to) {
        scalar.gather(w, at, row, into, from, to);
    }

    @Override
    public void dots(RunDots p, int derivative, float[] s, int base, int lanes) {
        if (lanes % N != 0) {
            scalar.dots(p, derivative, s, base, lanes);
            return;
        }
        for (int k = 0; k < p.weight.length; k++) {
            for (int l = 0; l < lanes; l += N) {
                int d = base + (derivative + p.weight[k]) * lanes + l;
                int x = base + p.xRow[k] * lanes + l;
                int y = base + p.yRow[k] * lanes + l;
                FloatVector sum = load(s, d);
                for (int i = 0, n = p.length[k] * lanes; i < n; i += lanes) {
                    sum = load(s, x + i).fma(load(s, y + i), sum);
                }
                sum.intoArray(s, d);
            }
        }
    }

    @Override
    public boolean anyNonZero(float[] s, int i, int n) {
        return scalar.anyNonZero(s, i, n);
    }
}
