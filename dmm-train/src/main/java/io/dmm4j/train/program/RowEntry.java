package io.dmm4j.train.program;

import io.dmm4j.expr.Op;

/** An op of a program that is being written; operands that it does not have are null. */
record RowEntry(Op op, int n, Range d, Range a, Range b, Range c, double i0, double i1) {

    /** What it writes, and what it reads. */
    Range[] ranges() {
        return new Range[] {d, a, b, c};
    }

    /** What it reads. */
    Range[] operands() {
        return new Range[] {a, b, c};
    }
}
