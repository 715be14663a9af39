package io.dmm4j.testing;

/**
 * A number and how far from it the same number may be in any implementation that keeps to {@link Accuracy}: if w is what
 * the implementation has, then |w − value| ≤ error.
 *
 * @param value as double precision computes it
 * @param error 0 if every implementation has exactly this value, +∞ if nothing can be said (a discontinuous op near a
 *     tie, a value out of range)
 */
public record Tracked(double value, double error) {
    /** The number that is absent everywhere. */
    public static final Tracked ZERO = new Tracked(0, 0);

    /** Exactly 1. */
    public static final Tracked ONE = new Tracked(1, 0);

    /** Nothing can be said. */
    public static final Tracked UNDECIDED = new Tracked(0, Double.POSITIVE_INFINITY);

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

    /** Whether nothing can be said. */
    public boolean isUndecided() {
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

    /** Whether an implementation may have {@code w}. */
    public boolean admits(double w) {
        return isUndecided() || w == value || Math.abs(w - value) <= error;
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
        return isUndecided() ? "undecided" : isExact() ? Double.toString(value) : value + " ± " + error;
    }
}
