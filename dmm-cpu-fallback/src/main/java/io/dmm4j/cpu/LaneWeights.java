package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The links whose weights are rows of the state, prepared for the kernels: what a plan has besides its stages when a
 * machine holds its own matrix.
 */
final class LaneWeights {
    /** Rows of a group of one entry from which, in one lane, vectors are worth their preparation. */
    private static final int LONG = 24;

    /**
     * The row runs; an entry's weight is a row of the state. The first plan adds to the input rows that the first stage
     * writes, the second writes all others: so no row is cleared first.
     */
    final DownPlan[] rows;

    /** Per plan, bounds of each thread's groups, where threads share the rows of a block. */
    final int[][] bounds;

    /** Rows that are taken to be 0. */
    final Ranges guards;

    private LaneWeights(DownPlan[] rows, int[][] bounds, Ranges guards) {
        this.rows = rows;
        this.bounds = bounds;
        this.guards = guards;
    }

    /** Whether a program holds its own matrix. */
    static boolean areIn(FlatProgram p) {
        return p.rowRuns().count() > 0 || p.guards().count() > 0;
    }

    /**
     * The row runs of a program; null if it does not hold its own matrix.
     *
     * @param carried what they need not do
     */
    static LaneWeights of(FlatProgram p, Carried carried, int threads, int lanes, int line) {
        if (!areIn(p)) {
            return null;
        }
        BitSet first = targets(carried.first.runs());
        BitSet others = (BitSet) first.clone();
        others.flip(0, p.inputRows());
        BitSet cleared = (BitSet) others.clone();
        cleared.andNot(carried.inputs);
        Runs runs = carried.rowRuns;
        DownPlan[] rows = {
            DownPlan.adding(within(runs, first), p.outputRows(), p.inputRows()).inOrderOfWeights(),
            DownPlan.replacing(within(runs, others), p.outputRows(), p.inputRows(), cleared)
                    .inOrderOfWeights()
        };
        int[][] bounds = {rows[0].shares(threads, lanes, line), rows[1].shares(threads, lanes, line)};
        return new LaneWeights(rows, bounds, p.guards());
    }

    private static BitSet targets(Runs runs) {
        BitSet rows = new BitSet();
        for (int k = 0; k < runs.count(); k++) {
            rows.set(runs.xRow()[k], runs.xRow()[k] + runs.length()[k]);
        }
        return rows;
    }

    /** The parts of runs that reach some input rows. */
    private static Runs within(Runs runs, BitSet rows) {
        int[][] part = new int[4][Math.max(16, runs.count())];
        int n = 0;
        for (int k = 0; k < runs.count(); k++) {
            int x = runs.xRow()[k];
            int end = x + runs.length()[k];
            for (int i = rows.nextSetBit(x); i >= 0 && i < end; ) {
                int to = Math.min(end, rows.nextClearBit(i));
                if (n == part[0].length) {
                    for (int j = 0; j < 4; j++) {
                        part[j] = Arrays.copyOf(part[j], 2 * n);
                    }
                }
                part[0][n] = i;
                part[1][n] = runs.yRow()[k] + i - x;
                part[2][n] = to - i;
                part[3][n++] = runs.weight()[k];
                i = rows.nextSetBit(to);
            }
        }
        return new Runs(
                Arrays.copyOf(part[0], n),
                Arrays.copyOf(part[1], n),
                Arrays.copyOf(part[2], n),
                Arrays.copyOf(part[3], n));
    }

    /**
     * The down movement of some groups with weights of each lane's own; by the ordinary kernels in one lane, where a group
     * has many rows.
     *
     * @param w rows of weights, the first at element {@code at}
     * @param values room for one number per entry of the plan
     */
    static <A> void down(
            Kernels<A> kernels, DownPlan p, A w, int at, A values, A s, int width, int from, int to, A scratch) {
        if (width > 1) {
            kernels.rows().down(p, w, at, s, width, from, to);
            return;
        }
        for (int g = from; g < to; ) {
            int end = endOfKind(p, g, to);
            if (g < p.streams) {
                boolean inOrder = p.lead[g] != DownPlan.SCATTERED;
                kernels.rows().streams(p, w, inOrder ? at + p.lead[g] : at, inOrder, s, g, end);
            } else if (isShort(p, g)) {
                kernels.rows().down(p, w, at, s, 1, g, end);
            } else {
                kernels.rows().gather(w, at, p.weight, values, p.first[g], p.first[end]);
                kernels.down(p, values, s, 1, g, end, false, scratch);
            }
            g = end;
        }
    }

    /** The end of the groups from one on that one kernel takes in one lane. */
    private static int endOfKind(DownPlan p, int group, int to) {
        if (group < p.streams) {
            return Math.min(Math.min(p.leadEnd[group], p.streams), to);
        }
        int end = group + 1;
        while (end < to && isShort(p, end) == isShort(p, group)) {
            end++;
        }
        return end;
    }

    /** Whether a group of several rows has one entry and so few rows that copying its weight and vectors take longer. */
    private static boolean isShort(DownPlan p, int group) {
        int rows = p.length[group];
        return rows > 1 && rows < LONG && p.first[group + 1] - p.first[group] == 1;
    }
}
