package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The backward pass on the Vector API, for 32-bit numbers: dot products for weights, which take most of its
 * time; all else is left to plain loops. {@code DoubleVectorAdjoints} is generated from this file.
 */
final class FloatVectorAdjoints implements AdjointKernels<float[]> {
    static final FloatVectorAdjoints INSTANCE = new FloatVectorAdjoints();

    private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
    private static final int N = V.length();
    private static final int LINE = FloatAdjointKernels.LINE;

    private final FloatAdjointKernels plain = FloatAdjointKernels.INSTANCE;

    private FloatVectorAdjoints() {}

    @Override
    public void run(Op op, float[] s, int d, int a, int b, int c, int rows, int lanes, double i0, double i1) {
        if (op == Op.D_MAX_NORM && i0 == 0 && lanes % N == 0) {
            lastWinner(s, d, a, b, rows, lanes);
        } else {
            plain.run(op, s, d, a, b, c, rows, lanes, i0, i1);
        }
    }

    /** Finds the last row of the largest |x| for a vector of lanes at a time, then adds to one row per lane. */
    private static void lastWinner(float[] s, int d, int a, int b, int rows, int lanes) {
        float[] winner = new float[N];
        for (int l = 0; l < lanes; l += N) {
            FloatVector top = FloatVector.zero(V);
            FloatVector row = top;
            for (int i = 0; i < rows; i++) {
                FloatVector x = load(s, b + i * lanes + l).abs();
                VectorMask<Float> wins = x.compare(VectorOperators.GE, top);
                top = top.blend(x, wins);
                row = row.blend(FloatVector.broadcast(V, i), wins);
            }
            row.intoArray(winner, 0);
            for (int j = 0; j < N; j++) {
                int at = (int) winner[j] * lanes + l + j;
                float g = s[a + l + j];
                s[d + at] += g != 0 ? g * Math.signum(s[b + at]) : 0;
            }
        }
    }

    @Override
    public void sums(int[] row, int[] index, float[] s, int base, int width, int lanes, double[] into) {
        plain.sums(row, index, s, base, width, lanes, into);
    }

    @Override
    public void dots(RunDots p, float[] s, int base, int width, int lanes, double[] into) {
        if (width != lanes || (LINE != N && LINE != 2 * N)) {
            plain.dots(p, s, base, width, lanes, into);
            return;
        }
        float[] part = new float[LINE];
        for (int k = 0; k < p.weight.length; k++) {
            int x = base + p.xRow[k] * width;
            int y = base + p.yRow[k] * width;
            int n = p.length[k] * width;
            into[p.weight[k]] += n < LINE ? FloatAdjointKernels.shortDot(s, x, y, n) : dot(s, x, s, y, n, part);
        }
    }

    @Override
    public void partialDots(RunDots p, float[] s, int base, int width, float[] partial) {
        if (LINE != N) {
            plain.partialDots(p, s, base, width, partial);
            return;
        }
        for (int k = 0; k < p.weight.length; k++) {
            int x = base + p.xRow[k] * width;
            int y = base + p.yRow[k] * width;
            FloatVector sum = load(partial, k * LINE);
            for (int i = 0, n = p.length[k] * width; i < n; i += LINE) {
                sum = load(s, x + i).fma(load(s, y + i), sum);
            }
            sum.intoArray(partial, k * LINE);
        }
    }

    @Override
    public void addPartials(RunDots p, float[] partial, double[] into) {
        plain.addPartials(p, partial, into);
    }

    @Override
    public void collect(float[] s, int from, int width, int lanes, int rows, float[] into, int stride, int column) {
        plain.collect(s, from, width, lanes, rows, into, stride, column);
    }

    @Override
    public void dotsOverTime(RunDots p, float[] x, float[] y, int stride, double[] into) {
        if (LINE != N && LINE != 2 * N) {
            plain.dotsOverTime(p, x, y, stride, into);
            return;
        }
        float[] part = new float[LINE];
        for (int k = 0; k < p.weight.length; k++) {
            into[p.weight[k]] += dot(x, p.input[k] * stride, y, p.yRow[k] * stride, p.length[k] * stride, part);
        }
    }

    /** The sums of a line in one or two vectors. */
    private static float dot(float[] a, int x, float[] b, int y, int n, float[] part) {
        FloatVector s0 = FloatVector.zero(V);
        FloatVector s1 = s0;
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
        return FloatAdjointKernels.endOfDot(a, x, b, y, n, i, part);
    }

    private static FloatVector load(float[] s, int i) {
        return FloatVector.fromArray(V, s, i);
    }
}
