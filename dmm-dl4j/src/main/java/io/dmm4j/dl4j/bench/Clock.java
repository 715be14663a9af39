package io.dmm4j.dl4j.bench;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nanoseconds of one step: in a layer, in its machine's own passes, and in the copies to and from arrays among those. What a layer takes
 * besides its machine's passes without their copies is the bridge.
 */
final class Clock {
    /** The one clock: a backend is made by its class. */
    static final Clock STEP = new Clock();

    /** Copies in the pass that is going on, by the thread that makes them. */
    private final Map<Thread, Long> copies = new ConcurrentHashMap<>();

    private long layer;
    private long machine;

    private Clock() {}

    void reset() {
        layer = 0;
        machine = 0;
    }

    void inLayer(long nanos) {
        layer += nanos;
    }

    /** Copies of rows between a machine and an array. */
    void inCopies(long nanos) {
        copies.merge(Thread.currentThread(), nanos, Long::sum);
    }

    /** A pass of a machine; threads copy side by side, so the one that copied longest counts. */
    void inMachine(long nanos) {
        machine += nanos - (copies.isEmpty() ? 0 : Collections.max(copies.values()));
        copies.clear();
    }

    /** Milliseconds of the bridge since {@link #reset}. */
    double bridge() {
        return (layer - machine) * 1e-6;
    }
}
