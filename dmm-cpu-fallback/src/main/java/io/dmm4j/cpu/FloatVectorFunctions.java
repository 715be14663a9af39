package io.dmm4j.cpu;

import static io.dmm4j.cpu.FloatFunctions.*;

import io.dmm4j.expr.Op;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatFunctions} on vectors, operation by operation.
 *
 * <p>The exponential is written out in each of the loops on purpose. A method that returns a vector makes an object of it where the JVM
 * does not take it into its caller; and shorter loops are themselves taken into callers, in which so many vector operations are
 * more than the JVM replaces, so that some are left to make objects. Loops this long are compiled by themselves.
 */
final class FloatVectorFunctions {
    private static final VectorSpecies<Float> V = FloatVector.SPECIES_PREFERRED;
    private static final int N = V.length();

    private FloatVectorFunctions() {}

    /**
     * EXP, TANH or SIGMOID of {@code n} elements.
     *
     * @param n a multiple of the vector length
     * @return how many were done: all
     */
    static int map(Op op, float[] s, int d, int a, int n) {
        switch (op) {
            case EXP -> exps(s, d, a, n);
            case TANH -> tanhs(s, d, a, n);
            case SIGMOID -> sigmoids(s, d, a, n);
            default -> throw new AssertionError(op);
        }
        return n;
    }

    private static void exps(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            FloatVector u = FloatVector.fromArray(V, s, a + i);
            FloatVector in = u.blend(MOST, u.compare(VectorOperators.GT, MOST));
            in = in.blend(LEAST, u.compare(VectorOperators.LT, LEAST));
            FloatVector t = in.fma(FloatVector.broadcast(V, LOG2_E), FloatVector.broadcast(V, ROUND));
            FloatVector whole = t.sub(ROUND);
            FloatVector r =
                    whole.fma(FloatVector.broadcast(V, -LN2_LOW), whole.fma(FloatVector.broadcast(V, -LN2_HIGH), in));
            FloatVector p = r.fma(FloatVector.broadcast(V, E7), FloatVector.broadcast(V, E6));
            p = r.fma(p, FloatVector.broadcast(V, E5));
            p = r.fma(p, FloatVector.broadcast(V, E4));
            p = r.fma(p, FloatVector.broadcast(V, E3));
            p = r.fma(p, FloatVector.broadcast(V, E2));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            IntVector k = t.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = k.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = k.sub(half);
            FloatVector e = p.mul(
                            half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            e.intoArray(s, d + i);
        }
    }

    /** Of e to the 2|x|. */
    private static void tanhs(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            FloatVector x = FloatVector.fromArray(V, s, a + i);
            FloatVector size = x.abs();
            FloatVector u = size.add(size);
            FloatVector in = u.blend(MOST, u.compare(VectorOperators.GT, MOST));
            in = in.blend(LEAST, u.compare(VectorOperators.LT, LEAST));
            FloatVector t = in.fma(FloatVector.broadcast(V, LOG2_E), FloatVector.broadcast(V, ROUND));
            FloatVector whole = t.sub(ROUND);
            FloatVector r =
                    whole.fma(FloatVector.broadcast(V, -LN2_LOW), whole.fma(FloatVector.broadcast(V, -LN2_HIGH), in));
            FloatVector p = r.fma(FloatVector.broadcast(V, E7), FloatVector.broadcast(V, E6));
            p = r.fma(p, FloatVector.broadcast(V, E5));
            p = r.fma(p, FloatVector.broadcast(V, E4));
            p = r.fma(p, FloatVector.broadcast(V, E3));
            p = r.fma(p, FloatVector.broadcast(V, E2));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            IntVector k = t.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = k.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = k.sub(half);
            FloatVector e = p.mul(
                            half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector z = x.mul(x);
            FloatVector q = z.fma(FloatVector.broadcast(V, T11), FloatVector.broadcast(V, T9));
            q = z.fma(q, FloatVector.broadcast(V, T7));
            q = z.fma(q, FloatVector.broadcast(V, T5));
            q = z.fma(q, FloatVector.broadcast(V, T3));
            FloatVector near = z.mul(q).fma(x, x);
            FloatVector y =
                    FloatVector.broadcast(V, 1).sub(FloatVector.broadcast(V, 2).div(e.add(1)));
            FloatVector far = y.blend(y.neg(), x.compare(VectorOperators.LT, 0));
            far.blend(near, size.compare(VectorOperators.LT, TANH_NEAR)).intoArray(s, d + i);
        }
    }

    /** Of e to the −|x|. */
    private static void sigmoids(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            FloatVector x = FloatVector.fromArray(V, s, a + i);
            FloatVector u = x.abs().neg();
            FloatVector in = u.blend(MOST, u.compare(VectorOperators.GT, MOST));
            in = in.blend(LEAST, u.compare(VectorOperators.LT, LEAST));
            FloatVector t = in.fma(FloatVector.broadcast(V, LOG2_E), FloatVector.broadcast(V, ROUND));
            FloatVector whole = t.sub(ROUND);
            FloatVector r =
                    whole.fma(FloatVector.broadcast(V, -LN2_LOW), whole.fma(FloatVector.broadcast(V, -LN2_HIGH), in));
            FloatVector p = r.fma(FloatVector.broadcast(V, E7), FloatVector.broadcast(V, E6));
            p = r.fma(p, FloatVector.broadcast(V, E5));
            p = r.fma(p, FloatVector.broadcast(V, E4));
            p = r.fma(p, FloatVector.broadcast(V, E3));
            p = r.fma(p, FloatVector.broadcast(V, E2));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            IntVector k = t.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = k.lanewise(VectorOperators.ASHR, 1);
            IntVector rest = k.sub(half);
            FloatVector e = p.mul(
                            half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(rest.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector top = e.blend(1, x.compare(VectorOperators.GE, 0));
            top.div(e.add(1)).intoArray(s, d + i);
        }
    }
}
