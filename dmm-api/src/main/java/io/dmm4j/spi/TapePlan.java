package io.dmm4j.spi;

import io.dmm4j.value.DmmException;

/**
 * How much of a window the tape of a {@link GradientExecutor} holds: what {@code segment} cycles leave, at a time. Where that is
 * less than the window, the outputs before each segment and at the end are kept, and the way back computes a segment's cycles
 * again before it goes over them.
 *
 * @param window the most cycles of a window
 * @param segment cycles that are held, 1 to {@code window}
 */
public record TapePlan(int window, int segment) {

    /**
     * What a tape keeps of one lane, in numbers.
     *
     * @param cycle what one cycle leaves
     * @param outputs what lives from one cycle to the next
     * @param fed what one cycle is fed, if that is kept for cycles that are computed again; else 0
     */
    public record Sizes(long cycle, long outputs, long fed) {}

    /** A tape that holds everything. */
    public static TapePlan whole(int window) {
        return new TapePlan(window, window);
    }

    /** The smallest tape: the segment that takes the fewest numbers, about the square root of the window times a factor. */
    public static TapePlan smallest(Sizes sizes, int window) {
        TapePlan best = whole(window);
        for (int n = 1; n < window; n++) {
            TapePlan other = new TapePlan(window, n);
            best = other.numbers(sizes) < best.numbers(sizes) ? other : best;
        }
        return best;
    }

    /**
     * The whole window if it fits, else the smallest tape.
     *
     * @param lanes that are kept
     * @param bytes of a number
     * @param memory bytes that a tape may take ({@link ExecutorOptions#memory})
     * @param free bytes that there are; where they are fewer, even the smallest tape may not fit, which shows when it is made
     * @throws DmmException if even the smallest tape takes more than it may
     */
    public static TapePlan fitting(Sizes sizes, int window, long lanes, int bytes, long memory, long free) {
        TapePlan whole = whole(window);
        if (whole.numbers(sizes) <= Math.min(memory, free) / bytes / lanes) {
            return whole;
        }
        TapePlan smallest = smallest(sizes, window);
        long least = Math.multiplyExact(Math.multiplyExact(smallest.numbers(sizes), bytes), lanes);
        if (least > memory) {
            throw new DmmException(
                    "memory: found " + memory + " bytes, expected at least " + least + " for the states of " + window
                            + " cycles in " + lanes + " lanes, even if most are computed again");
        }
        return smallest;
    }

    /** Whether cycles are computed again. */
    public boolean recomputes() {
        return segment < window;
    }

    /** Segments of a whole window. */
    public int segments() {
        return (window + segment - 1) / segment;
    }

    /** Numbers of one lane. */
    public long numbers(Sizes s) {
        long outputs = Math.multiplyExact(segments() + (recomputes() ? 1L : 0L), s.outputs());
        long fed = recomputes() ? Math.multiplyExact(window, s.fed()) : 0;
        return Math.addExact(Math.addExact(outputs, fed), Math.multiplyExact(segment, s.cycle()));
    }

    /** The segment of a cycle. */
    public int segmentOf(int cycle) {
        return recomputes() ? cycle / segment : 0; // a division would be felt where cycles are short
    }

    /** The first cycle of a cycle's segment. */
    public int first(int cycle) {
        return recomputes() ? cycle - cycle % segment : 0;
    }
}
