package io.dmm4j.flatten;

import io.dmm4j.value.VValue;

/**
 * Rows that a template speaks of before it knows where they are: a kind of block, which one, and an
 * offset into it. The rows hold the numbers of {@code shape} in its order.
 *
 * @param kind which kind of block
 * @param index which block of that kind: the port, temporary, parameter or constant
 * @param offset rows into the block
 * @param shape the paths of the rows
 */
record Operand(Kind kind, int index, int offset, VValue shape) {
    enum Kind {
        INPUT,
        OUTPUT,
        TEMP,
        PARAMETER,
        CONSTANT
    }

    /** The rows from {@code by} on, under another shape. */
    Operand at(int by, VValue newShape) {
        return new Operand(kind, index, offset + by, newShape);
    }

    int rows() {
        return (int) shape.size();
    }
}
