package io.dmm4j.cpu;

/**
 * What the cycles of a window leave for the way back, [cycles][taped rows × width], and the outputs before each.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Tape<A> {
    private final TapedRows rows;
    private final int base;
    private final int width;

    /** Slot t holds what cycle t − 1 left; slot 0 only outputs. */
    private final A[] slot;

    @SuppressWarnings("unchecked")
    Tape(TapedRows rows, Cells<A> cells, int width, int cycles) {
        this.rows = rows;
        this.width = width;
        base = cells.base();
        slot = (A[]) new Object[cycles + 1];
        for (int t = 0; t <= cycles; t++) {
            slot[t] = cells.array(Math.multiplyExact(t == 0 ? rows.outputs : rows.count, width));
        }
    }

    /** Copies the outputs of a state to a slot. */
    void saveOutputs(A s, int to) {
        System.arraycopy(s, base, slot[to], 0, rows.outputs * width);
    }

    /** Copies all taped rows of a state to a slot that is not the first. */
    void save(A s, int to) {
        saveOutputs(s, to);
        int at = rows.outputs * width;
        for (int i = 0; i < rows.start.length; i++) {
            int n = rows.length[i] * width;
            System.arraycopy(s, base + rows.start[i] * width, slot[to], at, n);
            at += n;
        }
    }

    /** The outputs of a slot, [rows × width], and perhaps more behind them. */
    A outputs(int of) {
        return slot[of];
    }

    /** Copies the outputs in a slot to a state. */
    void restoreOutputs(int from, A s) {
        System.arraycopy(slot[from], 0, s, base, rows.outputs * width);
    }

    /** Copies what a slot holds besides outputs to a state. */
    void restoreOthers(int from, A s) {
        int at = rows.outputs * width;
        for (int i = 0; i < rows.start.length; i++) {
            int n = rows.length[i] * width;
            System.arraycopy(slot[from], at, s, base + rows.start[i] * width, n);
            at += n;
        }
    }
}
