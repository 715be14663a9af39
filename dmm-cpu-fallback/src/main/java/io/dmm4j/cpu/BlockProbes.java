package io.dmm4j.cpu;

import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Bulk;

/**
 * What the probes of a lane block see: remembered cycle by cycle, or written to where somebody wants it as cycles end.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlockProbes<A> {
    private final Ranges probes;
    private final int rows;
    private final Cells<A> cells;
    private final LaneRange lanes;
    private final int width;
    private final int elements;
    private final A[] remembered;

    /** Where probes go, [cycles × probed rows × stride]; null if they are remembered. */
    private Bulk seen;

    private int stride;

    /** @param window the most cycles that are remembered */
    @SuppressWarnings("unchecked")
    BlockProbes(Ranges probes, Cells<A> cells, LaneRange lanes, int window) {
        this.probes = probes;
        this.cells = cells;
        this.lanes = lanes;
        rows = probes.total();
        width = lanes.width();
        elements = Math.multiplyExact(rows, width);
        remembered = (A[]) new Object[window];
    }

    /** Says where probes go in the coming window, [cycles × probed rows × {@code ofLanes}]; null to remember them. */
    void writeTo(Bulk into, int ofLanes) {
        seen = into;
        stride = ofLanes;
    }

    /** Makes room for so many cycles, if they are remembered and there is none yet. */
    void prepare(int cycles) {
        for (int t = 0; seen == null && t < cycles; t++) {
            remembered[t] = remembered[t] == null ? cells.array(elements) : remembered[t];
        }
    }

    /** Remembers or writes down one of some parts of what probes see in a cycle: the same part of the rows of each range. */
    void take(A s, int cycle, int part, int parts) {
        for (int i = 0, before = 0; i < probes.count(); before += probes.length()[i++]) {
            int n = probes.length()[i];
            int from = (int) ((long) n * part / parts);
            int count = (int) ((long) n * (part + 1) / parts) - from;
            int at = cells.base() + (probes.start()[i] + from) * width;
            if (seen != null) {
                write(s, at, cycle * rows + before + from, count);
            } else {
                cells.copy(s, at, remembered[cycle], (before + from) * width, count * width);
            }
        }
    }

    /**
     * Writes rows down. Blocks of other lanes write pieces of the same rows at about the same time, and pieces are a few cache lines
     * long: each block starts with another row, so that threads do not take lines from each other (three times as fast).
     */
    private void write(A s, int at, int to, int count) {
        int first = (int) ((long) count * lanes.first() / stride);
        writeInOrder(s, at + first * width, to + first, count - first);
        writeInOrder(s, at, to, first);
    }

    private void writeInOrder(A s, int at, int to, int count) {
        cells.store(s, at, width, seen, to * stride + lanes.first(), stride, lanes.count(), count);
    }

    /** What was remembered of a cycle, [rows × width]. */
    A of(int cycle) {
        return remembered[cycle];
    }
}
