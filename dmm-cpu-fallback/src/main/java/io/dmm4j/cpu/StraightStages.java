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

    /** Compiles the movements. */
    @SuppressWarnings("unchecked")
    StraightStages(Links<A>[] links, List<FlatOps> ops, Cells<A> cells) {
        down = new Straight[links.length];
        up = new Straight[links.length];
        for (int i = 0; i < links.length; i++) {
            down[i] = StraightCode.down(links[i], cells);
            up[i] = StraightCode.up(ops.get(i), cells);
        }
    }

    /** Products and elements of a cycle; those of long rows, which vectors are good at, count several times. */
    static long work(Links<?>[] links, List<FlatOps> ops) {
        long n = 0;
        for (int i = 0; i < links.length; i++) {
            DownPlan groups = links[i].groups;
            for (int g = 0; g < groups.groups(); g++) {
                n += (groups.first[g + 1] - groups.first[g]) * work(groups.length[g]);
            }
            n += links[i].bundles == null ? 0 : links[i].bundles.weight.length;
            for (int length : ops.get(i).n()) {
                n += work(length);
            }
        }
        return n;
    }

    private static long work(long length) {
        return length * Math.max(1, length / LONG);
    }

    void down(int stage, Links<A> links, A s) {
        links.run(down[stage], s);
    }

    void up(int stage, A s) {
        up[stage].run(s, null, null);
    }
}
