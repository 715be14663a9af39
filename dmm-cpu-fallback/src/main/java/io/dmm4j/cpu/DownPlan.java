package io.dmm4j.cpu;

import io.dmm4j.flat.Runs;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The runs of one stage in the order in which inputs are written: <em>groups</em>, contiguous ranges of
 * input rows, in ascending order and disjoint, each with the entries that reach all of its rows.
 *
 * <pre>  X[xRow[g] + i] (+)= Σ_k p[weight[k]] · Y[yRow[k] + i]    first[g] ≤ k &lt; first[g+1], 0 ≤ i &lt; length[g]</pre>
 *
 * So an input is summed in registers and written once, no two groups write the same row, and groups
 * can be shared out among threads. Runs are cut where any run of the stage begins or ends: links
 * between trees of one shape are not cut at all (W ⊗ I is the small sparse matrix with one group per
 * port), scalar streams give the rows of a CSR matrix, and ragged links lie between. Entries of a
 * group keep the order of the runs, so cutting changes no sum.
 */
final class DownPlan {
    /** Groups are cut to at most this many rows, so that threads can share a long one. */
    static final int LONGEST = 4096;

    /** First state row of each group, ascending. */
    final int[] xRow;

    /** Rows of each group, ≥ 1. */
    final int[] length;

    /** First entry of each group; length groups + 1, ascending. */
    final int[] first;

    /** First state row that each entry reads. */
    final int[] yRow;

    /** Parameter index of each entry's weight. */
    final int[] weight;

    /** The mark of a group whose weights do not follow each other. */
    static final int SCATTERED = Integer.MIN_VALUE;

    /** The fewest groups of one lead: fewer are not worth a call of their own. */
    private static final int LEAST_LED = 8;

    /**
     * For each group, weight[k] − k where that is one number for all of its entries and those of several groups beside it, else
     * {@link #SCATTERED}.
     */
    final int[] lead;

    /** The end of the groups from each on that have one lead. */
    final int[] leadEnd;

    /** Whether the sums are added to what the rows hold; else they replace it. */
    final boolean adds;

    /** How many of the first groups have one row. */
    final int streams;

    private DownPlan(int[] xRow, int[] length, int[] first, int[] yRow, int[] weight, boolean adds) {
        this.xRow = xRow;
        this.length = length;
        this.first = first;
        this.yRow = yRow;
        this.weight = weight;
        this.adds = adds;
        lead = new int[xRow.length];
        leadEnd = new int[xRow.length];
        for (int g = xRow.length - 1; g >= 0; g--) {
            boolean last = g + 1 == xRow.length;
            lead[g] = first[g] < first[g + 1] ? lead(g) : last ? 0 : lead[g + 1];
        }
        endLeads();
        for (int g = 0; g < xRow.length; g = leadEnd[g]) {
            if (leadEnd[g] - g < LEAST_LED) {
                Arrays.fill(lead, g, leadEnd[g], SCATTERED);
            }
        }
        endLeads();
        streams = xRow.length > 0 && length[0] == 1 ? endOfStreams(0, xRow.length) : 0;
    }

    /**
     * The same groups in another order: those of one row first, then by the first of their weights, so that weights which lie
     * in the order of the links are read one after the other.
     */
    DownPlan inOrderOfWeights() {
        int n = groups();
        long[] key = new long[n];
        Arrays.setAll(key, g -> (length[g] == 1 ? 0 : 1L << 62) | (long) firstWeight(g) << 31 | g);
        Arrays.sort(key);
        return inOrder(
                Arrays.stream(key).mapToInt(k -> (int) k & Integer.MAX_VALUE).toArray());
    }

    /** The groups that are not in {@code others}: those of one row first. */
    DownPlan without(BitSet others) {
        return inOrder(IntStream.range(0, groups())
                .filter(g -> !others.get(g))
                .boxed()
                .sorted(Comparator.comparing(g -> length[g] > 1))
                .mapToInt(g -> g)
                .toArray());
    }

    /** Some groups in another order. */
    private DownPlan inOrder(int[] order) {
        int n = order.length;
        int[] starts = new int[n + 1];
        for (int i = 0; i < n; i++) {
            starts[i + 1] = starts[i] + first[order[i] + 1] - first[order[i]];
        }
        int[] y = new int[starts[n]];
        int[] w = new int[starts[n]];
        for (int i = 0; i < n; i++) {
            System.arraycopy(yRow, first[order[i]], y, starts[i], starts[i + 1] - starts[i]);
            System.arraycopy(weight, first[order[i]], w, starts[i], starts[i + 1] - starts[i]);
        }
        return new DownPlan(picked(xRow, order), picked(length, order), starts, y, w, adds);
    }

    private void endLeads() {
        for (int g = xRow.length - 1; g >= 0; g--) {
            boolean last = g + 1 == xRow.length;
            leadEnd[g] = last || lead[g + 1] != lead[g] ? g + 1 : leadEnd[g + 1];
        }
    }

    private int lead(int g) {
        for (int k = first[g] + 1; k < first[g + 1]; k++) {
            if (weight[k] != weight[k - 1] + 1) {
                return SCATTERED;
            }
        }
        return weight[first[g]] - first[g];
    }

    private int firstWeight(int g) {
        return first[g] < first[g + 1] ? weight[first[g]] : 0;
    }

    private static int[] picked(int[] from, int[] index) {
        int[] to = new int[index.length];
        Arrays.setAll(to, i -> from[index[i]]);
        return to;
    }

    /** The plan of a first stage: sums replace; the rows in {@code zeroed} that no run reaches become 0. */
    static DownPlan replacing(Runs runs, int firstInput, int inputRows, BitSet zeroed) {
        return new Builder(runs, inputRows, zeroed).build(firstInput, false);
    }

    /** The plan of a later stage: sums are added to what earlier stages left. */
    static DownPlan adding(Runs runs, int firstInput, int inputRows) {
        return new Builder(runs, inputRows, new BitSet()).build(firstInput, true);
    }

    int groups() {
        return xRow.length;
    }

    int entries() {
        return yRow.length;
    }

    /** The end of the groups of one row that follow each other from {@code g} on, before {@code to}. */
    int endOfStreams(int g, int to) {
        int end = g + 1;
        while (end < to && length[end] == 1) {
            end++;
        }
        return end;
    }

    /** The multiply-adds of one lane. */
    long multiplyAdds() {
        long sum = 0;
        for (int g = 0; g < groups(); g++) {
            sum += (long) (first[g + 1] - first[g]) * length[g];
        }
        return sum;
    }

    /** The work of a group in some lanes. */
    long cost(int g, int lanes, int line) {
        return (first[g + 1] - first[g] + 2) * Cost.ofEntry(length[g], lanes, line);
    }

    /** Bounds of {@code parts} consecutive shares of groups with about equal work; length parts + 1. */
    int[] shares(int parts, int lanes, int line) {
        return Cost.shares(
                parts,
                IntStream.range(0, groups())
                        .mapToLong(g -> cost(g, lanes, line))
                        .toArray());
    }

    /** Cuts the input rows at every end of a run, then hands each run to the pieces that it covers. */
    private static final class Builder {
        private final Runs runs;
        private final int rows;
        private final BitSet zeroed;
        private final BitSet cuts = new BitSet();
        private int[] pieceAt;
        private int[] count;

        Builder(Runs runs, int inputRows, BitSet zeroed) {
            this.runs = runs;
            this.rows = inputRows;
            this.zeroed = zeroed;
        }

        DownPlan build(int firstInput, boolean adds) {
            cut();
            int[] start = pieces();
            count(start);
            int[] kept = kept(start);
            int n = kept.length;
            int[] x = new int[n];
            int[] length = new int[n];
            int[] first = new int[n + 1];
            int[] next = new int[start.length];
            for (int g = 0; g < n; g++) {
                int p = kept[g];
                x[g] = firstInput + start[p];
                length[g] = end(start, p) - start[p];
                next[p] = first[g];
                first[g + 1] = Math.addExact(first[g], count[p]);
            }
            int[] y = new int[first[n]];
            int[] w = new int[first[n]];
            fill(start, next, y, w);
            return new DownPlan(x, length, first, y, w, adds);
        }

        private void cut() {
            for (int k = 0; k < runs.count(); k++) {
                cuts.set(runs.xRow()[k]);
                cuts.set(runs.xRow()[k] + runs.length()[k]);
            }
            for (int i = zeroed.nextSetBit(0); i >= 0; i = zeroed.nextSetBit(i)) {
                cuts.set(i);
                i = zeroed.nextClearBit(i);
                cuts.set(i);
            }
        }

        /** First rows of the pieces; {@code pieceAt} says which piece starts at a row. */
        private int[] pieces() {
            pieceAt = new int[rows + 1];
            int[] start = new int[Math.max(16, cuts.cardinality())];
            int n = 0;
            for (int c = cuts.nextSetBit(0); c >= 0 && c < rows; c = cuts.nextSetBit(c + 1)) {
                int end = cuts.nextSetBit(c + 1);
                for (int i = c; i < (end < 0 ? rows : end); i += LONGEST) {
                    if (n == start.length) {
                        start = Arrays.copyOf(start, 2 * n);
                    }
                    pieceAt[i] = n;
                    start[n++] = i;
                }
            }
            return Arrays.copyOf(start, n);
        }

        private int end(int[] start, int piece) {
            int after = cuts.nextSetBit(start[piece] + 1);
            int next = piece + 1 < start.length ? start[piece + 1] : rows;
            return after < 0 ? next : Math.min(next, after);
        }

        private void count(int[] start) {
            count = new int[start.length];
            for (int k = 0; k < runs.count(); k++) {
                int x = runs.xRow()[k];
                int end = x + runs.length()[k];
                for (int p = pieceAt[x]; p < start.length && start[p] < end; p++) {
                    count[p]++;
                }
            }
        }

        /** Pieces with entries, and those that must be set to 0. */
        private int[] kept(int[] start) {
            int[] kept = new int[start.length];
            int n = 0;
            for (int p = 0; p < start.length; p++) {
                if (count[p] > 0 || zeroed.get(start[p])) {
                    kept[n++] = p;
                }
            }
            return Arrays.copyOf(kept, n);
        }

        private void fill(int[] start, int[] next, int[] y, int[] w) {
            for (int k = 0; k < runs.count(); k++) {
                int x = runs.xRow()[k];
                int end = x + runs.length()[k];
                for (int p = pieceAt[x]; p < start.length && start[p] < end; p++) {
                    int e = next[p]++;
                    y[e] = runs.yRow()[k] + start[p] - x;
                    w[e] = runs.weight()[k];
                }
            }
        }
    }
}
