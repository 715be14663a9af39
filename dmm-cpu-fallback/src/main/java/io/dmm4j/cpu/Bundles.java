package io.dmm4j.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Input rows of one lane that sum over the same outputs in the same order, some at a time: a dense block whose columns lie
 * together, so that one vector holds the sums of several rows and each output is read once for all of them.
 *
 * <pre>  X[xRow[b·stride + j]] (+)= Σ_k p[weight[firstWeight[b] + (k − first[b])·m + j]] · Y[yRow[k]]    first[b] ≤ k &lt; first[b+1], 0 ≤ j &lt; m = rows[b]</pre>
 *
 * Subtree links make many such rows: what reaches one leaf of a tree reaches its other leaves as well. Each row's products
 * are added in the order in which they would be alone, so bundling changes no bit.
 */
final class Bundles {
    /** Rows of each bundle, 2 to {@code stride}. */
    final int[] rows;

    /** First entry of each bundle; length bundles + 1, ascending. */
    final int[] first;

    /** The state row that each entry reads. */
    final int[] yRow;

    /** Where the weights of each bundle's first entry begin; those of its rows follow each other, then come the next entry's. */
    final int[] firstWeight;

    /** Parameter index of each weight. */
    final int[] weight;

    /** The state rows that are written, {@code stride} per bundle; only the first {@code rows} of them have a meaning. */
    final int[] xRow;

    /** The most rows of a bundle: the elements of a cache line. */
    final int stride;

    /** Whether the sums are added to what the rows hold; else they replace it. */
    final boolean adds;

    /** The bundles of these groups of a plan; each list has 2 to {@code stride} groups of one row with equal entries. */
    private Bundles(DownPlan p, List<int[]> bundles, int stride) {
        int n = bundles.size();
        this.stride = stride;
        adds = p.adds;
        rows = new int[n];
        first = new int[n + 1];
        firstWeight = new int[n + 1];
        xRow = new int[Math.multiplyExact(n, stride)];
        for (int b = 0; b < n; b++) {
            int[] groups = bundles.get(b);
            int entries = p.first[groups[0] + 1] - p.first[groups[0]];
            rows[b] = groups.length;
            first[b + 1] = first[b] + entries;
            firstWeight[b + 1] = Math.addExact(firstWeight[b], Math.multiplyExact(entries, groups.length));
            for (int j = 0; j < groups.length; j++) {
                xRow[b * stride + j] = p.xRow[groups[j]];
            }
        }
        yRow = new int[first[n]];
        weight = new int[firstWeight[n]];
        for (int b = 0; b < n; b++) {
            fill(p, bundles.get(b), b);
        }
    }

    private void fill(DownPlan p, int[] groups, int b) {
        int from = p.first[groups[0]];
        for (int k = first[b]; k < first[b + 1]; k++) {
            int entry = k - first[b];
            yRow[k] = p.yRow[from + entry];
            for (int j = 0; j < groups.length; j++) {
                weight[firstWeight[b] + entry * groups.length + j] = p.weight[p.first[groups[j]] + entry];
            }
        }
    }

    int count() {
        return rows.length;
    }

    /** The work of a bundle. */
    long cost(int b, int line) {
        return rows[b] + (first[b + 1] - first[b]) * Cost.ofEntry(rows[b], 1, line);
    }

    /** The bundles of a plan for one lane; the groups in them are marked in {@code bundled}. */
    static Bundles of(DownPlan p, int stride, BitSet bundled) {
        Map<Entries, List<Integer>> alike = new HashMap<>();
        List<List<Integer>> inOrder = new ArrayList<>();
        for (int g = 0; g < p.groups(); g++) {
            if (p.length[g] == 1 && p.first[g] < p.first[g + 1]) {
                List<Integer> groups = alike.computeIfAbsent(new Entries(p, g), e -> {
                    inOrder.add(new ArrayList<>());
                    return inOrder.get(inOrder.size() - 1);
                });
                groups.add(g);
            }
        }
        List<int[]> bundles = new ArrayList<>();
        for (List<Integer> groups : inOrder) {
            for (int from = 0; groups.size() - from >= 2; from += stride) {
                List<Integer> some = groups.subList(from, Math.min(groups.size(), from + stride));
                some.forEach(bundled::set);
                bundles.add(some.stream().mapToInt(i -> i).toArray());
            }
        }
        return new Bundles(p, bundles, stride);
    }

    /** What a group of one row reads, as a key. */
    private static final class Entries {
        private final DownPlan plan;
        private final int from;
        private final int to;
        private final int hash;

        Entries(DownPlan plan, int g) {
            this.plan = plan;
            from = plan.first[g];
            to = plan.first[g + 1];
            int h = 1;
            for (int k = from; k < to; k++) {
                h = 31 * h + plan.yRow[k];
            }
            hash = h;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Entries e && Arrays.equals(plan.yRow, from, to, e.plan.yRow, e.from, e.to);
        }
    }
}
