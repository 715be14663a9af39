package io.dmm4j.train.program;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Precision;

/** An update program on a backend, with its rows on the host. */
final class UpdateRows implements AutoCloseable {
    private static final Events NOTHING = new Events();

    private final UpdateProgram program;
    private final Executor executor;
    private final double[] rows;

    UpdateRows(FlatBackend backend, UpdateProgram program) {
        this.program = program;
        rows = new double[program.program().outputRows()];
        executor = backend.open(program.program(), new ExecutorOptions(1, Precision.FLOAT64, 1, 1));
    }

    void setNumbers(double[] numbers) {
        gather(numbers, program.parameters(), program.index().length);
    }

    void setGradient(double[] gradient) {
        gather(gradient, program.gradient(), program.trained());
    }

    private void gather(double[] from, int first, int n) {
        int[] index = program.index();
        for (int i = 0; i < n; i++) {
            rows[first + i] = from[index[i]];
        }
    }

    void setSlot(int slot, double[] values) {
        System.arraycopy(values, 0, rows, program.slot(slot), program.trained());
    }

    /** Copies trained rows from {@code first} on. */
    void read(int first, double[] into) {
        System.arraycopy(rows, first, into, 0, program.trained());
    }

    void readResults(double[] into) {
        System.arraycopy(rows, program.results(), into, 0, UpdateProgram.RESULTS);
    }

    /**
     * One step.
     *
     * @param numbers receives those that are trained, if the step was adopted
     */
    void step(double loss, double[] scalars, double[] numbers) {
        System.arraycopy(
                scalars, 0, rows, program.scalarRows(), program.scalars().size());
        rows[program.loss()] = loss;
        executor.writeState(rows, 0);
        executor.run(1, NOTHING);
        executor.readState(rows);
        boolean adopted = rows[program.results() + UpdateProgram.CHECK] == 0;
        int[] index = program.index();
        for (int i = 0; adopted && i < program.trained(); i++) {
            numbers[index[i]] = rows[i];
        }
    }

    @Override
    public void close() {
        executor.close();
    }
}
