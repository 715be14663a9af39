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
    /** Whether a cache line is one vector or two: what sums over lines are written for. */
    private static final boolean LINES = LINE == N || LINE == 2 * N;

    private static final int BASE = FloatScalarKernels.BASE;

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
    public void sums(int[] row, float[] s, int base, int width, int lanes, double[] into) {
        plain.sums(row, s, base, width, lanes, into);
    }

    // ---- links backwards ---------------------------------------------------------------------------

    @Override
    public void back(DownPlan p, float[] value, float[] s, int lanes, float[] y, int atY, int shift, float[] partial) {
        if (lanes % N != 0 || !LINES) {
            plain.back(p, value, s, lanes, y, atY, shift, partial);
            return;
        }
        for (int g = 0, at = 0; g < p.groups(); g++) {
            group(p, value, s, lanes, y, atY, shift, g, partial, at);
            at += (p.first[g + 1] - p.first[g]) * LINE;
        }
    }

    private static void group(
            DownPlan p,
            float[] value,
            float[] s,
            int lanes,
            float[] ys,
            int atY,
            int shift,
            int g,
            float[] partial,
            int at) {
        int x = BASE + p.xRow[g] * lanes;
        int y = atY + (p.xRow[g] - shift) * lanes;
        int width = p.length[g] * lanes;
        int t = 0;
        for (; t + 4 * N <= width; t += 4 * N) {
            tile(p, value, s, lanes, g, x, ys, y, t, partial, at);
        }
        if (t + 2 * N <= width) {
            pair(p, value, s, lanes, g, x, ys, y, t, partial, at);
            t += 2 * N;
        }
        if (t < width) {
            one(p, value, s, lanes, g, x, ys, y, t, partial, at);
        }
    }

    /** Four vectors of the group's rows at a time; they and the outputs stay in registers. */
    private static void tile(
            DownPlan p,
            float[] value,
            float[] s,
            int lanes,
            int g,
            int x,
            float[] ys,
            int y,
            int t,
            float[] partial,
            int at) {
        int o = x + t;
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
        FloatVector y0 = load(ys, y + t);
        FloatVector y1 = load(ys, y + t + N);
        FloatVector y2 = load(ys, y + t + 2 * N);
        FloatVector y3 = load(ys, y + t + 3 * N);
        int[] row = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1], q = at; k < end; k++, q += LINE) {
            int d = BASE + row[k] * lanes + t;
            FloatVector w = FloatVector.broadcast(V, value[k]);
            FloatVector d0 = load(s, d);
            FloatVector d1 = load(s, d + N);
            FloatVector d2 = load(s, d + 2 * N);
            FloatVector d3 = load(s, d + 3 * N);
            s0 = d0.fma(w, s0);
            s1 = d1.fma(w, s1);
            s2 = d2.fma(w, s2);
            s3 = d3.fma(w, s3);
            if (LINE == N) {
                d3.fma(y3, d2.fma(y2, d1.fma(y1, d0.fma(y0, load(partial, q))))).intoArray(partial, q);
            } else {
                d2.fma(y2, d0.fma(y0, load(partial, q))).intoArray(partial, q);
                d3.fma(y3, d1.fma(y1, load(partial, q + N))).intoArray(partial, q + N);
            }
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
        s2.intoArray(s, o + 2 * N);
        s3.intoArray(s, o + 3 * N);
    }

    private static void pair(
            DownPlan p,
            float[] value,
            float[] s,
            int lanes,
            int g,
            int x,
            float[] ys,
            int y,
            int t,
            float[] partial,
            int at) {
        int o = x + t;
        FloatVector s0 = FloatVector.zero(V);
        FloatVector s1 = s0;
        if (p.adds) {
            s0 = load(s, o);
            s1 = load(s, o + N);
        }
        FloatVector y0 = load(ys, y + t);
        FloatVector y1 = load(ys, y + t + N);
        int[] row = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1], q = at; k < end; k++, q += LINE) {
            int d = BASE + row[k] * lanes + t;
            FloatVector w = FloatVector.broadcast(V, value[k]);
            FloatVector d0 = load(s, d);
            FloatVector d1 = load(s, d + N);
            s0 = d0.fma(w, s0);
            s1 = d1.fma(w, s1);
            if (LINE == N) {
                d1.fma(y1, d0.fma(y0, load(partial, q))).intoArray(partial, q);
            } else {
                d0.fma(y0, load(partial, q)).intoArray(partial, q);
                d1.fma(y1, load(partial, q + N)).intoArray(partial, q + N);
            }
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
    }

    private static void one(
            DownPlan p,
            float[] value,
            float[] s,
            int lanes,
            int g,
            int x,
            float[] ys,
            int y,
            int t,
            float[] partial,
            int at) {
        FloatVector sum = FloatVector.zero(V);
        if (p.adds) {
            sum = load(s, x + t);
        }
        FloatVector y0 = load(ys, y + t);
        int[] row = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1], q = at; k < end; k++, q += LINE) {
            FloatVector d = load(s, BASE + row[k] * lanes + t);
            sum = d.fma(FloatVector.broadcast(V, value[k]), sum);
            d.fma(y0, load(partial, q)).intoArray(partial, q);
        }
        sum.intoArray(s, x + t);
    }

    @Override
    public void addSums(float[] partial, int lines, double[] into) {
        if (!LINES) {
            plain.addSums(partial, lines, into);
            return;
        }
        FloatVector zero = FloatVector.zero(V);
        for (int k = 0, at = 0; k < lines; k++, at += LINE) {
            if (LINE != N) {
                load(partial, at).add(load(partial, at + N)).intoArray(partial, at);
            }
            into[k] += FloatAdjointKernels.sum(partial, at, N);
            zero.intoArray(partial, at);
            if (LINE != N) {
                zero.intoArray(partial, at + N);
            }
        }
    }

    // ---- weights ------------------------------------------------------------------------------------

    @Override
    public void collect(float[] s, int from, int width, int lanes, int rows, float[] into, int to, int stride) {
        if (lanes % N != 0) {
            plain.collect(s, from, width, lanes, rows, into, to, stride);
            return;
        }
        for (int l = 0; l < lanes; l += N) {
            for (int r = 0, i = from + l, j = to + l; r < rows; r++, i += width, j += stride) {
                load(s, i).intoArray(into, j);
            }
        }
    }

    @Override
    public void dots(LinkDots p, float[] x, int atX, float[] y, int atY, int stride, float[] part, double[] into) {
        if (!LINES) {
            plain.dots(p, x, atX, y, atY, stride, part, into);
            return;
        }
        for (int k = 0, end; k < p.count(); k = end) {
            end = Math.min(k + BATCH, k < p.singles ? p.singles : p.count());
            if (k < p.singles && stride == 4 * LINE) {
                fourLines(p, x, atX, y, atY, k, end, part);
            } else {
                lines(p, x, atX, y, atY, stride, k, end, part);
            }
            for (int i = k; i < end; i++) {
                into[i] += FloatAdjointKernels.sum(part, (i - k) * N, N);
            }
        }
    }

    private static void lines(
            LinkDots p, float[] x, int atX, float[] y, int atY, int stride, int from, int to, float[] part) {
        for (int k = from; k < to; k++) {
            int n = k < p.singles ? stride : p.length[k - p.singles] * stride;
            products(x, atX + p.xRow[k] * stride, y, atY + p.yRow[k] * stride, n, part, (k - from) * N);
        }
    }

    private static void fourLines(LinkDots p, float[] x, int atX, float[] y, int atY, int from, int to, float[] part) {
        int[] xRow = p.xRow;
        int[] yRow = p.yRow;
        for (int k = from, q = 0; k < to; k++, q += N) {
            int a = atX + xRow[k] * 4 * LINE;
            int b = atY + yRow[k] * 4 * LINE;
            if (LINE == N) {
                fourVectors(x, a, y, b, part, q);
            } else {
                eightVectors(x, a, y, b, part, q);
            }
        }
    }

    private static void fourVectors(float[] a, int x, float[] b, int y, float[] part, int q) {
        FloatVector sum = load(a, x).mul(load(b, y));
        sum = load(a, x + N).fma(load(b, y + N), sum);
        sum = load(a, x + 2 * N).fma(load(b, y + 2 * N), sum);
        load(a, x + 3 * N).fma(load(b, y + 3 * N), sum).intoArray(part, q);
    }

    private static void eightVectors(float[] a, int x, float[] b, int y, float[] part, int q) {
        FloatVector s0 = load(a, x).mul(load(b, y));
        FloatVector s1 = load(a, x + N).mul(load(b, y + N));
        s0 = load(a, x + 2 * N).fma(load(b, y + 2 * N), s0);
        s1 = load(a, x + 3 * N).fma(load(b, y + 3 * N), s1);
        s0 = load(a, x + 4 * N).fma(load(b, y + 4 * N), s0);
        s1 = load(a, x + 5 * N).fma(load(b, y + 5 * N), s1);
        s0 = load(a, x + 6 * N).fma(load(b, y + 6 * N), s0);
        s1 = load(a, x + 7 * N).fma(load(b, y + 7 * N), s1);
        s0.add(s1).intoArray(part, q);
    }

    /** The products of a multiple of LINE elements, added up to a vector of sums. */
    private static void products(float[] a, int x, float[] b, int y, int n, float[] part, int q) {
        FloatVector s0 = FloatVector.zero(V);
        if (LINE == N) {
            for (int i = 0; i < n; i += LINE) {
                s0 = load(a, x + i).fma(load(b, y + i), s0);
            }
            s0.intoArray(part, q);
        } else {
            FloatVector s1 = s0;
            for (int i = 0; i < n; i += LINE) {
                s0 = load(a, x + i).fma(load(b, y + i), s0);
                s1 = load(a, x + i + N).fma(load(b, y + i + N), s1);
            }
            s0.add(s1).intoArray(part, q);
        }
    }

    private static FloatVector load(float[] s, int i) {
        return FloatVector.fromArray(V, s, i);
    }
}
