package io.dmm4j.testing;

/**
 * A number and how far from it the same number may be in any implementation that keeps to {@link Accuracy}: if w is what
 * the implementation has, then |w − value| ≤ error.
 *
 * @param value as double precision computes it
 * @param error 0 if every implementation has exactly this value; large but finite where an op jumps and operands are near
 *     the jump; +∞ if nothing can be said, because the number may be NaN or infinite or out of range
 */
public record Tracked(double value, double error) {
    /** The number that is absent everywhere. */
    public static final Tracked ZERO = new Tracked(0, 0);

    /** Exactly 1. */
    public static final Tracked ONE = new Tracked(1, 0);

    /** A number that may be anything, NaN and infinities too. */
    public static final Tracked WILD = new Tracked(0, Double.POSITIVE_INFINITY);

    /** Whether every implementation has exactly this value. */
    public boolean isExact() {
        return error == 0;
    }

    /** Whether the number is 0 in every implementation. */
    public boolean isAbsent() {
        return value == 0 && error == 0;
    }

    /** Whether the number is not 0 in any implementation, and has one sign in all. */
    public boolean isPresent() {
        return Math.abs(value) > error;
    }

    /** Whether the number may be anything. */
    public boolean isWild() {
        return error == Double.POSITIVE_INFINITY;
    }

    /** The largest magnitude an implementation may have. */
    public double most() {
        return Math.abs(value) + error;
    }

    /** The smallest number an implementation may have. */
    public double low() {
        return value - error;
    }

    /** The largest number an implementation may have. */
    public double high() {
        return value + error;
    }

    /** Whether the bound is beyond {@code limit}, relative to 1 or the number if that is larger. */
    public boolean isLoose(double limit) {
        return error > limit * Math.max(1, Math.abs(value));
    }

    /** Whether an implementation may have {@code w}. */
    public boolean admits(double w) {
        return isWild() || w == value || Math.abs(w - value) <= error;
    }

    /** −this. */
    public Tracked negate() {
        return new Tracked(-value, error);
    }

    /** |this|. */
    public Tracked abs() {
        return new Tracked(Math.abs(value), error);
    }

    /** {@code 0.5 ± 1e-7}. */
    @Override
    public String toString() {
        return isWild() ? "anything" : isExact() ? Double.toString(value) : value + " ± " + error;
    }
}
