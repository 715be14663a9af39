package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

/**
 * What ops do to single elements, for {@link StraightCode}, for 64-bit numbers. Generated from {@code FloatElements}.
 *
 * <p>The name of a function is that of its op. Maps take x and the immediates; zips and reductions their operands, reductions
 * after the result so far; adjoint maps the derivative so far, the incoming derivative, x and the immediates. Ops that have no
 * function here are called as a whole. The operations are those of {@link DoubleScalarKernels} and {@link DoubleAdjointKernels}.
 */
final class DoubleElements {
    private static final DoubleScalarKernels KERNELS = new DoubleScalarKernels();

    private DoubleElements() {}

    /** A whole op, in one lane. */
    static void whole(double[] s, Op op, int d, int a, int b, int c, int rows, double i0, double i1) {
        UpPlan.once(KERNELS, op, s, 1, d, a, b, c, rows, i0, i1);
    }

    static double zero() {
        return 0;
    }

    static double same(double x) {
        return x;
    }

    /** One more product of a sum. */
    static double fma(double sum, double x, double y) {
        return Fma.fma(x, y, sum);
    }

    // ---- maps --------------------------------------------------------------------------------------

    static double neg(double x, double i0, double i1) {
        return -x;
    }

    static double relu(double x, double i0, double i1) {
        return Math.max(x, 0);
    }

    static double leakyRelu(double x, double slope, double i1) {
        return x >= 0 ? x : slope * x;
    }

    static double abs(double x, double i0, double i1) {
        return Math.abs(x);
    }

    static double square(double x, double i0, double i1) {
        return x * x;
    }

    static double clamp(double x, double low, double high) {
        return x < low ? low : x > high ? high : x;
    }

    static double times(double x, double factor, double i1) {
        return factor * x;
    }

    static double tanh(double x, double i0, double i1) {
        return DoubleFunctions.map(Op.TANH, x);
    }

    static double sigmoid(double x, double i0, double i1) {
        return DoubleFunctions.map(Op.SIGMOID, x);
    }

    static double exp(double x, double i0, double i1) {
        return DoubleFunctions.map(Op.EXP, x);
    }

    // ---- zips, and one row with many -----------------------------------------------------------------

    static double add(double x, double y) {
        return x + y;
    }

    static double sub(double x, double y) {
        return x - y;
    }

    static double mul(double x, double y) {
        return x * y;
    }

    static double max2(double x, double y) {
        return Math.max(x, y);
    }

    static double min2(double x, double y) {
        return Math.min(x, y);
    }

    static double where(double x, double y) {
        return x != 0 ? y : 0;
    }

    static double select(double x, double then, double other) {
        return x != 0 ? then : other;
    }

    // ---- reductions ------------------------------------------------------------------------------------

    static double sum(double sum, double x) {
        return sum + x;
    }

    static double l1(double sum, double x) {
        return sum + Math.abs(x);
    }

    static double maxNorm(double max, double x) {
        return Math.max(max, Math.abs(x));
    }

    static double dot(double sum, double x, double y) {
        return Fma.fma(x, y, sum);
    }

    // ---- adjoints --------------------------------------------------------------------------------------

    static double dNeg(double d, double g, double x, double i0, double i1) {
        return d - g;
    }

    static double dTimes(double d, double g, double x, double factor, double i1) {
        return d + factor * g;
    }

    static double dRelu(double d, double g, double x, double atZero, double i1) {
        return d + (x > 0 ? g : x == 0 ? atZero * g : 0);
    }

    static double dLeakyRelu(double d, double g, double x, double slope, double i1) {
        return d + (x >= 0 ? g : slope * g);
    }

    static double dClamp(double d, double g, double x, double low, double high) {
        return d + (x > low && x < high ? g : 0);
    }

    static double dTanh(double d, double g, double y, double i0, double i1) {
        return d + g * (1 - y * y);
    }

    static double dSquare(double d, double g, double x, double i0, double i1) {
        return d + 2 * g * x;
    }

    static double dSigmoid(double d, double g, double y, double i0, double i1) {
        return d + g * y * (1 - y);
    }
}
