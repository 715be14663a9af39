package io.dmm4j.spi;

import io.dmm4j.value.DmmException;

/**
 * How a flat program is run.
 *
 * @param lanes machines that run side by side on the same parameters, ≥ 1
 * @param precision the numbers of the state
 * @param threads threads to use at most, ≥ 1
 * @param window the most cycles that one {@link Executor#run} may be asked for, ≥ 1
 */
public record ExecutorOptions(int lanes, Precision precision, int threads, int window) {

    /** Checks the ranges. */
    public ExecutorOptions {
        positive("lanes", lanes);
        positive("threads", threads);
        positive("window", window);
    }

    /** One thread, 32-bit floats. */
    public static ExecutorOptions of(int lanes, int window) {
        return new ExecutorOptions(lanes, Precision.FLOAT32, 1, window);
    }

    private static void positive(String what, int n) {
        if (n < 1) {
            throw new DmmException(what + ": found " + n + ", expected at least 1");
        }
    }
}
