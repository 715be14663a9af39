package io.dmm4j.cpu;

import io.dmm4j.flat.FlatOps;
import java.util.List;

/**
 * The movements of all stages as code of their own, for one lane.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class StraightStages<A> {
    /** Rows from which on vectors do better. */
    private static final int LONG = 16;

    private final Straight<A>[] down;
    private final Straight<A>[] up;

    /** The links whose weights are rows of the state; null if there are none. */
    private final Straight<A> rows;

    /** What is added to carried rows; null if nothing is carried. */
    private final Straight<A> additions;

    /**
     * Compiles the movements.
     *
     * @param held the links whose weights are rows of the state; null if there are none
     * @param carried what is multiplied where it is; null if nothing is
     */
    @SuppressWarnings("unchecked")
    StraightStages(Links<A>[] links, LaneWeights held, Carried carried, List<FlatOps> ops, Cells<A> cells) {
        additions = carried == null ? null : StraightCode.additions(carried, cells);
        rows = held == null ? null : StraightCode.rows(held, cells);
        down = new Straight[links.length];
        up = new Straight[links.length];
        for (int i = 0; i < links.length; i++) {
            down[i] = StraightCode.down(links[i], cells);
            up[i] = StraightCode.up(ops.get(i), cells);
        }
    }

    /** Products and elements of a cycle; those of long rows, which vectors are good at, count several times. */
    static long work(Links<?>[] links, LaneWeights held, List<FlatOps> ops) {
        long n = 0;
        for (int i = 0; held != null && i < held.rows.length; i++) {
            n += work(held.rows[i]);
        }
        for (int i = 0; i < links.length; i++) {
            n += work(links[i].groups);
            n += links[i].bundles == null ? 0 : links[i].bundles.weight.length;
            for (int length : ops.get(i).n()) {
                n += work(length);
            }
        }
        return n;
    }

    private static long work(DownPlan groups) {
        long n = 0;
        for (int g = 0; g < groups.groups(); g++) {
            n += (groups.first[g + 1] - groups.first[g]) * work(groups.length[g]);
        }
        return n;
    }

    private static long work(long length) {
        return length * Math.max(1, length / LONG);
    }

    void down(int stage, Links<A> links, A s) {
        links.run(down[stage], s);
    }

    void rows(A s) {
        rows.run(s, null, null);
    }

    void addToCarried(A s) {
        additions.run(s, null, null);
    }

    void up(int stage, A s) {
        up[stage].run(s, null, null);
    }
}
