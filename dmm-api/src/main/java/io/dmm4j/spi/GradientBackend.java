package io.dmm4j.spi;

import io.dmm4j.flat.AdjointProgram;

/** A backend that can differentiate what it runs. */
public interface GradientBackend {

    /**
     * Prepares a program to run forwards and backwards.
     *
     * @throws io.dmm4j.value.DmmException if the backend is not usable or the program does not fit it
     */
    GradientExecutor openGradient(AdjointProgram program, ExecutorOptions options);
}
