package io.dmm4j.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Lanes that are stored and computed together: a block [rows × width], padded with lanes that nobody
 * reads so that rows of many lanes fill cache lines and vectors.
 *
 * @param first the first lane
 * @param count the lanes of the block
 * @param width the lanes that are stored, ≥ count
 */
record LaneRange(int first, int count, int width) {
    /** The most lanes of a block: four vectors of 16, the sums that the down movement keeps in registers. */
    static final int WIDEST = 64;

    /**
     * Cuts lanes into blocks.
     *
     * @param first the first lane
     * @param count how many
     * @param line elements in a cache line
     * @param widest the most lanes of a block
     */
    static List<LaneRange> cut(int first, int count, int line, int widest) {
        List<LaneRange> blocks = new ArrayList<>();
        for (int done = 0; done < count; done += widest) {
            int n = Math.min(widest, count - done);
            blocks.add(new LaneRange(first + done, n, Math.min(widest, padded(n, line))));
        }
        return blocks;
    }

    /** Whole cache lines, or a power of two below one. */
    private static int padded(int n, int line) {
        return n > line ? (n + line - 1) / line * line : Integer.highestOneBit(2 * n - 1);
    }

    /** Cuts lanes into {@code shares} lists of blocks of about the same number of lanes, whole cache lines each. */
    static List<List<LaneRange>> share(int lanes, int shares, int line, int widest) {
        List<List<LaneRange>> all = new ArrayList<>();
        long lines = (lanes + line - 1) / line;
        for (int t = 0; t < shares; t++) {
            int from = (int) Math.min(lanes, lines * t / shares * line);
            int to = (int) Math.min(lanes, lines * (t + 1) / shares * line);
            all.add(cut(from, to - from, line, widest));
        }
        return all;
    }
}
