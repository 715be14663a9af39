package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, for 32-bit numbers. {@code DoubleVectorKernels} is generated from this file.
 *
 * <p>Only the preferred species is used, and no masked loads or stores: on JDK 17 a second species in
 * the same JVM makes shared Vector API methods polymorphic, and masks are not compiled to predicates;
 * either makes everything allocate. So a range shorter than a vector is loaded whole (arrays have
 * {@link Cells#SLACK}) and only the elements that belong to it are written back.
 */
final class FloatVectorKernels implements Kernels<float[]> {
    private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
    private static final int N = V.length();
    private static final int TILE = 4 * N;
    private static final int BASE = FloatScalarKernels.BASE;

    private final FloatScalarKernels scalar = new FloatScalarKernels();

    @Override
    public String name() {
        return "Vector API, " + V.vectorBitSize() + " bits";
    }

    private static FloatVector load(float[] s, int i) {
        return FloatVector.fromArray(V, s, i);
    }

    @Override
    public void down(
            DownPlan p, float[] value, float[] s, int lanes, int from, int to, boolean alone, float[] scratch) {
        FloatVectorLinks.down(p, value, s, lanes, from, to, alone, scratch);
    }

    @Override
    public void bundles(Bundles p, float[] value, float[] s, int from, int to, float[] scratch) {
        FloatVectorLinks.bundles(p, value, s, from, to, scratch);
    }

    // ---- element by element ------------------------------------------------------------------------

    @Override
    public void map(Op op, float[] s, int d, int a, int n, double i0, double i1) {
        int v = n < N ? 0 : mapVectors(op, s, d, a, V.loopBound(n), (float) i0, (float) i1);
        FloatScalarKernels.mapRange(op, s, d + v, a + v, n - v, i0, i1);
    }

    /** Does the first {@code n} elements and answers n, or 0 if there is no vector form of the op. */
    private static int mapVectors(Op op, float[] s, int d, int a, int n, float i0, float i1) {
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
                return FloatVectorFunctions.map(op, s, d, a, n);
            }
            default -> {
                return 0;
            }
        }
        return n;
    }

    private static void negate(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).neg().intoArray(s, d + i);
        }
    }

    private static void relu(float[] s, int d, int a, int n) {
        FloatVector zero = FloatVector.zero(V);
        for (int i = 0; i < n; i += N) {
            load(s, a + i).max(zero).intoArray(s, d + i);
        }
    }

    private static void leaky(float slope, float[] s, int d, int a, int n) {
        FloatVector zero = FloatVector.zero(V);
        for (int i = 0; i < n; i += N) {
            FloatVector x = load(s, a + i);
            VectorMask<Float> keep = x.compare(VectorOperators.GE, zero);
            x.mul(slope).blend(x, keep).intoArray(s, d + i);
        }
    }

    private static void abs(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).abs().intoArray(s, d + i);
        }
    }

    private static void sqrt(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).sqrt().intoArray(s, d + i);
        }
    }

    /** ±1; what is neither above nor below 0 stays as it is. */
    private static void sign(float[] s, int d, int a, int n) {
        FloatVector zero = FloatVector.zero(V);
        FloatVector one = FloatVector.broadcast(V, 1);
        FloatVector minusOne = FloatVector.broadcast(V, -1);
        for (int i = 0; i < n; i += N) {
            FloatVector x = load(s, a + i);
            VectorMask<Float> above = x.compare(VectorOperators.GT, zero);
            VectorMask<Float> below = x.compare(VectorOperators.LT, zero);
            x.blend(one, above).blend(minusOne, below).intoArray(s, d + i);
        }
    }

    private static void clamp(float low, float high, float[] s, int d, int a, int n) {
        FloatVector l = FloatVector.broadcast(V, low);
        FloatVector h = FloatVector.broadcast(V, high);
        for (int i = 0; i < n; i += N) {
            FloatVector x = load(s, a + i);
            VectorMask<Float> below = x.compare(VectorOperators.LT, l);
            VectorMask<Float> above = x.compare(VectorOperators.GT, h);
            x.blend(h, above).blend(l, below).intoArray(s, d + i);
        }
    }

    private static void times(float factor, float[] s, int d, int a, int n) {
        FloatVector f = FloatVector.broadcast(V, factor);
        for (int i = 0; i < n; i += N) {
            load(s, a + i).mul(f).intoArray(s, d + i);
        }
    }

    @Override
    public void zip(Op op, float[] s, int d, int a, int b, int n) {
        int v = n < N ? 0 : zipVectors(op, s, d, a, b, V.loopBound(n));
        FloatScalarKernels.zipRange(op, s, d + v, a + v, b + v, n - v);
    }

    private static int zipVectors(Op op, float[] s, int d, int a, int b, int n) {
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

    private static void add(float[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).add(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void subtract(float[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).sub(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void multiply(float[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).mul(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void multiplyAdd(float[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).fma(load(s, b + i), load(s, d + i)).intoArray(s, d + i);
        }
    }

    private static void divide(float[] s, int d, int a, int b, int n) {
        FloatVector zero = FloatVector.zero(V);
        for (int i = 0; i < n; i += N) {
            FloatVector by = load(s, b + i);
            VectorMask<Float> absent = by.compare(VectorOperators.EQ, zero);
            load(s, a + i).div(by).blend(zero, absent).intoArray(s, d + i);
        }
    }

    private static void max(float[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).max(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void min(float[] s, int d, int a, int b, int n) {
        for (int i = 0; i < n; i += N) {
            load(s, a + i).min(load(s, b + i)).intoArray(s, d + i);
        }
    }

    private static void where(float[] s, int d, int a, int b, int n) {
        FloatVector zero = FloatVector.zero(V);
        for (int i = 0; i < n; i += N) {
            VectorMask<Float> absent = load(s, a + i).compare(VectorOperators.EQ, zero);
            load(s, b + i).blend(zero, absent).intoArray(s, d + i);
        }
    }

    // ---- one row and many --------------------------------------------------------------------------

    @Override
    public void broadcast(Op op, float[] s, int d, int a, int b, int c, int rows, int lanes) {
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
    private static void oneLane(Op op, float[] s, int d, int a, int b, int c, int n) {
        float x = s[a];
        switch (op) {
            case SCALE -> times(x, s, d, b, n);
            case SCALE_ADD -> timesAdd(x, s, d, b, n);
            case SELECT -> System.arraycopy(s, x != 0 ? b : c, s, d, n);
            default -> throw new AssertionError(op);
        }
    }

    private static void timesAdd(float factor, float[] s, int d, int b, int n) {
        FloatVector f = FloatVector.broadcast(V, factor);
        for (int i = 0; i < n; i += N) {
            load(s, b + i).fma(f, load(s, d + i)).intoArray(s, d + i);
        }
    }

    private static void scale(float[] s, int d, int a, int b, int rows, int lanes) {
        FloatVector x = load(s, a);
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            x.mul(load(s, b + at)).intoArray(s, d + at);
        }
    }

    private static void scaleAdd(float[] s, int d, int a, int b, int rows, int lanes) {
        FloatVector x = load(s, a);
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            x.fma(load(s, b + at), load(s, d + at)).intoArray(s, d + at);
        }
    }

    private static void select(float[] s, int d, int a, int b, int c, int rows, int lanes) {
        VectorMask<Float> absent = load(s, a).compare(VectorOperators.EQ, FloatVector.zero(V));
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            load(s, b + at).blend(load(s, c + at), absent).intoArray(s, d + at);
        }
    }

    // ---- many rows to one --------------------------------------------------------------------------

    @Override
    public void reduce(Op op, float[] s, int d, int a, int b, int rows, int lanes) {
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

    private static FloatVector reduceVector(Op op, float[] s, int a, int b, int rows, int lanes) {
        return switch (op) {
            case SUM -> sum(s, a, rows, lanes);
            case L1 -> l1(s, a, rows, lanes);
            case L2 -> dot(s, a, a, rows, lanes).sqrt();
            case MAX_NORM -> maxNorm(s, a, rows, lanes);
            case DOT -> dot(s, a, b, rows, lanes);
            default -> throw new AssertionError(op);
        };
    }

    private static FloatVector sum(float[] s, int a, int rows, int lanes) {
        FloatVector sum = FloatVector.zero(V);
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            sum = sum.add(load(s, at));
        }
        return sum;
    }

    private static FloatVector l1(float[] s, int a, int rows, int lanes) {
        FloatVector sum = FloatVector.zero(V);
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            sum = sum.add(load(s, at).abs());
        }
        return sum;
    }

    private static FloatVector dot(float[] s, int a, int b, int rows, int lanes) {
        FloatVector sum = FloatVector.zero(V);
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            sum = load(s, a + at).fma(load(s, b + at), sum);
        }
        return sum;
    }

    private static FloatVector maxNorm(float[] s, int a, int rows, int lanes) {
        FloatVector max = FloatVector.zero(V);
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            max = max.max(load(s, at).abs());
        }
        return max;
    }

    @Override
    public RowKernels<float[]> rows() {
        return FloatVectorRows.INSTANCE;
    }

    @Override
    public AdjointKernels<float[]> adjoint() {
        return FloatVectorAdjoints.INSTANCE;
    }
}
