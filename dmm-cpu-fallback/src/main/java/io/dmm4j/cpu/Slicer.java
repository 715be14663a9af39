package io.dmm4j.cpu;

import java.util.Arrays;

/**
 * Gives a plan for one lane a second copy of its scalar streams in which the entries of as many
 * neighbouring rows as a vector has elements lie side by side (sliced ELLPACK): a kernel then sums a
 * whole slice of rows with gathered loads, each row still in its own order. Rows with fewer entries than
 * the longest of the slice are filled up with −0 times a zero, which changes no sum.
 */
final class Slicer {
    /** Slices may be filled up to this many times their entries, in halves. */
    private static final int MOST_HALVES = 3;

    private final DownPlan plan;
    private final int rows;
    private final int zero;
    private int[] yRow;
    private int[] weight;
    private int free;

    /**
     * Prepares for a plan.
     *
     * @param rows rows of a slice
     * @param zero a row whose one element is always 0
     */
    Slicer(DownPlan plan, int rows, int zero) {
        this.plan = plan;
        this.rows = rows;
        this.zero = zero;
        yRow = plan.yRow;
        weight = plan.weight;
        free = plan.entries();
    }

    /** The plan with slices wherever enough rows of about equal length follow each other. */
    DownPlan sliced() {
        int[] slice = new int[plan.groups()];
        Arrays.fill(slice, -1);
        int[] depth = new int[plan.groups()];
        for (int g = 0; g < slice.length; ) {
            int longest = longest(g);
            if (longest > 0) {
                slice[g] = free;
                depth[g] = longest;
                append(g, longest);
                g += rows;
            } else {
                g++;
            }
        }
        return plan.withSlices(slice, depth, Arrays.copyOf(yRow, free), Arrays.copyOf(weight, free));
    }

    /** The most entries of a row of the slice that starts at a group; 0 if there should be none. */
    private int longest(int g) {
        if (g + rows > plan.groups() || plan.xRow[g + rows - 1] - plan.xRow[g] != rows - 1) {
            return 0; // the groups ascend, so they are single neighbouring rows only then
        }
        int longest = 0;
        for (int i = g; i < g + rows; i++) {
            longest = Math.max(longest, plan.first[i + 1] - plan.first[i]);
        }
        boolean lastIsOneRow = plan.length[g + rows - 1] == 1;
        long entries = plan.first[g + rows] - plan.first[g];
        boolean even = 2L * longest * rows <= MOST_HALVES * entries;
        boolean fits = (long) free + (long) longest * rows <= Integer.MAX_VALUE - Cells.SLACK;
        return lastIsOneRow && even && fits ? longest : 0;
    }

    private void append(int g, int longest) {
        int end = free + longest * rows;
        if (end > yRow.length) {
            int size = (int) Math.min(Integer.MAX_VALUE - Cells.SLACK, Math.max(end, 2L * yRow.length));
            yRow = Arrays.copyOf(yRow, size);
            weight = Arrays.copyOf(weight, size);
        }
        for (int j = 0; j < longest; j++) {
            for (int i = g; i < g + rows; i++) {
                int k = plan.first[i] + j;
                boolean there = k < plan.first[i + 1];
                yRow[free] = there ? plan.yRow[k] : zero;
                weight[free++] = there ? plan.weight[k] : Cells.NONE;
            }
        }
    }
}
