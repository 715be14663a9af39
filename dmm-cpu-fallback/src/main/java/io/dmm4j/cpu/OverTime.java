package io.dmm4j.cpu;

import io.dmm4j.value.DmmException;

/**
 * Where lanes are few: derivatives of inputs, and the outputs that these were made of, some cycles side by side, so that the
 * dot products for weights run over cycles.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OverTime<A> {
    /** Cache lines of a row where rows are few: as many as all of them leave room for. */
    static final int LINES = 7;

    /** The same where they are many: enough for a dot product to be worth its link, few enough for rows to be many in a cache. */
    private static final int LINES_OF_MANY = 4;

    /** Rows from which on they are many. */
    private static final int MANY = 1 << 10;

    /** Rows that are turned at a time. */
    private static final int BLOCK = 64;

    /** Rows up to which their places stay in the first cache. */
    private static final int FEW = 128;

    private final BackPlan<A> back;
    private final Cells<A> cells;
    private final Tape<A> tape;
    private final int width;
    private final int lanes;
    private final int cycles;
    private final int stride;

    /** Whether lanes are enough, or rows few enough, to go to their places at once; else they wait until all cycles are there. */
    private final boolean direct;

    private final A derivatives;
    private final A before;
    private final A after;
    private final A inputs;
    private final A outputs;

    /** The outputs that fresh links read, of the same cycle; empty if there is one stage. */
    private final A fresh;

    OverTime(BackPlan<A> back, Cells<A> cells, LaneRange range, Tape<A> tape) {
        this.back = back;
        this.cells = cells;
        this.tape = tape;
        width = range.width();
        lanes = range.count();
        cycles = cycles(back, cells, range);
        stride = stride(back, cells, range);
        boolean one = back.dots.length == 1;
        int ofInputs = back.program.inputRows();
        int ofOutputs = back.program.outputRows();
        direct = 2 * lanes >= cells.line() || ofInputs + ofOutputs <= FEW;
        derivatives = waiting(ofInputs);
        before = waiting(ofOutputs);
        after = waiting(one ? 0 : ofOutputs);
        inputs = turned(ofInputs);
        outputs = turned(ofOutputs);
        fresh = turned(one ? 0 : ofOutputs);
    }

    private A waiting(int rows) {
        return cells.array(direct ? 0 : Math.multiplyExact(rows * width, cycles));
    }

    private A turned(int rows) {
        long elements = cells.base() + (long) rows * stride + Cells.SLACK;
        if (elements > Integer.MAX_VALUE) {
            throw new DmmException("gradients in " + lanes + " lanes: the program has " + rows
                    + " rows of one kind, expected at most "
                    + (Integer.MAX_VALUE - cells.base() - Cells.SLACK) / stride);
        }
        return cells.array((int) elements);
    }

    /** Elements of a row of some cycles. */
    private static int stride(BackPlan<?> back, Cells<?> cells, LaneRange lanes) {
        int rows = Math.max(back.program.inputRows(), back.program.outputRows());
        return Math.max((rows < MANY ? LINES : LINES_OF_MANY) * cells.line(), lanes.width());
    }

    /** How many cycles of some lanes lie side by side. */
    static int cycles(BackPlan<?> back, Cells<?> cells, LaneRange lanes) {
        return stride(back, cells, lanes) / lanes.count();
    }

    /** Takes the derivatives of the inputs of a cycle; every so many cycles, and at the first, adds gradients to those of each stage. */
    void collect(AdjointKernels<A> kernels, A s, int cycle, int ofCycles, A part, double[][] into) {
        int column = cycle % cycles;
        int first = cells.base() + (back.program.rows() + back.program.outputRows()) * width;
        int ofInputs = back.program.inputRows();
        int ofOutputs = back.program.outputRows();
        boolean one = back.dots.length == 1;
        take(kernels, s, first, ofInputs, column, derivatives, inputs);
        take(kernels, tape.before(cycle), 0, ofOutputs, column, before, outputs);
        if (!one) {
            take(kernels, tape.after(cycle), 0, ofOutputs, column, after, fresh);
        }
        if (column > 0) {
            return;
        }
        int columns = Math.min(cycles, ofCycles - cycle);
        turn(kernels, derivatives, ofInputs, columns, inputs);
        turn(kernels, before, ofOutputs, columns, outputs);
        turn(kernels, after, one ? 0 : ofOutputs, columns, fresh);
        for (int i = 0; i < into.length; i++) {
            A y = i == 0 ? outputs : fresh;
            kernels.dots(back.dots[i], inputs, cells.base(), y, cells.base(), stride, part, into[i]);
        }
    }

    private void take(AdjointKernels<A> kernels, A from, int at, int rows, int column, A waiting, A into) {
        if (direct) {
            kernels.collect(from, at, width, lanes, rows, into, cells.base() + column * lanes, stride);
        } else {
            cells.copy(from, at, waiting, column * rows * width, rows * width);
        }
    }

    /** From rows of each cycle to cycles of each row. */
    private void turn(AdjointKernels<A> kernels, A from, int ofRows, int columns, A into) {
        for (int r = 0; r < ofRows; r += BLOCK) {
            int rows = Math.min(BLOCK, ofRows - r);
            int to = cells.base() + r * stride;
            for (int c = 0; c < columns && !direct; c++) {
                kernels.collect(from, (c * ofRows + r) * width, width, lanes, rows, into, to + c * lanes, stride);
            }
            clear(into, to, rows, columns);
        }
    }

    /** What an earlier window may have left behind the last column. */
    private void clear(A matrix, int at, int rows, int columns) {
        for (int r = 0; columns < cycles && r < rows; r++) {
            cells.fill(matrix, at + r * stride + columns * lanes, (cycles - columns) * lanes, 0);
        }
    }
}
