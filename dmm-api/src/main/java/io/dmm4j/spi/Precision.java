package io.dmm4j.spi;

import java.util.Locale;

/** The numbers that flat arrays hold. */
public enum Precision {
    /** 32-bit floats: the default for running. */
    FLOAT32,
    /** 64-bit floats: for gradient checks and comparisons. */
    FLOAT64;

    /** The unit roundoff u: 2^−24 or 2^−53. */
    public double unitRoundoff() {
        return this == FLOAT32 ? 0x1p-24 : 0x1p-53;
    }

    /** Whether a number is not finite, or stays finite in this precision. */
    public boolean holds(double x) {
        return !Double.isFinite(x) || Double.isFinite(round(x));
    }

    /** What users call it: {@code float32} or {@code float64}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code x} as this precision holds it. */
    public double round(double x) {
        return this == FLOAT32 ? (float) x : x;
    }
}
