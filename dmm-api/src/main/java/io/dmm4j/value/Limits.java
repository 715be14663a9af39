package io.dmm4j.value;

/**
 * How large a V-value may be. Both limits are checked when a node is made, so that absurd input is one clear
 * {@link DmmException} and not an overflow somewhere later. They matter beyond hostile files: sharing lets forty small
 * nodes stand for a tree with 2<sup>40</sup> numbers.
 */
public final class Limits {
    /** The most labels on a path to a number; 10,000 unless the system property {@code dmm.max.depth} says otherwise. */
    public static final int MAX_DEPTH = Integer.getInteger("dmm.max.depth", 10_000);

    /** The most numbers in a tree; 10<sup>8</sup> unless the system property {@code dmm.max.size} says otherwise. */
    public static final long MAX_SIZE = Long.getLong("dmm.max.size", 100_000_000L);

    /** The most characters of a label that is made from names at run time; without a bound, a loop could make ever longer ones. */
    public static final int MAX_NAME = 1000;

    private Limits() {}

    static void check(int depth, long size) {
        if (depth > MAX_DEPTH) {
            throw new DmmException("a V-value would be " + depth + " levels deep, expected at most " + MAX_DEPTH);
        }
        if (size > MAX_SIZE) {
            throw new DmmException("a V-value would hold " + size + " numbers, expected at most " + MAX_SIZE);
        }
    }

    /** The sum of two counts that are not negative, {@code Long.MAX_VALUE} where it would overflow. */
    static long saturatedSum(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
