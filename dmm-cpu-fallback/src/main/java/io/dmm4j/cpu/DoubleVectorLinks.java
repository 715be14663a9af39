package io.dmm4j.cpu;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The down movement on the Vector API, for 64-bit numbers. Generated from {@code FloatVectorLinks}. */
final class DoubleVectorLinks {
    private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
    private static final int N = V.length();
    private static final int TILE = 4 * N;
    private static final int BASE = DoubleScalarKernels.BASE;

    /** Elements that are summed one by one: a vector that spans numbers just written one by one waits for them. */
    private static final int FEW = 2;

    private static final double[] INDEX = new double[N];

    static {
        for (int i = 0; i < N; i++) {
            INDEX[i] = i;
        }
    }

    private DoubleVectorLinks() {}

    private static DoubleVector load(double[] s, int i) {
        return DoubleVector.fromArray(V, s, i);
    }

    /** {@link Kernels#down}. */
    static void down(
            DownPlan p, double[] value, double[] s, int lanes, int from, int to, boolean alone, double[] scratch) {
        for (int g = from; g < to; ) {
            int width = p.length[g] * lanes;
            if (width == 1) {
                int end = p.endOfStreams(g, to);
                DoubleStreams.down(p, value, 0, true, s, g, end);
                g = end;
            } else if (alone && width < N) {
                within(p, value, s, lanes, g++, width);
            } else {
                group(p, value, s, lanes, g++, width, scratch);
            }
        }
    }

    private static void group(DownPlan p, double[] value, double[] s, int lanes, int g, int width, double[] scratch) {
        int x = BASE + p.xRow[g] * lanes;
        int t = 0;
        for (; t + TILE <= width; t += TILE) {
            tile(p, value, s, lanes, g, x, t);
        }
        if (t + 2 * N <= width) {
            pair(p, value, s, lanes, g, x, t);
            t += 2 * N;
        }
        if (t + N <= width) {
            sum(p, value, s, lanes, g, x, t, s, x + t);
            t += N;
        }
        if (t + FEW < width) {
            sum(p, value, s, lanes, g, x, t, scratch, 0);
            System.arraycopy(scratch, 0, s, x + t, width - t);
        } else {
            DoubleScalarLinks.elements(p, value, s, lanes, g, t, width);
        }
    }

    /** Four vectors of sums at a time: x[t + j] (+)= Σ_k value[k] · y_k[t + j], 0 ≤ j &lt; 4 N. */
    private static void tile(DownPlan p, double[] value, double[] s, int lanes, int g, int x, int t) {
        int o = x + t;
        DoubleVector s0 = DoubleVector.zero(V);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        if (p.adds) {
            s0 = load(s, o);
            s1 = load(s, o + N);
            s2 = load(s, o + 2 * N);
            s3 = load(s, o + 3 * N);
        }
        int[] yRow = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            int y = BASE + yRow[k] * lanes + t;
            DoubleVector w = DoubleVector.broadcast(V, value[k]);
            s0 = load(s, y).fma(w, s0);
            s1 = load(s, y + N).fma(w, s1);
            s2 = load(s, y + 2 * N).fma(w, s2);
            s3 = load(s, y + 3 * N).fma(w, s3);
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
        s2.intoArray(s, o + 2 * N);
        s3.intoArray(s, o + 3 * N);
    }

    /** Two vectors of sums. */
    private static void pair(DownPlan p, double[] value, double[] s, int lanes, int g, int x, int t) {
        int o = x + t;
        DoubleVector s0 = DoubleVector.zero(V);
        DoubleVector s1 = s0;
        if (p.adds) {
            s0 = load(s, o);
            s1 = load(s, o + N);
        }
        int[] yRow = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            int y = BASE + yRow[k] * lanes + t;
            DoubleVector w = DoubleVector.broadcast(V, value[k]);
            s0 = load(s, y).fma(w, s0);
            s1 = load(s, y + N).fma(w, s1);
        }
        s0.intoArray(s, o);
        s1.intoArray(s, o + N);
    }

    /** One vector of sums, written to {@code into}: its elements past the group's are of other rows. */
    private static void sum(
            DownPlan p, double[] value, double[] s, int lanes, int g, int x, int t, double[] into, int at) {
        DoubleVector sum = DoubleVector.zero(V);
        if (p.adds) {
            sum = load(s, x + t);
        }
        int[] yRow = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            sum = load(s, BASE + yRow[k] * lanes + t).fma(DoubleVector.broadcast(V, value[k]), sum);
        }
        sum.intoArray(into, at);
    }

    /** A group of less than a vector: the rest is written back as it was. */
    private static void within(DownPlan p, double[] value, double[] s, int lanes, int g, int width) {
        int x = BASE + p.xRow[g] * lanes;
        DoubleVector old = load(s, x);
        DoubleVector sum = DoubleVector.zero(V);
        if (p.adds) {
            sum = old;
        }
        int[] yRow = p.yRow;
        for (int k = p.first[g], end = p.first[g + 1]; k < end; k++) {
            sum = load(s, BASE + yRow[k] * lanes).fma(DoubleVector.broadcast(V, value[k]), sum);
        }
        VectorMask<Double> ours = load(INDEX, 0).compare(VectorOperators.LT, width);
        old.blend(sum, ours).intoArray(s, x);
    }

    /** {@link Kernels#bundles}: a vector holds the sums of several rows, two of them where rows are more. */
    static void bundles(Bundles p, double[] value, double[] s, int from, int to, double[] scratch) {
        for (int b = from; b < to; b++) {
            int rows = p.rows[b];
            int x = b * p.stride;
            for (int j = 0; p.adds && j < rows; j++) {
                scratch[j] = s[BASE + p.xRow[x + j]];
            }
            int v = 0;
            for (; v + N < rows; v += 2 * N) {
                pairOfRows(p, value, s, b, v, scratch);
            }
            if (v < rows) {
                vectorOfRows(p, value, s, b, v, scratch);
            }
            for (int j = 0; j < rows; j++) {
                s[BASE + p.xRow[x + j]] = scratch[j];
            }
        }
    }

    private static void pairOfRows(Bundles p, double[] value, double[] s, int b, int v, double[] scratch) {
        DoubleVector s0 = DoubleVector.zero(V);
        DoubleVector s1 = s0;
        if (p.adds) {
            s0 = load(scratch, v);
            s1 = load(scratch, v + N);
        }
        int[] yRow = p.yRow;
        int rows = p.rows[b];
        for (int k = p.first[b], end = p.first[b + 1], w = p.firstWeight[b] + v; k < end; k++, w += rows) {
            DoubleVector y = DoubleVector.broadcast(V, s[BASE + yRow[k]]);
            s0 = load(value, w).fma(y, s0);
            s1 = load(value, w + N).fma(y, s1);
        }
        s0.intoArray(scratch, v);
        s1.intoArray(scratch, v + N);
    }

    private static void vectorOfRows(Bundles p, double[] value, double[] s, int b, int v, double[] scratch) {
        DoubleVector sum = DoubleVector.zero(V);
        if (p.adds) {
            sum = load(scratch, v);
        }
        int[] yRow = p.yRow;
        int rows = p.rows[b];
        for (int k = p.first[b], end = p.first[b + 1], w = p.firstWeight[b] + v; k < end; k++, w += rows) {
            sum = load(value, w).fma(DoubleVector.broadcast(V, s[BASE + yRow[k]]), sum);
        }
        sum.intoArray(scratch, v);
    }
}
