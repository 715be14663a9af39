package io.dmm4j.train.program;

import io.dmm4j.spi.Backend;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.TrainingBackend;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.spi.TrainingProgram;
import io.dmm4j.value.DmmException;

/** Opens training programs on backends. */
public final class Trainings {
    private Trainings() {}

    /**
     * A training program on a backend: on the backend alone if it is a {@link TrainingBackend}, else composed.
     *
     * @throws DmmException if the backend cannot differentiate, is not usable, or the program does not fit it
     */
    public static TrainingExecutor open(Backend b, TrainingProgram program, ExecutorOptions options) {
        if (b instanceof TrainingBackend t) {
            return t.openTraining(program, options);
        }
        if (b instanceof FlatBackend f && b instanceof GradientBackend g) {
            return new ComposedTraining(f, g, program, options);
        }
        throw new DmmException("backend " + b.name() + " cannot differentiate; choose another, for example cpu");
    }
}
