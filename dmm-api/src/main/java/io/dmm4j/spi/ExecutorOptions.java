package io.dmm4j.spi;

import io.dmm4j.value.DmmException;

/**
 * How a flat program is run.
 *
 * @param lanes machines that run side by side on the same parameters, ≥ 1
 * @param precision the numbers of the state
 * @param threads threads to use at most, ≥ 1
 * @param window the most cycles that one {@link Executor#run} may be asked for, ≥ 1
 * @param memory bytes that the states which gradients need may take, ≥ 1; where those of a whole window take more, some are kept
 *     and the others computed again, with the same bits. What stands here unless given is about the heap: a backend whose states
 *     lie elsewhere then takes what it has
 */
public record ExecutorOptions(int lanes, Precision precision, int threads, int window, long memory) {

    /** Checks the ranges. */
    public ExecutorOptions {
        positive("lanes", lanes);
        positive("threads", threads);
        positive("window", window);
        positive("memory", memory);
    }

    /** Half of the heap's limit for the states which gradients need. */
    public ExecutorOptions(int lanes, Precision precision, int threads, int window) {
        this(lanes, precision, threads, window, halfOfHeap());
    }

    /** Bytes: half of what the heap may grow to. */
    public static long halfOfHeap() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    /** These options with another limit, in bytes. */
    public ExecutorOptions withMemory(long bytes) {
        return new ExecutorOptions(lanes, precision, threads, window, bytes);
    }

    /** One thread, 32-bit floats. */
    public static ExecutorOptions of(int lanes, int window) {
        return new ExecutorOptions(lanes, Precision.FLOAT32, 1, window);
    }

    private static void positive(String what, long n) {
        if (n < 1) {
            throw new DmmException(what + ": found " + n + ", expected at least 1");
        }
    }
}
