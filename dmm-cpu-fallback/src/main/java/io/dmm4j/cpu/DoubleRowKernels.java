package io.dmm4j.cpu;

import java.util.Arrays;

/** Row kernels in plain loops, for 64-bit numbers. Generated from {@code FloatRowKernels}. */
final class DoubleRowKernels implements RowKernels<double[]> {
    static final DoubleRowKernels INSTANCE = new DoubleRowKernels();
    private static final int BASE = DoubleScalarKernels.BASE;

    private static final double[] ONES = new double[LaneRange.WIDEST];

    static {
        Arrays.fill(ONES, 1);
    }

    private DoubleRowKernels() {}

    @Override
    public void down(DownPlan p, double[] w, int at, double[] s, int lanes, int from, int to) {
        if (lanes == 1) {
            down(p, w, at, s, from, to);
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

    /** One lane: entry by entry, a few rows at a time. */
    private static void down(DownPlan p, double[] w, int at, double[] s, int from, int to) {
        for (int g = from; g < to; g++) {
            int x = BASE + p.xRow[g];
            int n = p.length[g];
            int k = p.first[g];
            int end = p.first[g + 1];
            if (!p.adds && k < end) {
                products(w[at + p.weight[k]], s, BASE + p.yRow[k++], x, n);
            } else if (!p.adds) {
                Arrays.fill(s, x, x + n, 0);
            }
            for (; k < end; k++) {
                addProducts(w[at + p.weight[k]], s, BASE + p.yRow[k], x, n);
            }
        }
    }

    private static void products(double by, double[] s, int y, int x, int n) {
        for (int i = 0; i < n; i++) {
            s[x + i] = Fma.fma(by, s[y + i], 0);
        }
    }

    private static void addProducts(double by, double[] s, int y, int x, int n) {
        for (int i = 0; i < n; i++) {
            s[x + i] = Fma.fma(by, s[y + i], s[x + i]);
        }
    }

    @Override
    public void streams(DownPlan p, double[] w, int at, boolean inOrder, double[] s, int from, int to) {
        DoubleStreams.down(p, w, at, inOrder, s, from, to);
    }

    @Override
    public void add(double[] s, int base, int[] d, int[] a, int lanes) {
        if (lanes == 1) {
            add(s, base, d, a);
            return;
        }
        for (int k = 0; k < d.length; k++) {
            int to = base + d[k] * lanes;
            int from = base + a[k] * lanes;
            for (int l = 0; l < lanes; l++) {
                s[to + l] += s[from + l];
            }
        }
    }

    private static void addProducts(double[] w, int a, double[] s, int b, int x, int lanes) {
        for (int l = 0; l < lanes; l++) {
            s[x + l] = Fma.fma(w[a + l], s[b + l], s[x + l]);
        }
    }

    @Override
    public void gather(double[] w, int at, int[] row, double[] into, int from, int to) {
        for (int k = from; k < to; k++) {
            into[k] = w[at + row[k]];
        }
    }

    @Override
    public void dots(RunDots p, int derivative, double[] s, int base, int lanes) {
        for (int k = 0; k < p.weight.length; k++) {
            int d = base + (derivative + p.weight[k]) * lanes;
            int x = base + p.xRow[k] * lanes;
            int y = base + p.yRow[k] * lanes;
            for (int i = 0, n = p.length[k] * lanes; i < n; i += lanes) {
                addProducts(s, x + i, s, y + i, d, lanes);
            }
        }
    }

    private static void add(double[] s, int base, int[] d, int[] a) {
        for (int k = 0; k < d.length; k++) {
            s[base + d[k]] += s[base + a[k]];
        }
    }

    @Override
    public void multiply(double[] s, int d, int rows, double[] w, int at, int lanes) {
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

    private static void multiply(double[] s, int d, int n, double by) {
        for (int i = d; i < d + n; i++) {
            s[i] = Fma.fma(by, s[i], 0);
        }
    }

    @Override
    public boolean areOnes(double[] s, int i, int n) {
        return n == 1 ? s[i] == 1 : Arrays.equals(s, i, i + n, ONES, 0, n);
    }

    @Override
    public boolean anyNonZero(double[] s, int i, int n) {
        for (int e = i; e < i + n; e++) {
            if (s[e] != 0) {
                return true;
            }
        }
        return false;
    }
}
