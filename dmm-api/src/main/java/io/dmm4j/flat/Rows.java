package io.dmm4j.flat;

import java.util.Arrays;

/**
 * Rows with one number each: constants, initial outputs. The arrays are shared, not copied: do not
 * write to them.
 *
 * @param row absolute rows of the state
 * @param value the number of each row, the same in every lane
 */
public record Rows(int[] row, double[] value) {
    /** No rows. */
    public static final Rows NONE = new Rows(new int[0], new double[0]);

    /** Checks that the arrays have one length. */
    public Rows {
        if (row.length != value.length) {
            throw new IllegalArgumentException(
                    "rows need as many values, found " + row.length + " and " + value.length);
        }
    }

    /** The number of rows. */
    public int count() {
        return row.length;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Rows r && Arrays.equals(row, r.row) && Arrays.equals(value, r.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(row) * 31 + Arrays.hashCode(value);
    }
}
