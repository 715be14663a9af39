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
    private final A inputs;
    private final A outputs;

    OverTime(BackPlan<A> back, Cells<A> cells, LaneRange range, Tape<A> tape) {
        this.back = back;
        this.cells = cells;
        this.tape = tape;
        width = range.width();
        lanes = range.count();
        stride = LINES * cells.line();
        cycles = stride / lanes;
        derivatives = cells.array(Math.multiplyExact(back.program.inputRows() * width, cycles));
        inputs = cells.array(Math.addExact(Math.multiplyExact(back.program.inputRows(), stride), Cells.SLACK));
        outputs = cells.array(Math.addExact(Math.multiplyExact(back.program.outputRows(), stride), Cells.SLACK));
    }

    /**
     * Whether a program and some lanes are of this kind: if lanes do not fill a cache line, or if links are so many that adding
     * up the products of each after every cycle would cost more than the products.
     */
    static boolean suits(BackPlan<?> back, Cells<?> cells, LaneRange lanes) {
        int widest = back.small ? cells.line() : LaneRange.WIDEST;
        long rows = Math.max(back.program.inputRows(), back.program.outputRows());
        return lanes.width() < widest
                && back.back.length == 1
                && rows * LINES * cells.line() < Integer.MAX_VALUE - Cells.SLACK;
    }

    /** Takes the derivatives of the inputs of a cycle; every so many cycles, and at the first, adds gradients. */
    void collect(AdjointKernels<A> kernels, A s, int cycle, int ofCycles, double[] into) {
        int column = cycle % cycles;
        int n = back.program.inputRows() * width;
        int from = cells.base() + (back.program.rows() + back.program.outputRows()) * width;
        System.arraycopy(s, from, derivatives, column * n, n);
        if (column == 0) {
            turn(kernels, cycle, Math.min(cycles, ofCycles - cycle));
            kernels.dotsOverTime(back.runs, inputs, outputs, stride, into);
        }
    }

    /** From rows of each cycle to cycles of each row. */
    private void turn(AdjointKernels<A> kernels, int cycle, int columns) {
        int inputRows = back.program.inputRows();
        int outputRows = back.program.outputRows();
        for (int r = 0; r < inputRows; r += BLOCK) {
            int rows = Math.min(BLOCK, inputRows - r);
            for (int c = 0; c < columns; c++) {
                int from = (c * inputRows + r) * width;
                kernels.collect(derivatives, from, width, lanes, rows, inputs, r * stride + c * lanes, stride);
            }
            clear(inputs, r, rows, columns);
        }
        for (int r = 0; r < outputRows; r += BLOCK) {
            int rows = Math.min(BLOCK, outputRows - r);
            for (int c = 0; c < columns; c++) {
                A slot = tape.outputs(cycle + c);
                kernels.collect(slot, r * width, width, lanes, rows, outputs, r * stride + c * lanes, stride);
            }
            clear(outputs, r, rows, columns);
        }
    }

    /** What an earlier window may have left behind the last column. */
    private void clear(A matrix, int row, int rows, int columns) {
        for (int r = row; columns < cycles && r < row + rows; r++) {
            cells.fill(matrix, r * stride + columns * lanes, (cycles - columns) * lanes, 0);
        }
    }
}
