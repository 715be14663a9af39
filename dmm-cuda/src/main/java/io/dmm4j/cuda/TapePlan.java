package io.dmm4j.cuda;

import io.dmm4j.flat.FlatProgram;

/**
 * How much of a window a tape holds: the rows of {@code segment} cycles at a time. Where that is less than the window, the
 * outputs before each segment are kept, and the way back computes a segment's cycles again before it goes over them.
 *
 * @param window the most cycles of a window
 * @param segment cycles that are held, 1 to {@code window}
 */
record TapePlan(int window, int segment) {

    /** A tape that holds everything. */
    static TapePlan whole(int window) {
        return new TapePlan(window, window);
    }

    /** The smallest tape: the segment that takes the fewest numbers, about the square root of the window times a factor. */
    static TapePlan smallest(FlatProgram p, int window) {
        TapePlan best = whole(window);
        for (int n = 1; n < window; n++) {
            TapePlan other = new TapePlan(window, n);
            best = other.numbers(p) < best.numbers(p) ? other : best;
        }
        return best;
    }

    /** The whole window if its numbers fit, else the smallest tape. */
    static TapePlan fitting(FlatProgram p, int window, long numbersPerLane) {
        TapePlan whole = whole(window);
        return whole.numbers(p) <= numbersPerLane ? whole : smallest(p, window);
    }

    /** Whether cycles are computed again. */
    boolean recomputes() {
        return segment < window;
    }

    /** Segments of a whole window. */
    int segments() {
        return (window + segment - 1) / segment;
    }

    /** Rows of outputs that are kept beside the cycles: before each segment and, where cycles are computed again, at the end. */
    private long outputs() {
        return segments() + (recomputes() ? 1L : 0L);
    }

    /** Numbers of one lane. */
    long numbers(FlatProgram p) {
        return Math.addExact(
                Math.multiplyExact(outputs(), (long) p.outputRows()), Math.multiplyExact((long) segment, p.rows()));
    }

    /** The segment of a cycle. */
    int segmentOf(int cycle) {
        return cycle / segment;
    }

    /** The first cycle of a cycle's segment. */
    int first(int cycle) {
        return cycle - cycle % segment;
    }
}
