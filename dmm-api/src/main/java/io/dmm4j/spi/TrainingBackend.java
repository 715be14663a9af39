package io.dmm4j.spi;

/**
 * A backend that keeps whole training steps to itself. One that is not can train all the same, if it is a {@link
 * FlatBackend} and a {@link GradientBackend}: then the host hands rows from one program to the next.
 */
public interface TrainingBackend {

    /**
     * Prepares a program to be trained.
     *
     * @param options of the cycle program; loss and update always have 64-bit floats
     * @throws io.dmm4j.value.DmmException if the backend is not usable or the program does not fit it
     */
    TrainingExecutor openTraining(TrainingProgram program, ExecutorOptions options);
}
