package io.dmm4j.train.program;

import io.dmm4j.flat.LossProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Precision;
import io.dmm4j.spi.TrainingBatch;
import java.util.Arrays;

/** A loss program on a backend, with its rows on the host: [rows × (window · lanes)], column t · lanes + l. */
final class LossRows implements AutoCloseable {
    private static final Events NOTHING = new Events();

    private final LossProgram program;
    private final Executor executor;
    private final int lanes;
    private final int columns;
    private final double[] rows;
    private final double[] seen;
    private final double[] seeds;

    /**
     * Opens a program.
     *
     * @param cycle how the cycle program runs
     */
    LossRows(FlatBackend backend, LossProgram program, ExecutorOptions cycle) {
        this.program = program;
        lanes = cycle.lanes();
        columns = Math.multiplyExact(cycle.window(), lanes);
        rows = new double[Math.multiplyExact(program.program().outputRows(), columns)];
        seen = new double[program.probeRows() * lanes];
        seeds = new double[program.probeRows() * columns];
        executor = backend.open(program.program(), new ExecutorOptions(columns, Precision.FLOAT64, cycle.threads(), 1));
    }

    /** Takes over what is wanted, and its weights; columns after the window get weights of 0. */
    void set(TrainingBatch batch) {
        for (int c = 0; c < batch.cycles(); c++) {
            put(batch.targets(), program.targets(), program.probeRows(), c);
            put(batch.weights(), program.weights(), program.terms(), c);
        }
        for (int t = 0; t < program.terms(); t++) {
            int row = (program.weights() + t) * columns;
            Arrays.fill(rows, row + batch.cycles() * lanes, row + columns, 0);
        }
    }

    /** Copies cycle {@code c} of [cycles × n × lanes] to the rows from {@code first} on. */
    private void put(double[] from, int first, int n, int c) {
        for (int r = 0; r < n; r++) {
            System.arraycopy(from, (c * n + r) * lanes, rows, (first + r) * columns + c * lanes, lanes);
        }
    }

    /** Compares what was seen in the latest window. */
    void run(Executor cycle, int cycles) {
        for (int c = 0; c < cycles; c++) {
            cycle.readProbes(c, seen);
            for (int r = 0; r < program.probeRows(); r++) {
                System.arraycopy(seen, r * lanes, rows, (program.predictions() + r) * columns + c * lanes, lanes);
            }
        }
        executor.writeState(rows, 0);
        executor.run(1, NOTHING);
        executor.readState(rows);
    }

    /** The loss. */
    double sum() {
        double sum = 0;
        int first = program.losses() * columns;
        for (int i = 0; i < program.terms() * columns; i++) {
            sum += rows[first + i];
        }
        return sum;
    }

    /** ∂L/∂probe, [cycles × rows of all probes × lanes]; the array is used again. */
    double[] seeds(int cycles) {
        int n = program.probeRows();
        for (int c = 0; c < cycles; c++) {
            for (int r = 0; r < n; r++) {
                int from = (program.seeds() + r) * columns + c * lanes;
                System.arraycopy(rows, from, seeds, (c * n + r) * lanes, lanes);
            }
        }
        return seeds;
    }

    @Override
    public void close() {
        executor.close();
    }
}
