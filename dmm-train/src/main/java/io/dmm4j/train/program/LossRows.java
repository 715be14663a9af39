package io.dmm4j.train.program;

import io.dmm4j.flat.LossProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingBatch;
import java.util.Arrays;

/**
 * A loss program on a backend, some cycles at a time: as many as fill a block of lanes, so that rows stay in the cache and
 * memory does not grow with the window.
 */
final class LossRows implements AutoCloseable {
    private static final Events NOTHING = new Events();
    private static final int COLUMNS = 64;

    private final LossProgram program;
    private final Executor executor;
    private final int lanes;
    private final int cycles;
    private final int columns;
    private final double[] rows;
    private final double[] seen;
    private final double[] seeds;
    private double sum;

    /**
     * Opens a program.
     *
     * @param cycle how the cycle program runs
     */
    LossRows(FlatBackend backend, LossProgram program, ExecutorOptions cycle) {
        this.program = program;
        lanes = cycle.lanes();
        cycles = Math.max(1, COLUMNS / lanes);
        columns = cycles * lanes;
        rows = new double[Math.multiplyExact(program.program().outputRows(), columns)];
        seen = new double[program.probeRows() * lanes];
        seeds = new double[Math.multiplyExact(seen.length, cycle.window())];
        executor = backend.open(program.program(), new ExecutorOptions(columns, Precision.FLOAT64, 1, 1));
    }

    /** Compares what was seen in the latest window with what is wanted. */
    void run(Executor cycle, TrainingBatch batch) {
        sum = 0;
        for (int from = 0; from < batch.cycles(); from += cycles) {
            int n = Math.min(cycles, batch.cycles() - from);
            for (int c = 0; c < n; c++) {
                cycle.readProbes(from + c, seen);
                copy(seen, 0, lanes, rows, program.predictions() * columns + c * lanes, columns, program.probeRows());
            }
            put(batch.targets(), from, program.targets(), program.probeRows(), n);
            put(batch.weights(), from, program.weights(), program.terms(), n);
            end(n);
            executor.writeState(rows, 0);
            executor.run(1, NOTHING);
            executor.readState(rows);
            take(from, n);
        }
    }

    /** Copies {@code n} cycles, {@code from} on, of [cycles × rows × lanes] to the columns of {@code ofRows} rows from {@code first} on. */
    private void put(double[] given, int from, int first, int ofRows, int n) {
        for (int r = 0; r < ofRows; r++) {
            copy(given, (from * ofRows + r) * lanes, ofRows * lanes, rows, (first + r) * columns, lanes, n);
        }
    }

    /** Copies the lanes of {@code n} cycles or rows, which are so far apart: often one number, for which a loop is faster than arraycopy. */
    private void copy(double[] from, int at, int apart, double[] into, int to, int stride, int n) {
        for (int i = 0, a = at, t = to; lanes == 1 && i < n; i++, a += apart, t += stride) {
            into[t] = from[a];
        }
        for (int i = 0, a = at, t = to; lanes > 1 && i < n; i++, a += apart, t += stride) {
            System.arraycopy(from, a, into, t, lanes);
        }
    }

    /** Gives weights of 0 to columns after so many cycles. */
    private void end(int n) {
        for (int t = 0; n < cycles && t < program.terms(); t++) {
            int row = (program.weights() + t) * columns;
            Arrays.fill(rows, row + n * lanes, row + columns, 0);
        }
    }

    /** Takes the seeds of {@code n} cycles, and adds up their losses. */
    private void take(int from, int n) {
        int probed = program.probeRows();
        for (int r = 0; r < probed; r++) {
            int row = (program.seeds() + r) * columns;
            copy(rows, row, lanes, seeds, (from * probed + r) * lanes, probed * lanes, n);
        }
        int first = program.losses() * columns;
        for (int i = 0; i < program.terms() * columns; i++) {
            sum += rows[first + i];
        }
    }

    /** The loss of the latest window. */
    double sum() {
        return sum;
    }

    /** ∂L/∂probe of the latest window, [cycles × rows of all probes × lanes]; the array is used again. */
    double[] seeds() {
        return seeds;
    }

    @Override
    public void close() {
        executor.close();
    }
}
