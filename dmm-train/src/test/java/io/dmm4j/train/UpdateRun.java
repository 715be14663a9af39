package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.train.update.Updater;

/** An update program with its rows, taken step by step. */
final class UpdateRun {
    final UpdateProgram program;
    final double[] rows;
    private final FlatBackend backend;
    private long steps;

    UpdateRun(FlatBackend backend, UpdateProgram program) {
        this.backend = backend;
        this.program = program;
        rows = new double[program.program().outputRows()];
    }

    /**
     * One step.
     *
     * @param w one per number; those that are trained are changed
     * @param g one per number
     */
    void step(double loss, double[] scalars, double[] w, double[] g) {
        int[] index = program.index();
        for (int i = 0; i < index.length; i++) {
            rows[program.parameters() + i] = w[index[i]];
        }
        for (int i = 0; i < program.trained(); i++) {
            rows[program.gradient() + i] = g[index[i]];
        }
        System.arraycopy(scalars, 0, rows, program.scalarRows(), scalars.length);
        rows[program.loss()] = loss;
        Ways.run(backend, program.program(), 1, rows);
        for (int i = 0; i < program.trained(); i++) {
            w[index[i]] = rows[program.parameters() + i];
        }
    }

    /** One step of an updater with a loss of 0. */
    void step(Updater u, double rate, double[] w, double[] g) {
        step(0, u.scalars(rate, ++steps), w, g);
    }

    double result(int which) {
        return rows[program.results() + which];
    }

    /** The gradient that was used, by number; 0 where none is trained. */
    double[] used(int numbers) {
        double[] g = new double[numbers];
        for (int i = 0; i < program.trained(); i++) {
            g[program.index()[i]] = rows[program.gradient() + i];
        }
        return g;
    }
}
