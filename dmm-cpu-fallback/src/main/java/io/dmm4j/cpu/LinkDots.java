package io.dmm4j.cpu;

import io.dmm4j.flat.Runs;

/**
 * The runs of a stage in the order in which the products for their weights are summed, derivatives of inputs times outputs:
 * those of one row first. Each kind is in the order of stretches of outputs that a core's second cache holds, and in a
 * stretch in the order of the runs, so that outputs come from that cache and inputs follow each other.
 */
final class LinkDots {
    /** Rows of a stretch: a quarter of a megabyte where rows are four cache lines. */
    private static final int STRETCH = 1 << 10;

    /** First row of each run's inputs, from the first input on. */
    final int[] xRow;

    /** First row of each run's outputs. */
    final int[] yRow;

    /** Parameter index of each run's weight. */
    final int[] weight;

    /** How many of the first runs have one row. */
    final int singles;

    /** Rows of each of the others. */
    final int[] length;

    LinkDots(Runs runs) {
        int n = runs.count();
        int[] next = places(runs);
        xRow = new int[n];
        yRow = new int[n];
        weight = new int[n];
        singles = next[next.length / 2];
        length = new int[n - singles];
        for (int k = 0; k < n; k++) {
            int at = next[place(runs, k, next.length / 2)]++;
            xRow[at] = runs.xRow()[k];
            yRow[at] = runs.yRow()[k];
            weight[at] = runs.weight()[k];
            if (at >= singles) {
                length[at - singles] = runs.length()[k];
            }
        }
    }

    /** How many runs come before those of one row of each stretch, and then before the longer ones. */
    private static int[] places(Runs runs) {
        int last = 0;
        for (int y : runs.yRow()) {
            last = Math.max(last, y);
        }
        int stretches = last / STRETCH + 1;
        int[] before = new int[2 * stretches];
        for (int k = 0; k < runs.count(); k++) {
            before[place(runs, k, stretches)]++;
        }
        for (int i = 0, sum = 0; i < before.length; i++) {
            int here = before[i];
            before[i] = sum;
            sum += here;
        }
        return before;
    }

    private static int place(Runs runs, int k, int stretches) {
        return runs.yRow()[k] / STRETCH + (runs.length()[k] == 1 ? 0 : stretches);
    }

    int count() {
        return weight.length;
    }
}
