package io.dmm4j.cpu;

import io.dmm4j.expr.Op;

/**
 * Functions of 32-bit floats in operations that vectors have too, so that {@link FloatVectorFunctions}
 * gives the same bits: at most 2 ulp from the true value for e^x, 3 for tanh and the sigmoid.
 *
 * <p>e^x = 2^n · e^r with n the integer next to x / ln 2 and |r| ≤ ln 2 / 2, where e^r is its Taylor
 * polynomial of degree 7. tanh is odd and, near 0, the polynomial of Moshier's Cephes library ({@code
 * tanhf}).
 */
final class FloatFunctions {
    static final float LOG2_E = 1.44269504f;
    static final float LN2_HIGH = 0x1.62e430p-1f;
    static final float LN2_LOW = -0x1.05c610p-29f;

    /** Added to a float below 2^22 it leaves the nearest integer in the low bits. */
    static final float ROUND = 0x1.8p23f;

    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    static final float LEAST = -104;
    static final float MOST = 89;
    static final float E2 = 1 / 2f;
    static final float E3 = 1 / 6f;
    static final float E4 = 1 / 24f;
    static final float E5 = 1 / 120f;
    static final float E6 = 1 / 720f;
    static final float E7 = 1 / 5040f;

    static final float TANH_NEAR = 0.625f;
    static final float T3 = -3.33332819422e-1f;
    static final float T5 = 1.33314422036e-1f;
    static final float T7 = -5.37397155531e-2f;
    static final float T9 = 2.06390887954e-2f;
    static final float T11 = -5.70498872745e-3f;

    private FloatFunctions() {}

    /** EXP, TANH or SIGMOID of a number. */
    static float map(Op op, float x) {
        return switch (op) {
            case EXP -> exp(x);
            case TANH -> tanh(x);
            case SIGMOID -> sigmoid(x);
            default -> throw new AssertionError(op);
        };
    }

    static float exp(float x) {
        float in = x < LEAST ? LEAST : x > MOST ? MOST : x;
        float t = Fma.fma(in, LOG2_E, ROUND);
        float n = t - ROUND;
        float r = Fma.fma(n, -LN2_LOW, Fma.fma(n, -LN2_HIGH, in));
        float p = Fma.fma(r, E7, E6);
        p = Fma.fma(r, p, E5);
        p = Fma.fma(r, p, E4);
        p = Fma.fma(r, p, E3);
        p = Fma.fma(r, p, E2);
        p = Fma.fma(r, p, 1);
        p = Fma.fma(r, p, 1);
        int k = Float.floatToRawIntBits(t) - ROUND_BITS;
        int half = k >> 1; // in two steps, because 2^k itself may not be a normal number
        return p * Float.intBitsToFloat(half + 127 << 23) * Float.intBitsToFloat(k - half + 127 << 23);
    }

    static float tanh(float x) {
        float a = Math.abs(x);
        if (a < TANH_NEAR) {
            float z = x * x;
            float p = Fma.fma(z, T11, T9);
            p = Fma.fma(z, p, T7);
            p = Fma.fma(z, p, T5);
            p = Fma.fma(z, p, T3);
            return Fma.fma(z * p, x, x);
        }
        float y = 1 - 2 / (exp(a + a) + 1);
        return x < 0 ? -y : y;
    }

    static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x >= 0 ? 1 : e) / (1 + e);
    }
}
