package io.dmm4j.cpu;

import io.dmm4j.spi.TapePlan;

/**
 * What the cycles of a window leave for the way back, [cycles][taped rows × width], or that of one segment of them at a time,
 * and the outputs before each segment.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Tape<A> {
    private final TapedRows rows;
    private final Cells<A> cells;
    private final int base;
    private final int width;
    private final TapePlan plan;

    /** Slot i holds what cycle i of a segment left. */
    private final A[] slot;

    /** The outputs before the first cycle of each segment. */
    private final A[] checkpoint;

    /** What external inputs emitted in each cycle, if cycles may be done again; else empty. */
    private final A[] fed;

    /** The outputs after the last cycle, if cycles may be done again; else empty. */
    private final A end;

    private int held;

    /** An empty tape. */
    Tape(TapedRows rows, Cells<A> cells, int width, TapePlan plan) {
        this.rows = rows;
        this.cells = cells;
        this.width = width;
        this.plan = plan;
        base = cells.base();
        slot = arrays(cells, plan.segment(), rows.count);
        checkpoint = arrays(cells, plan.segments(), rows.outputs);
        fed = arrays(cells, plan.recomputes() ? plan.window() : 0, rows.externals.total());
        end = cells.array(plan.recomputes() ? Math.multiplyExact(rows.outputs, width) : 0);
    }

    @SuppressWarnings("unchecked")
    private A[] arrays(Cells<A> cells, int count, int ofRows) {
        A[] made = (A[]) new Object[count];
        for (int i = 0; i < count; i++) {
            made[i] = cells.array(Math.multiplyExact(ofRows, width));
        }
        return made;
    }

    // ---- writing -----------------------------------------------------------------------------------

    /** Remembers the outputs before the first cycle. */
    void start(A s) {
        cells.copy(s, base, checkpoint[0], 0, rows.outputs * width);
    }

    /** Remembers what a cycle has left, and what it was fed. */
    void save(A s, int cycle) {
        again(s, cycle);
        int next = plan.segmentOf(cycle + 1);
        if (next > plan.segmentOf(cycle) && next < checkpoint.length) {
            cells.copy(s, base, checkpoint[next], 0, rows.outputs * width);
        }
        for (int i = 0, to = 0; fed.length > 0 && i < rows.externals.count(); i++) {
            int n = rows.externals.length()[i] * width;
            cells.copy(s, base + rows.externals.start()[i] * width, fed[cycle], to, n);
            to += n;
        }
    }

    /** Remembers what a cycle that was done again has left. */
    void again(A s, int cycle) {
        A to = after(cycle);
        cells.copy(s, base, to, 0, rows.outputs * width);
        int at = rows.outputs * width;
        for (int i = 0; i < rows.start.length; i++) {
            int n = rows.length[i] * width;
            cells.copy(s, base + rows.start[i] * width, to, at, n);
            at += n;
        }
        held = plan.segmentOf(cycle);
    }

    /** Remembers the outputs at the end of the window, unless its last cycle stays. */
    void end(A s) {
        if (plan.recomputes()) {
            cells.copy(s, base, end, 0, rows.outputs * width);
        }
    }

    // ---- reading -----------------------------------------------------------------------------------

    /** The first cycle of a cycle's segment. */
    int first(int cycle) {
        return plan.first(cycle);
    }

    /** Whether the segment of a cycle is the one that is held. */
    boolean holds(int cycle) {
        return plan.segmentOf(cycle) == held;
    }

    /** What a cycle left: its outputs, [rows × width], and more behind them. */
    A after(int cycle) {
        return slot[cycle - plan.first(cycle)];
    }

    /** The outputs before a cycle, [rows × width], and perhaps more behind them. */
    A before(int cycle) {
        return cycle == plan.first(cycle) ? checkpoint[plan.segmentOf(cycle)] : after(cycle - 1);
    }

    /** Copies the outputs before a cycle to a state. */
    void restoreOutputs(int cycle, A s) {
        cells.copy(before(cycle), 0, s, base, rows.outputs * width);
    }

    /** Copies those outputs before a cycle to a state which ops read on the way back. */
    void restoreOutputsOfOps(int cycle, A s) {
        A from = before(cycle);
        for (int i = 0; i < rows.outputsOfOps.count(); i++) {
            int at = rows.outputsOfOps.start()[i] * width;
            cells.copy(from, at, s, base + at, rows.outputsOfOps.length()[i] * width);
        }
    }

    /** Copies what a cycle left besides outputs to a state. */
    void restoreOthers(int cycle, A s) {
        int at = rows.outputs * width;
        for (int i = 0; i < rows.start.length; i++) {
            int n = rows.length[i] * width;
            cells.copy(after(cycle), at, s, base + rows.start[i] * width, n);
            at += n;
        }
    }

    /** Copies what external inputs emitted in a cycle to a state. */
    void restoreFed(int cycle, A s) {
        for (int i = 0, from = 0; i < rows.externals.count(); i++) {
            int n = rows.externals.length()[i] * width;
            cells.copy(fed[cycle], from, s, base + rows.externals.start()[i] * width, n);
            from += n;
        }
    }

    /** Copies the outputs at the end of a window of so many cycles to a state. */
    void restoreEnd(int cycles, A s) {
        cells.copy(plan.recomputes() ? end : after(cycles - 1), 0, s, base, rows.outputs * width);
    }
}
