package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

/**
 * What ops do to single elements, for {@link StraightCode}, for 32-bit numbers. {@code DoubleElements} is generated from this file.
 *
 * <p>The name of a function is that of its op. Maps take x and the immediates; zips and reductions their operands, reductions
 * after the result so far; adjoint maps the derivative so far, the incoming derivative, x and the immediates. Ops that have no
 * function here are called as a whole. The operations are those of {@link FloatScalarKernels} and {@link FloatAdjointKernels}.
 */
final class FloatElements {
    private static final FloatScalarKernels KERNELS = new FloatScalarKernels();

    private FloatElements() {}

    /** A whole op, in one lane. */
    static void whole(float[] s, Op op, int d, int a, int b, int c, int rows, double i0, double i1) {
        UpPlan.once(KERNELS, op, s, 1, d, a, b, c, rows, i0, i1);
    }

    static float zero() {
        return 0;
    }

    static float same(float x) {
        return x;
    }

    /** One more product of a sum. */
    static float fma(float sum, float x, float y) {
        return Fma.fma(x, y, sum);
    }

    // ---- maps --------------------------------------------------------------------------------------

    static float neg(float x, float i0, float i1) {
        return -x;
    }

    static float relu(float x, float i0, float i1) {
        return Math.max(x, 0);
    }

    static float leakyRelu(float x, float slope, float i1) {
        return x >= 0 ? x : slope * x;
    }

    static float abs(float x, float i0, float i1) {
        return Math.abs(x);
    }

    static float square(float x, float i0, float i1) {
        return x * x;
    }

    static float clamp(float x, float low, float high) {
        return x < low ? low : x > high ? high : x;
    }

    static float times(float x, float factor, float i1) {
        return factor * x;
    }

    static float tanh(float x, float i0, float i1) {
        return FloatFunctions.map(Op.TANH, x);
    }

    static float sigmoid(float x, float i0, float i1) {
        return FloatFunctions.map(Op.SIGMOID, x);
    }

    static float exp(float x, float i0, float i1) {
        return FloatFunctions.map(Op.EXP, x);
    }

    // ---- zips, and one row with many -----------------------------------------------------------------

    static float add(float x, float y) {
        return x + y;
    }

    static float sub(float x, float y) {
        return x - y;
    }

    static float mul(float x, float y) {
        return x * y;
    }

    static float max2(float x, float y) {
        return Math.max(x, y);
    }

    static float min2(float x, float y) {
        return Math.min(x, y);
    }

    static float where(float x, float y) {
        return x != 0 ? y : 0;
    }

    static float select(float x, float then, float other) {
        return x != 0 ? then : other;
    }

    // ---- reductions ------------------------------------------------------------------------------------

    static float sum(float sum, float x) {
        return sum + x;
    }

    static float l1(float sum, float x) {
        return sum + Math.abs(x);
    }

    static float maxNorm(float max, float x) {
        return Math.max(max, Math.abs(x));
    }

    static float dot(float sum, float x, float y) {
        return Fma.fma(x, y, sum);
    }

    // ---- adjoints --------------------------------------------------------------------------------------

    static float dNeg(float d, float g, float x, float i0, float i1) {
        return d - g;
    }

    static float dTimes(float d, float g, float x, float factor, float i1) {
        return d + factor * g;
    }

    static float dRelu(float d, float g, float x, float atZero, float i1) {
        return d + (x > 0 ? g : x == 0 ? atZero * g : 0);
    }

    static float dLeakyRelu(float d, float g, float x, float slope, float i1) {
        return d + (x >= 0 ? g : slope * g);
    }

    static float dClamp(float d, float g, float x, float low, float high) {
        return d + (x > low && x < high ? g : 0);
    }

    static float dTanh(float d, float g, float y, float i0, float i1) {
        return d + g * (1 - y * y);
    }

    static float dSquare(float d, float g, float x, float i0, float i1) {
        return d + 2 * g * x;
    }

    static float dSigmoid(float d, float g, float y, float i0, float i1) {
        return d + g * y * (1 - y);
    }
}
