package io.dmm4j.live;

import io.dmm4j.value.DmmException;
import java.nio.file.Path;

/**
 * How a session runs.
 *
 * @param rate cycles per second, > 0; infinite for as fast as possible
 * @param paused whether it waits at the start
 * @param cycles how many cycles it lasts; negative for until it is closed
 * @param queue how many values may wait at each external input, ≥ 1
 * @param record where the session is written down; null for nowhere
 * @param replay a recording that inputs and edits come from; null for none
 */
public record SessionOptions(double rate, boolean paused, long cycles, int queue, Path record, Recording replay) {
    /** Ten cycles per second, without end, room for 1024 values at each input. */
    public static final SessionOptions DEFAULT = new SessionOptions(10, false, -1, 1024, null, null);

    /** Checks the ranges. */
    public SessionOptions {
        checkRate(rate);
        if (queue < 1) {
            throw new DmmException("event queue: found room for " + queue + " values, expected at least 1");
        }
    }

    static void checkRate(double rate) {
        if (!(rate > 0)) {
            throw new DmmException("rate: found " + rate + ", expected more than 0 cycles per second");
        }
    }

    /** These options at another rate. */
    public SessionOptions withRate(double cyclesPerSecond) {
        return new SessionOptions(cyclesPerSecond, paused, cycles, queue, record, replay);
    }

    /** These options, waiting at the start or not. */
    public SessionOptions withPaused(boolean p) {
        return new SessionOptions(rate, p, cycles, queue, record, replay);
    }

    /** These options with an end. */
    public SessionOptions withCycles(long n) {
        return new SessionOptions(rate, paused, n, queue, record, replay);
    }

    /** These options with other room for values that wait. */
    public SessionOptions withQueue(int values) {
        return new SessionOptions(rate, paused, cycles, values, record, replay);
    }

    /** These options, written down. */
    public SessionOptions withRecord(Path file) {
        return new SessionOptions(rate, paused, cycles, queue, file, replay);
    }

    /** These options, replaying a recording. */
    public SessionOptions withReplay(Recording r) {
        return new SessionOptions(rate, paused, cycles, queue, record, r);
    }
}
