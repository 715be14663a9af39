package io.dmm4j.spi;

import io.dmm4j.value.DmmException;

/**
 * How a network is run.
 *
 * @param lanes machines that run side by side on the same matrix, ≥ 1
 * @param precision the numbers that the state holds between movements
 * @param threads threads to use at most, ≥ 1
 * @param window the most cycles that one {@link Machine#run} may be asked for, ≥ 1
 * @param closed whether trees that would outgrow the declared paths are an error instead of growth
 * @param liveOnly whether only what a probe depends on need be kept: faster, but other outputs cannot be read
 */
public record MachineOptions(
        int lanes, Precision precision, int threads, int window, boolean closed, boolean liveOnly) {

    /** One lane, 32-bit floats, one thread, windows of up to 256 cycles, open, all outputs kept. */
    public static final MachineOptions DEFAULT = new MachineOptions(1, Precision.FLOAT32, 1, 256, false, false);

    /** Checks the ranges. */
    public MachineOptions {
        new ExecutorOptions(lanes, precision, threads, window);
    }

    /** These options with another number of lanes. */
    public MachineOptions withLanes(int n) {
        return new MachineOptions(n, precision, threads, window, closed, liveOnly);
    }

    /** These options with another precision. */
    public MachineOptions withPrecision(Precision p) {
        return new MachineOptions(lanes, p, threads, window, closed, liveOnly);
    }

    /** These options with another number of threads. */
    public MachineOptions withThreads(int n) {
        return new MachineOptions(lanes, precision, n, window, closed, liveOnly);
    }

    /** These options with another longest window. */
    public MachineOptions withWindow(int cycles) {
        return new MachineOptions(lanes, precision, threads, cycles, closed, liveOnly);
    }

    /** These options, with growth an error or not. */
    public MachineOptions withClosed(boolean growthIsAnError) {
        return new MachineOptions(lanes, precision, threads, window, growthIsAnError, liveOnly);
    }

    /** These options, keeping only what a probe depends on or everything. */
    public MachineOptions withLiveOnly(boolean only) {
        return new MachineOptions(lanes, precision, threads, window, closed, only);
    }

    /** Checks a lane number. */
    public void checkLane(int lane) {
        if (lane < 0 || lane >= lanes) {
            throw new DmmException("lane " + lane + ": expected 0 to " + (lanes - 1));
        }
    }
}
