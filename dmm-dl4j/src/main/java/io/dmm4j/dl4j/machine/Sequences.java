package io.dmm4j.dl4j.machine;

import io.dmm4j.spi.Bulk;

/**
 * A batch of sequences: numbers [steps × rows × lanes] in bulk, with where it starts.
 *
 * @param numbers all of them
 * @param rows per step
 * @param steps how many
 * @param lanes sequences side by side
 */
record Sequences(Bulk numbers, int rows, int steps, int lanes) {

    /** The position of the first lane of a row of a step. */
    int at(int step, int row) {
        return (step * rows + row) * lanes;
    }
}
