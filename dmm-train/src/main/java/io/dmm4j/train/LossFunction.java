package io.dmm4j.train;

import io.dmm4j.flat.UpdateProgram;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.program.Trainings;

/**
 * The loss of a batch as a function of the parameters, and its gradient, computed by a backend: what a {@link Trainer} runs, for
 * others to see what it takes. Not thread safe.
 */
public final class LossFunction implements AutoCloseable {
    private final Model model;
    private final TrainingExecutor executor;

    /**
     * Opens a model on a backend.
     *
     * @throws io.dmm4j.value.DmmException if there is no such backend or it cannot differentiate
     */
    public LossFunction(Model model, String backend, ExecutorOptions options) {
        this(model, backend, options, UpdateRule.NONE.lower(model.parameters(), options.precision()));
    }

    /** Opens a model that is to be trained. */
    LossFunction(Model model, String backend, ExecutorOptions options, UpdateProgram update) {
        this.model = model;
        executor = Trainings.open(Backends.byName(backend), model.training(update), options);
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** A batch of the size that this takes, empty. */
    public Batch batch() {
        return new Batch(model, executor.options().lanes(), executor.options().window());
    }

    /**
     * The loss.
     *
     * @param p one number per parameter of the model
     * @param fromStart whether machines start from the initial outputs; else they go on from where the last window ended
     */
    double value(double[] p, Batch batch, boolean fromStart) {
        executor.setNumbers(p);
        executor.setBatch(batch.window());
        if (fromStart) {
            executor.reset();
        }
        executor.forward();
        return batch.absent() + executor.loss();
    }

    /**
     * The gradient of the latest {@link #value}.
     *
     * @param g receives one number per parameter of the model, trained or not
     */
    void gradient(double[] g) {
        executor.backward();
        executor.readGradient(g);
    }

    /** The executor. */
    TrainingExecutor executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.close();
    }
}
