package io.dmm4j.train.program;

/** Rows that are given out together, at the end. */
final class RowBuffer {
    /** What rows are. */
    enum Kind {
        /** Outputs of the program. */
        OUTPUT,
        /** Inputs, which runs fill. */
        INPUT,
        /** One number that does not change, in every row. */
        CONSTANT,
        /** Needed from one op to another. */
        TEMPORARY
    }

    final int count;

    /** What a constant holds. */
    final double value;

    Kind kind;

    /** First row, once rows are given out; before that −1. */
    int row = -1;

    /** The output rows that it was put into, if it was. */
    Range within;

    /** The last op that touches it. */
    int last = -1;

    RowBuffer(Kind kind, int count, double value) {
        this.kind = kind;
        this.count = count;
        this.value = value;
    }
}
