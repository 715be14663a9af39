package io.dmm4j.cpu;

import static io.dmm4j.cpu.FloatFunctions.*;

import io.dmm4j.expr.Op;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatFunctions} on vectors, operation by operation. */
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
            exp(FloatVector.fromArray(V, s, a + i)).intoArray(s, d + i);
        }
    }

    private static void tanhs(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            tanh(FloatVector.fromArray(V, s, a + i)).intoArray(s, d + i);
        }
    }

    private static void sigmoids(float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i += N) {
            sigmoid(FloatVector.fromArray(V, s, a + i)).intoArray(s, d + i);
        }
    }

    private static FloatVector all(float x) {
        return FloatVector.broadcast(V, x);
    }

    private static FloatVector exp(FloatVector x) {
        FloatVector in = x.blend(MOST, x.compare(VectorOperators.GT, MOST));
        in = in.blend(LEAST, x.compare(VectorOperators.LT, LEAST));
        FloatVector t = in.fma(all(LOG2_E), all(ROUND));
        FloatVector n = t.sub(ROUND);
        FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), in));
        FloatVector p = r.fma(all(E7), all(E6));
        p = r.fma(p, all(E5));
        p = r.fma(p, all(E4));
        p = r.fma(p, all(E3));
        p = r.fma(p, all(E2));
        p = r.fma(p, all(1));
        p = r.fma(p, all(1));
        IntVector k = t.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = k.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector k) {
        return k.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    private static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(all(T11), all(T9));
        p = z.fma(p, all(T7));
        p = z.fma(p, all(T5));
        p = z.fma(p, all(T3));
        FloatVector near = z.mul(p).fma(x, x);
        FloatVector y = all(1).sub(all(2).div(exp(a.add(a)).add(1)));
        FloatVector far = y.blend(y.neg(), x.compare(VectorOperators.LT, 0));
        return far.blend(near, a.compare(VectorOperators.LT, TANH_NEAR));
    }

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector top = e.blend(1, x.compare(VectorOperators.GE, 0));
        return top.div(e.add(1));
    }
}
