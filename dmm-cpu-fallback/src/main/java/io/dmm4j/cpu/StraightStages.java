package io.dmm4j.cpu;

import io.dmm4j.flat.FlatOps;
import java.util.List;

/**
 * The movements of all stages as code of their own, for one lane.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class StraightStages<A> {
    /** Products and elements of a cycle up to which this is faster than loops over vectors. */
    private static final long MOST = 512;

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

    /** Whether a cycle is so short that straight code is worth having. */
    static boolean suits(Links<?>[] links, List<FlatOps> ops) {
        long n = 0;
        for (int i = 0; i < links.length; i++) {
            n += links[i].multiplyAdds();
            for (int k = 0; k < ops.get(i).count(); k++) {
                n += ops.get(i).n()[k];
            }
        }
        return n <= MOST;
    }

    void down(int stage, Links<A> links, A s) {
        links.run(down[stage], s);
    }

    void up(int stage, A s) {
        up[stage].run(s, null, null);
    }
}
