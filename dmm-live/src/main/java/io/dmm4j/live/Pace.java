package io.dmm4j.live;

import java.util.concurrent.TimeUnit;

/**
 * How many cycles are due. At a finite rate cycles are due at even distances; what was missed for longer than a tenth of a
 * second is not made up for. At an infinite rate slices are as long as fits {@value #SLICE_MILLIS} ms, so that requests
 * need not wait.
 */
final class Pace {
    private static final long SLICE_MILLIS = 4;
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
    private static final long FORGET = TimeUnit.MILLISECONDS.toNanos(100);

    private final int most;
    private double rate;
    private long next; // when the next cycle is due
    private int slice = 1;
    private long measuredFrom;
    private long measuredCycles;
    private double speed;

    /**
     * A pace.
     *
     * @param rate cycles per second, > 0, perhaps infinite
     * @param most the most cycles of a slice
     */
    Pace(double rate, int most, long now) {
        this.rate = rate;
        this.most = most;
        next = now;
        measuredFrom = now;
    }

    double rate() {
        return rate;
    }

    /** Another rate; the next cycle is due at once. */
    void rate(double cyclesPerSecond, long now) {
        rate = cyclesPerSecond;
        restart(now);
    }

    /** The next cycle is due at once, and time before it does not count for the speed. */
    void restart(long now) {
        next = now;
        measuredFrom = now;
        measuredCycles = 0;
    }

    /** Nanoseconds until a cycle is due; 0 if one is. */
    long delay(long now) {
        return Double.isInfinite(rate) ? 0 : Math.max(0, next - now);
    }

    /** How many cycles to run now, of those that are due. */
    int due(long now) {
        if (Double.isInfinite(rate)) {
            return slice;
        }
        double missed = Math.min(now - next, FORGET) * rate / 1e9;
        return (int) Math.min(most, 1 + Math.floor(missed));
    }

    /** Takes note of what was run. */
    void ran(int cycles, long start, long end) {
        if (Double.isInfinite(rate)) {
            long took = end - start;
            if (took < SLICE / 2 && cycles == slice) {
                slice = Math.min(most, slice * 2);
            } else if (took > SLICE) {
                slice = Math.max(1, slice / 2);
            }
        } else {
            next = Math.max(next, start - FORGET) + (long) (cycles * 1e9 / rate);
        }
        measure(cycles, end);
    }

    private void measure(int cycles, long now) {
        measuredCycles += cycles;
        double seconds = (now - measuredFrom) / 1e9;
        if (seconds > 0.5) {
            speed = measuredCycles / seconds;
            measuredFrom = now;
            measuredCycles = 0;
        }
    }

    /** Cycles per second of late; the first half second gives 0. */
    double speed() {
        return speed;
    }
}
