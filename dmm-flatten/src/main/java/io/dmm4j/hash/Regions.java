package io.dmm4j.hash;

/**
 * Where the cells of a bucket lie, packed into one long so that a look-up needs one load: the first cell (31 bits), the
 * cells per part (16 bits, a region has {@code arity} parts of equal size) and the try that succeeded (16 bits).
 */
final class Regions {
    static final int TRY_BITS = 16;
    private static final int PART_BITS = 16;

    /** Free cells per part beyond the ratio: they turn the coin-toss near the threshold into about 1.2 tries. */
    private static final int MOST_SLACK = 8;

    private Regions() {}

    /** The cells in each of the {@code arity} parts of the region of a bucket with {@code keys} keys. */
    static int part(int keys, int arity) {
        double cellsPerKey = arity == 3 ? 1.23 : 2.09;
        int slack = Math.min(MOST_SLACK, 1 + keys / 4);
        return keys == 0 ? 1 : (int) Math.ceil(cellsPerKey * keys / arity) + slack;
    }

    static long pack(int first, int part, int attempt) {
        return (long) first << PART_BITS + TRY_BITS | (long) part << TRY_BITS | attempt;
    }

    static int first(long region) {
        return (int) (region >>> PART_BITS + TRY_BITS);
    }

    static int part(long region) {
        return (int) (region >>> TRY_BITS) & (1 << PART_BITS) - 1;
    }

    static int attempt(long region) {
        return (int) region & (1 << TRY_BITS) - 1;
    }
}
