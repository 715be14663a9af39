package io.dmm4j.flatten;

/**
 * What a derivative is where it is not unique.
 *
 * @param maxNormTies which of equally large numbers the max-norm is taken to depend on
 * @param reluAtZero the derivative of relu at 0
 */
public record Kinks(Ties maxNormTies, double reluAtZero) {

    /** Which of equally large numbers wins. */
    public enum Ties {
        /** The last in path order, as in the published Julia runs. */
        LAST,
        /** The first in path order. */
        FIRST,
        /** All, in equal shares, as in JAX. */
        SPLIT
    }

    /** The last wins, and relu has the derivative 0 at 0. */
    public static final Kinks DEFAULT = new Kinks(Ties.LAST, 0);
}
