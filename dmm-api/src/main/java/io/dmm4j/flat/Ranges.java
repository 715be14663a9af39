package io.dmm4j.flat;

import java.util.Arrays;

/**
 * Ranges of rows: the rows of external inputs, the rows that probes read. The arrays are shared, not
 * copied: do not write to them.
 *
 * @param start first row of each range, an absolute row of the state
 * @param length rows of each range, ≥ 0
 */
public record Ranges(int[] start, int[] length) {
    /** No ranges. */
    public static final Ranges NONE = new Ranges(new int[0], new int[0]);

    /** Checks that the arrays have one length. */
    public Ranges {
        if (start.length != length.length) {
            throw new IllegalArgumentException(
                    "ranges need as many lengths, found " + start.length + " and " + length.length);
        }
    }

    /** The number of ranges. */
    public int count() {
        return start.length;
    }

    /** The rows of all ranges together. */
    public int total() {
        int sum = 0;
        for (int n : length) {
            sum = Math.addExact(sum, n);
        }
        return sum;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Ranges r && Arrays.equals(start, r.start) && Arrays.equals(length, r.length);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(start) * 31 + Arrays.hashCode(length);
    }
}
