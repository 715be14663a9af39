package io.dmm4j.spi;

import java.util.Arrays;

/**
 * What external inputs emit during a window, sparsely: (cycle, row, lane, value). Cycles count from 0
 * at the start of the window and must not decrease from one event to the next. Rows lie in the ranges
 * of the program's external inputs; a value for the same cycle, row and lane adds to the earlier one.
 */
public final class Events {
    private int count;
    private int[] cycle = new int[64];
    private int[] row = new int[64];
    private int[] lane = new int[64];
    private double[] value = new double[64];

    /** Appends an event. */
    public void add(int atCycle, int atRow, int inLane, double x) {
        if (count > 0 && atCycle < cycle[count - 1]) {
            throw new IllegalArgumentException(
                    "event for cycle " + atCycle + " after one for cycle " + cycle[count - 1]);
        }
        if (count == cycle.length) {
            grow(2 * count);
        }
        cycle[count] = atCycle;
        row[count] = atRow;
        lane[count] = inLane;
        value[count++] = x;
    }

    /** Forgets all events; the arrays are kept for the next window. */
    public void clear() {
        count = 0;
    }

    /** The number of events. */
    public int count() {
        return count;
    }

    /** The cycle of event {@code i}, from 0. */
    public int cycle(int i) {
        return cycle[i];
    }

    /** The row of event {@code i}. */
    public int row(int i) {
        return row[i];
    }

    /** The lane of event {@code i}, from 0. */
    public int lane(int i) {
        return lane[i];
    }

    /** The number of event {@code i}. */
    public double value(int i) {
        return value[i];
    }

    private void grow(int size) {
        cycle = Arrays.copyOf(cycle, size);
        row = Arrays.copyOf(row, size);
        lane = Arrays.copyOf(lane, size);
        value = Arrays.copyOf(value, size);
    }
}
