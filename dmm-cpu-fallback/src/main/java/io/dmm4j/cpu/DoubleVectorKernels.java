package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, for 64-bit numbers. Generated from {@code FloatVectorKernels}.
 *
 * <p>Only the preferred species is used, and no masked loads or stores: on JDK 17 a second species in
 * the same JVM makes shared Vector API methods polymorphic, and masks are not compiled to predicates;
 * either makes everything allocate. So a range shorter than a vector is loaded whole (arrays have
 * {@link Cells#SLACK}) and only the elements that belong to it are written back.
 */
final class DoubleVectorKernels implements Kernels<double[]> {
    private static final VectorSpecies<Double> V = DoubleVector.SPECIES_PREFERRED;
    private static final int N = V.length();
    private static final int TILE = 4 * N;
    private static final int BASE = DoubleScalarKernels.BASE;

    private final DoubleScalarKernels scalar = new DoubleScalarKernels();

    @Override
    public String name() {
        return "Vector API, " + V.vectorBitSize() + " bits";
    }

    private static DoubleVector load(double[] s, int i) {
        return DoubleVector.fromArray(V, s, i);
    }

    @Override
    public void down(
            DownPlan p, double[] value, double[] s, int lanes, int from, int to, boolean alone, double[] scratch) {
        DoubleVectorLinks.down(p, value, s, lanes, from, to, alone, scratch);
    }

    @Override
    public void bundles(Bundles p, double[] value, double[] s, int from, int to, double[] scratch) {
        DoubleVectorLinks.bundles(p, value, s, from, to, scratch);
    }

    // ---- element by element ------------------------------------------------------------------------

    @Override
    public void map(Op op, double[] s, int d, int a, int n, double i0, double i1) {
        int v = n < N ? 0 : mapVectors(op, s, d, a, V.loopBound(n), i0, i1);
        DoubleScalarKernels.mapRange(op, s, d + v, a + v, n - v, i0, i1);
    }

    /** Does the first {@code n} elements and answers n, or 0 if there is no vector form of the op. */
    private static int mapVectors(Op op, double[] s, int d, int a, int n, double i0, double i1) {
        switch (op) {
            case NEG -> negate(s, d, a, n);
            case RELU -> relu(s, d, a, n);
            case LEAKY_RELU -> leaky(i0, s, d, a, n);
            case ABS -> abs(s, d, a, n);
            case SQUARE -> multiply(s, d, a, a, n);
            case SQRT -> sqrt(s, d, a, n);
            case SIGN -> sign(s, d, a, n);
            case CLAMP -> clamp(i0, i1, s, d, a, n);
            case TIMES -> times(i0, s, d, a, n);
            case ACCUMULATE -> add(s, d, d, a, n);
            case EXP, TANH, SIGMOID -> {
                return DoubleVectorFunctions.map(op, s, d, a, n);
            }
            default -> {
                return 0;
            }
        }
        return n;
    }

    private static void negate(double[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).neg().intoArray(s, d + i);
        }
    }

    private static void relu(double[] s, int d, int a, int n) {
        DoubleVector zero = DoubleVector.zero(V);
        for (int i = 0; i < n; i += N) {
            load(s, a + i).max(zero).intoArray(s, d + i);
        }
    }

    private static void leaky(double slope, double[] s, int d, int a, int n) {
        DoubleVector zero = DoubleVector.zero(V);
        for (int i = 0; i < n; i += N) {
            DoubleVector x = load(s, a + i);
            VectorMask<Double> keep = x.compare(VectorOperators.GE, zero);
            x.mul(slope).blend(x, keep).intoArray(s, d + i);
        }
    }

    private static void abs(double[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).abs().intoArray(s, d + i);
        }
    }

    private static void sqrt(double[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).sqrt().intoArray(s, d + i);
        }
    }

    /** ±1; what is neither above nor below 0 stays as it is. */
    private static void sign(double[] s, int d, int a, int n) {
        DoubleVector zero = DoubleVector.zero(V);
        DoubleVector one = DoubleVector.broadcast(V, 1);
        DoubleVector minusOne = DoubleVector.broadcast(V, -1);
        for (int i = 0; i < n; i += N) {
            DoubleVector x = load(s, a + i);
            VectorMask<Double> above = x.compare(VectorOperators.GT, zero);
            VectorMask<Double> below = x.compare(VectorOperators.LT, zero);
            x.blend(one, above).blend(minusOne, below).intoArray(s, d + i);
        }
    }

    private static void clamp(double low, double high, double[] s, int d, int a, int n) {
        DoubleVector l = DoubleVector.broadcast(V, low);
        DoubleVector h = DoubleVector.broadcast(V, high);
        for (int i = 0; i < n; i += N) {
            DoubleVector x = load(s, a + i);
            VectorMask<Double> below = x.compare(VectorOperators.LT, l);
            VectorMask<Double> above = x.compare(VectorOperators.GT, h);
            x.blend(h, above).blend(l, below).intoArray(s, d + i);
        }
    }

    private static void times(double factor, double[] s, int d, int a, int n) {
        DoubleVector f = DoubleVector.broadcast(V, factor);
        for (int i = 0; i < n; i += N) {
            load(s, a + i).mul(f).intoArray(s, d + i);
        }
    }

    @Override
    public void zip(Op op, double[] s, int d, int a, int b, int n) {
        int v = n < N ? 0 : zipVectors(op, s, d, a, b, V.loopBound(n));
        DoubleScalarKernels.zipRange(op, s, d + v, a + v, b + v, n - v);
    }

    private static int zipVectors(Op op, double[] s, int d, int a, int b, int n) {
        switch (op) {
            case ADD -> add(s, d, a, b, n);
            case SUB -> subtract(s, d, a, b, n);
            case MUL -> multiply(s, d, a, b, n);
            case MUL_ADD -> multiplyAdd(s, d, a, b, n);
            case DIV -> divide(s, d, a, b, n);
            case MAX2 -> max(s, d, a, b, n);
            case MIN2 -> min(s, d, a, b, n);
            case WHERE -> where(s, d, a, b, n);
            default -> throw new AssertionError(op);
        }
        return n;
    }

    private static void add(double[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).add(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void subtract(double[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).sub(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void multiply(double[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).mul(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void multiplyAdd(double[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).fma(load(s, b + i), load(s, d + i)).intoArray(s, d + i);
        }
    }

    private static void divide(double[] s, int d, int a, int b, int n) {
        DoubleVector zero = DoubleVector.zero(V);
        for (int i = 0; i < n; i += N) {
            DoubleVector by = load(s, b + i);
            VectorMask<Double> absent = by.compare(VectorOperators.EQ, zero);
            load(s, a + i).div(by).blend(zero, absent).intoArray(s, d + i);
        }
    }

    private static void max(double[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).max(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void min(double[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).min(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void where(double[] s, int d, int a, int b, int n) {
        DoubleVector zero = DoubleVector.zero(V);
        for (int i = 0; i < n; i += N) {
            VectorMask<Double> absent = load(s, a + i).compare(VectorOperators.EQ, zero);
            load(s, b + i).blend(zero, absent).intoArray(s, d + i);
        }
    }

    // ---- one row and many --------------------------------------------------------------------------

    @Override
    public void broadcast(Op op, double[] s, int d, int a, int b, int c, int rows, int lanes) {
        if (lanes == 1 && rows >= N) {
            int n = V.loopBound(rows);
            oneLane(op, s, d, a, b, c, n);
            scalar.broadcast(op, s, d + n, a, b + n, c + n, rows - n, 1);
            return;
        }
        if (lanes % N != 0) {
            scalar.broadcast(op, s, d, a, b, c, rows, lanes);
            return;
        }
        for (int l = 0; l < lanes; l += N) {
            switch (op) {
                case SCALE -> scale(s, d + l, a + l, b + l, rows, lanes);
                case SCALE_ADD -> scaleAdd(s, d + l, a + l, b + l, rows, lanes);
                case SELECT -> select(s, d + l, a + l, b + l, c + l, rows, lanes);
                default -> throw new AssertionError(op);
            }
        }
    }

    /** {@code n} rows of one lane, which lie side by side. */
    private static void oneLane(Op op, double[] s, int d, int a, int b, int c, int n) {
        double x = s[a];
        switch (op) {
            case SCALE -> times(x, s, d, b, n);
            case SCALE_ADD -> timesAdd(x, s, d, b, n);
            case SELECT -> System.arraycopy(s, x != 0 ? b : c, s, d, n);
            default -> throw new AssertionError(op);
        }
    }

    private static void timesAdd(double factor, double[] s, int d, int b, int n) {
        DoubleVector f = DoubleVector.broadcast(V, factor);
        for (int i = 0; i < n; i += N) {
            load(s, b + i).fma(f, load(s, d + i)).intoArray(s, d + i);
        }
    }

    private static void scale(double[] s, int d, int a, int b, int rows, int lanes) {
        DoubleVector x = load(s, a);
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            x.mul(load(s, b + at)).intoArray(s, d + at);
        }
    }

    private static void scaleAdd(double[] s, int d, int a, int b, int rows, int lanes) {
        DoubleVector x = load(s, a);
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            x.fma(load(s, b + at), load(s, d + at)).intoArray(s, d + at);
        }
    }

    private static void select(double[] s, int d, int a, int b, int c, int rows, int lanes) {
        VectorMask<Double> absent = load(s, a).compare(VectorOperators.EQ, DoubleVector.zero(V));
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            load(s, b + at).blend(load(s, c + at), absent).intoArray(s, d + at);
        }
    }

    // ---- many rows to one --------------------------------------------------------------------------

    @Override
    public void reduce(Op op, double[] s, int d, int a, int b, int rows, int lanes) {
        int l = 0;
        if (lanes % N == 0 && hasVectors(op)) {
            for (; l < lanes; l += N) {
                reduceVector(op, s, a + l, b + l, rows, lanes).intoArray(s, d + l);
            }
        } else {
            scalar.reduce(op, s, d, a, b, rows, lanes);
        }
    }

    private static boolean hasVectors(Op op) {
        return switch (op) {
            case SUM, L1, L2, MAX_NORM, DOT -> true;
            default -> false;
        };
    }

    private static DoubleVector reduceVector(Op op, double[] s, int a, int b, int rows, int lanes) {
        return switch (op) {
            case SUM -> sum(s, a, rows, lanes);
            case L1 -> l1(s, a, rows, lanes);
            case L2 -> dot(s, a, a, rows, lanes).sqrt();
            case MAX_NORM -> maxNorm(s, a, rows, lanes);
            case DOT -> dot(s, a, b, rows, lanes);
            default -> throw new AssertionError(op);
        };
    }

    private static DoubleVector sum(double[] s, int a, int rows, int lanes) {
        DoubleVector sum = DoubleVector.zero(V);
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            sum = sum.add(load(s, at));
        }
        return sum;
    }

    private static DoubleVector l1(double[] s, int a, int rows, int lanes) {
        DoubleVector sum = DoubleVector.zero(V);
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            sum = sum.add(load(s, at).abs());
        }
        return sum;
    }

    private static DoubleVector dot(double[] s, int a, int b, int rows, int lanes) {
        DoubleVector sum = DoubleVector.zero(V);
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            sum = load(s, a + at).fma(load(s, b + at), sum);
        }
        return sum;
    }

    private static DoubleVector maxNorm(double[] s, int a, int rows, int lanes) {
        DoubleVector max = DoubleVector.zero(V);
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            max = max.max(load(s, at).abs());
        }
        return max;
    }

    @Override
    public RowKernels<double[]> rows() {
        return DoubleVectorRows.INSTANCE;
    }

    @Override
    public AdjointKernels<double[]> adjoint() {
        return DoubleVectorAdjoints.INSTANCE;
    }
}
