package io.dmm4j.spi;

import io.dmm4j.flat.FlatProgram;

/** A backend that runs flat programs and knows nothing of trees. */
public non-sealed interface FlatBackend extends Backend {

    /**
     * Prepares a program to run.
     *
     * @throws io.dmm4j.value.DmmException if the backend is not usable or the program does not fit it
     */
    Executor open(FlatProgram program, ExecutorOptions options);
}
