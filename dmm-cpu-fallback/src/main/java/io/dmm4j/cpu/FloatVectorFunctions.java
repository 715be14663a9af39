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
     * EXP, TANH or SIGMOID of {@code n} elements: all of them are made of e to the x, 2|x| and −|x|.
     *
     * <p>One method on purpose. So many vector operations are more than the JVM inlines into what calls them, if it once has begun
     * to: then it leaves some as they are, and those make objects. A method this long it compiles by itself.
     *
     * @param n a multiple of the vector length
     * @return how many were done: all
     */
    static int map(Op op, float[] s, int d, int a, int n) {
        boolean isExp = op == Op.EXP;
        boolean isTanh = op == Op.TANH;
        if (!isExp && !isTanh && op != Op.SIGMOID) {
            throw new AssertionError(op);
        }
        int kept = isExp ? -1 : Integer.MAX_VALUE; // the bits of x or |x|
        float factor = isExp ? 1 : isTanh ? 2 : -1;
        for (int i = 0; i < n; i += N) {
            FloatVector x = FloatVector.fromArray(V, s, a + i);
            FloatVector u =
                    x.reinterpretAsInts().and(kept).reinterpretAsFloats().mul(factor);
            FloatVector in = u.blend(MOST, u.compare(VectorOperators.GT, MOST));
            in = in.blend(LEAST, u.compare(VectorOperators.LT, LEAST));
            FloatVector t = in.fma(LOG2_E, ROUND);
            FloatVector whole = t.sub(ROUND);
            FloatVector r =
                    whole.fma(FloatVector.broadcast(V, -LN2_LOW), whole.fma(FloatVector.broadcast(V, -LN2_HIGH), in));
            FloatVector p = r.fma(E7, E6);
            p = r.fma(p, FloatVector.broadcast(V, E5));
            p = r.fma(p, FloatVector.broadcast(V, E4));
            p = r.fma(p, FloatVector.broadcast(V, E3));
            p = r.fma(p, FloatVector.broadcast(V, E2));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            p = r.fma(p, FloatVector.broadcast(V, 1));
            IntVector k = t.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = k.lanewise(VectorOperators.ASHR, 1);
            IntVector other = k.sub(half);
            FloatVector e = p.mul(
                            half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats())
                    .mul(other.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            if (isExp) {
                e.intoArray(s, d + i);
            } else if (isTanh) {
                FloatVector z = x.mul(x);
                FloatVector q = z.fma(T11, T9);
                q = z.fma(q, FloatVector.broadcast(V, T7));
                q = z.fma(q, FloatVector.broadcast(V, T5));
                q = z.fma(q, FloatVector.broadcast(V, T3));
                FloatVector near = z.mul(q).fma(x, x);
                FloatVector y = FloatVector.broadcast(V, 1)
                        .sub(FloatVector.broadcast(V, 2).div(e.add(1)));
                FloatVector far = y.blend(y.neg(), x.compare(VectorOperators.LT, 0));
                far.blend(near, x.abs().compare(VectorOperators.LT, TANH_NEAR)).intoArray(s, d + i);
            } else {
                FloatVector top = e.blend(1, x.compare(VectorOperators.GE, 0));
                top.div(e.add(1)).intoArray(s, d + i);
            }
        }
        return n;
    }
}
