package io.dmm4j.perf.hash;

import java.util.SplittableRandom;

/** The latency of memory: a random cycle through an array, one step per 64-byte line, each step waiting for the last. */
final class PointerChase {
    private static final int INTS_PER_LINE = 16;

    /** [16 * lines] at each line's first place, the place of the next line. */
    private final int[] next;

    /** A cycle through about {@code bytes} bytes, at least 64 lines. */
    PointerChase(long bytes, long seed) {
        int lines = (int) Math.max(64, bytes / (4 * INTS_PER_LINE));
        next = new int[INTS_PER_LINE * lines];
        int[] order = shuffled(lines, new SplittableRandom(seed));
        for (int i = 0; i < lines; i++) {
            next[INTS_PER_LINE * order[i]] = INTS_PER_LINE * order[(i + 1) % lines];
        }
    }

    private static int[] shuffled(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Takes steps from a place that a chase ended at, at first 0; returns where it ends. */
    int chase(int place, int steps) {
        int p = place;
        for (int i = 0; i < steps; i++) {
            p = next[p];
        }
        return p;
    }
}
