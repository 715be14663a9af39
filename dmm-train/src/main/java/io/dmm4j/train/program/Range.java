package io.dmm4j.train.program;

/** Some rows of a program that is being written by {@link RowOps}: a vector of numbers, in every lane. */
public final class Range {
    final RowBuffer buffer;
    final int from;
    private final int count;

    Range(RowBuffer buffer, int from, int count) {
        this.buffer = buffer;
        this.from = from;
        this.count = count;
    }

    /** The number of rows; may be 0. */
    public int count() {
        return count;
    }

    /** Some of these rows: {@code n} from {@code first} on. */
    public Range part(int first, int n) {
        if (first < 0 || n < 0 || first + n > count) {
            throw new IllegalArgumentException("rows [" + first + ", " + (first + n) + ") of " + count);
        }
        return new Range(buffer, from + first, n);
    }

    boolean isWhole() {
        return from == 0 && count == buffer.count;
    }

    /** The first row, once rows are given out. */
    int row() {
        return (buffer.within == null ? buffer.row : buffer.within.row()) + from;
    }
}
