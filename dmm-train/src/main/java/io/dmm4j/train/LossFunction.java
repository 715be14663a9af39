package io.dmm4j.train;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rows;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.train.loss.Objective.Term;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.List;

/**
 * The loss of a batch as a function of the parameters, and its gradient, computed by a backend. Not thread safe.
 */
public final class LossFunction implements AutoCloseable {
    private final Model model;
    private final GradientExecutor executor;
    private final int lanes;
    private final double[] inProgram;
    private final double[] seen;
    private final double[] seeds;
    private final double[] state;
    private final double[] stateGradient;
    private final double[] before;
    private final boolean startsHere;
    private final boolean carries;
    private boolean fromStart;
    private long cycleBefore;

    /**
     * Opens a model on a backend.
     *
     * @param carries whether windows may go on from where the last one ended
     * @throws DmmException if there is no such backend or it cannot differentiate
     */
    public LossFunction(Model model, String backend, ExecutorOptions options, boolean carries) {
        this.model = model;
        Backend b = Backends.byName(backend);
        if (!(b instanceof GradientBackend g)) {
            throw new DmmException("backend " + b.name() + " cannot differentiate; choose another, for example cpu");
        }
        executor = g.openGradient(model.adjoint(), options);
        FlatProgram program = model.flattened().program();
        lanes = options.lanes();
        inProgram = new double[program.parameters().length];
        seen = new double[model.probeRows() * lanes];
        seeds = new double[Math.multiplyExact(options.window(), seen.length)];
        state = new double[Math.multiplyExact(program.outputRows(), lanes)];
        stateGradient = new double[state.length];
        before = new double[state.length];
        startsHere = model.parameters().count() > model.parameters().inProgram();
        this.carries = carries;
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** A batch of the size that this takes, empty. */
    public Batch batch() {
        return new Batch(model, lanes, executor.options().window());
    }

    /**
     * The loss.
     *
     * @param p one number per parameter of the model
     * @param fromStart whether machines start from the initial outputs; else they go on from where the last window ended
     */
    public double value(double[] p, Batch batch, boolean fromStart) {
        this.fromStart = fromStart;
        System.arraycopy(p, 0, inProgram, 0, inProgram.length);
        executor.setParameters(inProgram);
        if (fromStart) {
            executor.reset();
            start(p);
        }
        if (carries) {
            executor.readState(before);
            cycleBefore = executor.cycle();
        }
        executor.run(batch.cycles(), batch.events());
        return probe(batch);
    }

    private void start(double[] p) {
        if (startsHere) {
            Arrays.fill(state, 0);
            Rows initial = model.flattened().program().initial();
            for (int i = 0; i < initial.count(); i++) {
                fill(initial.row()[i], initial.value()[i]);
            }
            for (int i = inProgram.length; i < p.length; i++) {
                fill(model.initialRow(i - inProgram.length), p[i]);
            }
            executor.writeState(state, 0);
        }
    }

    /** Puts machines back to before the latest window. */
    void rewind() {
        if (carries) {
            executor.writeState(before, cycleBefore);
        } else {
            executor.reset();
            if (startsHere) {
                executor.writeState(state, 0);
            }
        }
    }

    private void fill(int row, double x) {
        if (row >= 0) {
            Arrays.fill(state, row * lanes, (row + 1) * lanes, x);
        }
    }

    private double probe(Batch batch) {
        List<Term> terms = model.objective().terms();
        double loss = batch.absent();
        for (int c = 0; c < batch.cycles(); c++) {
            executor.readProbes(c, seen);
            int at = 0;
            for (int t = 0; t < terms.size(); t++) {
                Term term = terms.get(t);
                int rows = model.probe(t).count();
                loss += term.loss()
                        .add(rows, lanes, seen, at, batch.wanted(), batch.weight(), seeds, c * seen.length + at);
                at += rows * lanes;
            }
        }
        return loss;
    }

    /**
     * The gradient of the latest {@link #value}.
     *
     * @param g receives one number per parameter of the model, trained or not
     */
    public void gradient(double[] g) {
        executor.backward(seeds);
        executor.readGradient(g);
        int n = inProgram.length;
        if (startsHere) {
            Arrays.fill(g, n, g.length, 0);
            if (fromStart) {
                executor.readStateGradient(stateGradient);
                for (int i = n; i < g.length; i++) {
                    g[i] = sum(model.initialRow(i - n));
                }
            }
        }
    }

    private double sum(int row) {
        double sum = 0;
        for (int l = 0; row >= 0 && l < lanes; l++) {
            sum += stateGradient[row * lanes + l];
        }
        return sum;
    }

    /** ∂loss/∂probe of the latest {@link #value}, from a cycle of the window on. */
    double[] seedsFrom(int cycle) {
        return Arrays.copyOfRange(seeds, cycle * seen.length, seeds.length);
    }

    /** The executor. */
    GradientExecutor executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.close();
    }
}
