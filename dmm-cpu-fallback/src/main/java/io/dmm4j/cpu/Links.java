package io.dmm4j.cpu;

import java.util.BitSet;

/**
 * The links of one stage with their weights in the order in which the kernels read them: groups and, in one lane, bundles
 * of rows. Pieces of the work are numbered through: first the groups, then the bundles.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Links<A> {
    /** What is not bundled. */
    final DownPlan groups;

    /** One weight per entry of the groups. */
    final A groupValue;

    /** Rows of one lane that read the same outputs; null if there are none. */
    final Bundles bundles;

    private final A bundleValue;

    private Links(DownPlan groups, Bundles bundles, Cells<A> cells) {
        this.groups = groups;
        this.bundles = bundles;
        groupValue = cells.array(groups.entries());
        bundleValue = cells.array(bundles == null ? 0 : Math.addExact(bundles.weight.length, Cells.SLACK));
    }

    /** The links of a plan for blocks of several lanes, or of one. */
    static <A> Links<A> of(DownPlan plan, Cells<A> cells, boolean oneLane) {
        if (!oneLane) {
            return new Links<>(plan, null, cells);
        }
        BitSet bundled = new BitSet();
        Bundles bundles = Bundles.of(plan, cells.line(), bundled);
        return new Links<>(plan.without(bundled), bundles, cells);
    }

    /** The number of pieces. */
    int pieces() {
        return groups.groups() + (bundles == null ? 0 : bundles.count());
    }

    /** Brings the weights up to date. */
    void setParameters(Cells<A> cells, double[] parameters) {
        cells.gather(parameters, groups.weight, groupValue);
        if (bundles != null) {
            cells.gather(parameters, bundles.weight, bundleValue);
        }
    }

    /** Bounds of {@code parts} consecutive shares of pieces with about equal work; length parts + 1. */
    int[] shares(int parts, int lanes, int line) {
        int n = groups.groups();
        long[] cost = new long[pieces()];
        for (int i = 0; i < cost.length; i++) {
            cost[i] = i < n ? groups.cost(i, lanes, line) : bundles.cost(i - n, line);
        }
        return Cost.shares(parts, cost);
    }

    /** Executes the down movement compiled from these links. */
    void run(Straight<A> compiled, A s) {
        compiled.run(s, groupValue, bundleValue);
    }

    /**
     * The down movement of the pieces in [{@code from}, {@code to}).
     *
     * @param alone whether no other thread is at work on this block
     */
    void down(Kernels<A> kernels, A s, int lanes, int from, int to, boolean alone, A scratch) {
        int n = groups.groups();
        if (from < n) {
            kernels.down(groups, groupValue, s, lanes, from, Math.min(to, n), alone, scratch);
        }
        if (to > n) {
            kernels.bundles(bundles, bundleValue, s, Math.max(0, from - n), to - n, scratch);
        }
    }
}
