package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The backward pass on the Vector API, for 64-bit numbers: dot products for weights, which take most of its
 * time; all else is left to plain loops. Generated from {@code FloatVectorAdjoints}.
 */
final class DoubleVectorAdjoints implements AdjointKernels<double[]> {
    static final DoubleVectorAdjoints INSTANCE = new DoubleVectorAdjoints();

    private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
    private static final int N = V.length();
    private static final int LINE = DoubleAdjointKernels.LINE;

    private final DoubleAdjointKernels plain = DoubleAdjointKernels.INSTANCE;

    private DoubleVectorAdjoints() {}

    @Override
    public void run(Op op, double[] s, int d, int a, int b, int c, int rows, int lanes, double i0, double i1) {
        if (op == Op.D_MAX_NORM && i0 == 0 && lanes % N == 0) {
            lastWinner(s, d, a, b, rows, lanes);
        } else {
            plain.run(op, s, d, a, b, c, rows, lanes, i0, i1);
        }
    }

    /** Finds the last row of the largest |x| for a vector of lanes at a time, then adds to one row per lane. */
    private static void lastWinner(double[] s, int d, int a, int b, int rows, int lanes) {
        double[] winner = new double[N];
        for (int l = 0; l < lanes; l += N) {
            DoubleVector top = DoubleVector.zero(V);
            DoubleVector row = top;
            for (int i = 0; i < rows; i++) {
                DoubleVector x = load(s, b + i * lanes + l).abs();
                VectorMask<Double> wins = x.compare(VectorOperators.GE, top);
                top = top.blend(x, wins);
                row = row.blend(DoubleVector.broadcast(V, i), wins);
            }
            row.intoArray(winner, 0);
            for (int j = 0; j < N; j++) {
                int at = (int) winner[j] * lanes + l + j;
                double g = s[a + l + j];
                s[d + at] += g != 0 ? g * Math.signum(s[b + at]) : 0;
            }
        }
    }

    @Override
    public void sums(int[] row, int[] index, double[] s, int base, int width, int lanes, double[] into) {
        plain.sums(row, index, s, base, width, lanes, into);
    }

    @Override
    public void dots(RunDots p, double[] s, int base, int width, int lanes, double[] into) {
        if (width != lanes || (LINE != N && LINE != 2 * N)) {
            plain.dots(p, s, base, width, lanes, into);
            return;
        }
        double[] part = new double[LINE];
        for (int k = 0; k < p.weight.length; k++) {
            int x = base + p.xRow[k] * width;
            int y = base + p.yRow[k] * width;
            int n = p.length[k] * width;
            into[p.weight[k]] += n < LINE ? DoubleAdjointKernels.shortDot(s, x, y, n) : dot(s, x, s, y, n, part);
        }
    }

    @Override
    public void partialDots(RunDots p, double[] s, int base, int width, double[] partial) {
        if (LINE != N) {
            plain.partialDots(p, s, base, width, partial);
            return;
        }
        for (int k = 0; k < p.weight.length; k++) {
            int x = base + p.xRow[k] * width;
            int y = base + p.yRow[k] * width;
            DoubleVector sum = load(partial, k * LINE);
            for (int i = 0, n = p.length[k] * width; i < n; i += LINE) {
                sum = load(s, x + i).fma(load(s, y + i), sum);
            }
            sum.intoArray(partial, k * LINE);
        }
    }

    @Override
    public void addPartials(RunDots p, double[] partial, double[] into) {
        plain.addPartials(p, partial, into);
    }

    @Override
    public void collect(double[] s, int from, int width, int lanes, int rows, double[] into, int stride, int column) {
        plain.collect(s, from, width, lanes, rows, into, stride, column);
    }

    @Override
    public void dotsOverTime(RunDots p, double[] x, double[] y, int stride, double[] into) {
        if (LINE != N && LINE != 2 * N) {
            plain.dotsOverTime(p, x, y, stride, into);
            return;
        }
        double[] part = new double[LINE];
        for (int k = 0; k < p.weight.length; k++) {
            into[p.weight[k]] += dot(x, p.input[k] * stride, y, p.yRow[k] * stride, p.length[k] * stride, part);
        }
    }

    /** The sums of a line in one or two vectors. */
    private static double dot(double[] a, int x, double[] b, int y, int n, double[] part) {
        DoubleVector s0 = DoubleVector.zero(V);
        DoubleVector s1 = s0;
        int i = 0;
        if (LINE == N) {
            for (; i + LINE <= n; i += LINE) {
                s0 = load(a, x + i).fma(load(b, y + i), s0);
            }
        } else {
            for (; i + LINE <= n; i += LINE) {
                s0 = load(a, x + i).fma(load(b, y + i), s0);
                s1 = load(a, x + i + N).fma(load(b, y + i + N), s1);
            }
            s1.intoArray(part, LINE - N);
        }
        s0.intoArray(part, 0);
        return DoubleAdjointKernels.endOfDot(a, x, b, y, n, i, part);
    }

    private static DoubleVector load(double[] s, int i) {
        return DoubleVector.fromArray(V, s, i);
    }
}
