package io.dmm4j.cpu;

/**
 * Where lanes are few: derivatives of inputs, and the outputs that these were made of, some cycles side by side, so that the
 * dot products for weights run over cycles.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OverTime<A> {
    /** Cache lines of a row: an odd number, so that equal places of all rows do not meet in few sets of a cache. */
    private static final int LINES = 7;

    /** Rows that are turned at a time. */
    private static final int BLOCK = 64;

    private final BackPlan<A> back;
    private final Cells<A> cells;
    private final Tape<A> tape;
    private final int width;
    private final int lanes;
    private final int cycles;
    private final int stride;
    private final A derivatives;
    private final A before;
    private final A after;
    private final A inputs;
    private final A outputs;

    /** The outputs that fresh links read, of the same cycle; null if there is one stage. */
    private final A fresh;

    OverTime(BackPlan<A> back, Cells<A> cells, LaneRange range, Tape<A> tape) {
        this.back = back;
        this.cells = cells;
        this.tape = tape;
        width = range.width();
        lanes = range.count();
        stride = LINES * cells.line();
        cycles = stride / lanes;
        derivatives = cells.array(Math.multiplyExact(back.program.inputRows() * width, cycles));
        int seen = Math.multiplyExact(back.program.outputRows() * width, cycles);
        before = cells.array(seen);
        after = cells.array(back.runs.length == 1 ? 0 : seen);
        inputs = cells.array(Math.addExact(Math.multiplyExact(back.program.inputRows(), stride), Cells.SLACK));
        outputs = cells.array(Math.addExact(Math.multiplyExact(back.program.outputRows(), stride), Cells.SLACK));
        fresh = back.runs.length == 1
                ? null
                : cells.array(Math.addExact(Math.multiplyExact(back.program.outputRows(), stride), Cells.SLACK));
    }

    /**
     * Whether a program and some lanes are of this kind: if lanes do not fill cache lines, or if links are so many that adding up
     * the products of each after every cycle would cost more than the products.
     */
    static boolean suits(BackPlan<?> back, Cells<?> cells, LaneRange lanes) {
        boolean fill = lanes.count() == lanes.width() && lanes.width() % cells.line() == 0;
        boolean few = !back.small && lanes.width() < LaneRange.WIDEST;
        long rows = Math.max(back.program.inputRows(), back.program.outputRows());
        return (few || !fill) && rows * LINES * cells.line() < Integer.MAX_VALUE - Cells.SLACK;
    }

    /** Takes the derivatives of the inputs of a cycle; every so many cycles, and at the first, adds gradients. */
    void collect(AdjointKernels<A> kernels, A s, int cycle, int ofCycles, double[] into) {
        int column = cycle % cycles;
        int n = back.program.inputRows() * width;
        int from = cells.base() + (back.program.rows() + back.program.outputRows()) * width;
        System.arraycopy(s, from, derivatives, column * n, n);
        int seen = back.program.outputRows() * width;
        System.arraycopy(tape.before(cycle), 0, before, column * seen, seen);
        if (fresh != null) {
            System.arraycopy(tape.after(cycle), 0, after, column * seen, seen);
        }
        if (column == 0) {
            int columns = Math.min(cycles, ofCycles - cycle);
            turn(kernels, derivatives, back.program.inputRows(), columns, inputs);
            turn(kernels, before, back.program.outputRows(), columns, outputs);
            if (fresh != null) {
                turn(kernels, after, back.program.outputRows(), columns, fresh);
            }
            for (int i = 0; i < back.runs.length; i++) {
                kernels.dotsOverTime(back.runs[i], inputs, i == 0 ? outputs : fresh, stride, into);
            }
        }
    }

    /** From rows of each cycle to cycles of each row. */
    private void turn(AdjointKernels<A> kernels, A from, int ofRows, int columns, A into) {
        for (int r = 0; r < ofRows; r += BLOCK) {
            int rows = Math.min(BLOCK, ofRows - r);
            for (int c = 0; c < columns; c++) {
                int at = (c * ofRows + r) * width;
                kernels.collect(from, at, width, lanes, rows, into, r * stride + c * lanes, stride);
            }
            clear(into, r, rows, columns);
        }
    }

    /** What an earlier window may have left behind the last column. */
    private void clear(A matrix, int row, int rows, int columns) {
        for (int r = row; columns < cycles && r < row + rows; r++) {
            cells.fill(matrix, r * stride + columns * lanes, (cycles - columns) * lanes, 0);
        }
    }
}
