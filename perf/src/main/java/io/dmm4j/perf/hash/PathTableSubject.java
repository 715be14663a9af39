package io.dmm4j.perf.hash;

import io.dmm4j.hash.PathTable;

/** The path table of dmm4j. */
final class PathTableSubject implements Subject {
    private static final int BATCH = 64;

    private final int[] parents = new int[BATCH];
    private final int[] labels = new int[BATCH];
    private final int[] found = new int[BATCH];
    private PathTable table;

    @Override
    public String name() {
        return "dmm4j";
    }

    @Override
    public void build(Workload work) {
        table = PathTable.of(work.parents(), work.labels());
    }

    PathTable table() {
        return table;
    }

    @Override
    public long independent(Workload work) {
        int[] wantedParents = work.wantedParents();
        int[] wantedLabels = work.wantedLabels();
        long sum = 0;
        for (int q = 0; q < wantedParents.length; q++) {
            sum += table.find(wantedParents[q], wantedLabels[q]);
        }
        return sum;
    }

    @Override
    public long dependent(Workload work) {
        int[] wantedParents = work.wantedParents();
        int[] wantedLabels = work.wantedLabels();
        int last = 0;
        for (int q = 0; q < wantedParents.length; q++) {
            last = table.find(wantedParents[q] + (last >>> 31), wantedLabels[q]); // adds 0: all are members
        }
        return last;
    }

    /** All questions in batches of 64; the sum of the indices. */
    long batched(Workload work) {
        long sum = 0;
        for (int from = 0; from + BATCH <= work.questions(); from += BATCH) {
            System.arraycopy(work.wantedParents(), from, parents, 0, BATCH);
            System.arraycopy(work.wantedLabels(), from, labels, 0, BATCH);
            table.findAll(parents, labels, found);
            for (int index : found) {
                sum += index;
            }
        }
        return sum;
    }

    @Override
    public long bytes() {
        return table.bytes();
    }
}
