package io.dmm4j.cpu;

/**
 * What the cycles of a window leave for the way back, [cycles][taped rows × width], or that of one segment of them at a time,
 * and the outputs before each segment.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Tape<A> {
    private final TapedRows rows;
    private final int base;
    private final int width;
    private final int segment;

    /** Whether one segment holds a whole window: cycles are then found without a division, which short cycles would feel. */
    private final boolean whole;

    /** Slot i holds what cycle i of a segment left. */
    private final A[] slot;

    /** The outputs before the first cycle of each segment. */
    private final A[] checkpoint;

    /** What external inputs emitted in each cycle, if cycles may be done again; else empty. */
    private final A[] fed;

    /** The outputs after the last cycle. */
    private final A end;

    private int held;

    /**
     * An empty tape.
     *
     * @param segment cycles that it holds at a time, 1 to {@code window}
     */
    @SuppressWarnings("unchecked")
    Tape(TapedRows rows, Cells<A> cells, int width, int window, int segment) {
        this.rows = rows;
        this.width = width;
        this.segment = segment;
        whole = segment == window;
        base = cells.base();
        slot = arrays(cells, segment, rows.count);
        checkpoint = arrays(cells, (window + segment - 1) / segment, rows.outputs);
        fed = arrays(cells, segment == window ? 0 : window, rows.externals.total());
        end = cells.array(Math.multiplyExact(rows.outputs, width));
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
        System.arraycopy(s, base, checkpoint[0], 0, rows.outputs * width);
    }

    /** Remembers what a cycle has left, and what it was fed. */
    void save(A s, int cycle) {
        again(s, cycle);
        if (whole) {
            return;
        }
        if ((cycle + 1) % segment == 0 && (cycle + 1) / segment < checkpoint.length) {
            System.arraycopy(s, base, checkpoint[(cycle + 1) / segment], 0, rows.outputs * width);
        }
        for (int i = 0, to = 0; i < rows.externals.count(); i++) {
            int n = rows.externals.length()[i] * width;
            System.arraycopy(s, base + rows.externals.start()[i] * width, fed[cycle], to, n);
            to += n;
        }
    }

    /** Remembers what a cycle that was done again has left. */
    void again(A s, int cycle) {
        A to = after(cycle);
        System.arraycopy(s, base, to, 0, rows.outputs * width);
        int at = rows.outputs * width;
        for (int i = 0; i < rows.start.length; i++) {
            int n = rows.length[i] * width;
            System.arraycopy(s, base + rows.start[i] * width, to, at, n);
            at += n;
        }
        held = whole ? 0 : cycle / segment;
    }

    /** Remembers the outputs at the end of the window. */
    void end(A s) {
        System.arraycopy(s, base, end, 0, rows.outputs * width);
    }

    // ---- reading -----------------------------------------------------------------------------------

    /** The first cycle of a cycle's segment. */
    int first(int cycle) {
        return cycle - cycle % segment;
    }

    /** Whether the segment of a cycle is the one that is held. */
    boolean holds(int cycle) {
        return whole || cycle / segment == held;
    }

    /** What a cycle left: its outputs, [rows × width], and more behind them. */
    A after(int cycle) {
        return slot[whole ? cycle : cycle % segment];
    }

    /** The outputs before a cycle, [rows × width], and perhaps more behind them. */
    A before(int cycle) {
        if (whole) {
            return cycle == 0 ? checkpoint[0] : slot[cycle - 1];
        }
        return cycle % segment == 0 ? checkpoint[cycle / segment] : slot[cycle % segment - 1];
    }

    /** Copies the outputs before a cycle to a state. */
    void restoreOutputs(int cycle, A s) {
        System.arraycopy(before(cycle), 0, s, base, rows.outputs * width);
    }

    /** Copies what a cycle left besides outputs to a state. */
    void restoreOthers(int cycle, A s) {
        int at = rows.outputs * width;
        for (int i = 0; i < rows.start.length; i++) {
            int n = rows.length[i] * width;
            System.arraycopy(after(cycle), at, s, base + rows.start[i] * width, n);
            at += n;
        }
    }

    /** Copies what external inputs emitted in a cycle to a state. */
    void restoreFed(int cycle, A s) {
        for (int i = 0, from = 0; i < rows.externals.count(); i++) {
            int n = rows.externals.length()[i] * width;
            System.arraycopy(fed[cycle], from, s, base + rows.externals.start()[i] * width, n);
            from += n;
        }
    }

    /** Copies the outputs at the end of the window to a state. */
    void restoreEnd(A s) {
        System.arraycopy(end, 0, s, base, rows.outputs * width);
    }
}
