package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import java.util.BitSet;

/**
 * The links whose weights are rows of the state, prepared for the kernels: what a plan has besides its stages when a
 * machine holds its own matrix.
 */
final class LaneWeights {
    /** The row runs; an entry's weight is a row of the state. */
    final DownPlan rows;

    /** Bounds of each thread's groups, where threads share the rows of a block. */
    final int[] bounds;

    /** Rows that are taken to be 0. */
    final Ranges guards;

    private LaneWeights(DownPlan rows, int[] bounds, Ranges guards) {
        this.rows = rows;
        this.bounds = bounds;
        this.guards = guards;
    }

    /** Whether a program holds its own matrix. */
    static boolean areIn(FlatProgram p) {
        return p.rowRuns().count() > 0 || p.guards().count() > 0;
    }

    /** The row runs of a program; null if it does not hold its own matrix. */
    static LaneWeights of(FlatProgram p, int threads, int lanes, int line) {
        if (!areIn(p)) {
            return null;
        }
        DownPlan rows = DownPlan.adding(p.rowRuns(), p.outputRows(), p.inputRows());
        return new LaneWeights(rows, rows.shares(threads, lanes, line), p.guards());
    }

    /** The input rows that row runs may add to, now or after a change: the first stage must clear them. */
    static void clear(FlatProgram p, BitSet cleared) {
        if (areIn(p)) {
            cleared.set(0, p.inputRows());
        }
    }

    /**
     * The down movement of some groups with weights of each lane's own: by the ordinary kernels in one lane.
     *
     * @param w rows of weights, the first at element {@code at}
     * @param values room for one number per entry of the plan
     */
    static <A> void down(
            Kernels<A> kernels, DownPlan p, A w, int at, A values, A s, int width, int from, int to, A scratch) {
        if (width > 1) {
            kernels.rows().down(p, w, at, s, width, from, to);
        } else {
            kernels.rows().gather(w, at, p.weight, values, p.first[from], p.first[to]);
            kernels.down(p, values, s, 1, from, to, scratch);
        }
    }
}
