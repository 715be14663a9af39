package io.dmm4j.cuda;

/**
 * How what the probes see in a window lies on the device.
 *
 * <p>By cycle it is [cycles × rows × stride]: what the host reads at once. By column it is [rows × (cycles · stride)]: what
 * a loss program takes as its lanes.
 *
 * @param lanes the slice
 * @param rows rows of all probes
 * @param window cycles
 * @param byColumn which
 */
record ProbeLayout(LaneSlice lanes, int rows, int window, boolean byColumn) {

    /** Columns of a loss program: all cycles of all lanes, the padding too. */
    int columns() {
        return Math.toIntExact((long) window * lanes.stride());
    }

    /** Elements from one row of a cycle to the next. */
    long rowStride() {
        return byColumn ? columns() : lanes.stride();
    }

    /** First byte of a row of a cycle. */
    long at(int cycle, int row) {
        long perCycle = byColumn ? lanes.stride() : Math.multiplyExact((long) rows, lanes.stride());
        long element = Math.addExact(Math.multiplyExact(perCycle, cycle), Math.multiplyExact(rowStride(), row));
        return Math.multiplyExact(element, lanes.bytes());
    }

    /** All bytes. */
    long bytes() {
        return Math.multiplyExact(lanes.bytes(rows), window);
    }
}
