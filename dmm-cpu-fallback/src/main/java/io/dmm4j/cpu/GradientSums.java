package io.dmm4j.cpu;

import java.util.Arrays;

/** Sums of gradients over the lane blocks that one thread goes back over, one after the other. */
final class GradientSums {
    /** Per stage of a small program, one per entry of its links turned round: the gradient of the entry's weight. */
    final double[][] entries;

    /** Per stage, one per run in the order of {@link LinkDots}: the gradient of the run's weight. */
    final double[][] runs;

    /** What came by rows that hold parameters, one for each of these. */
    final double[] rows;

    private final BackPlan<?> back;

    GradientSums(BackPlan<?> back) {
        this.back = back;
        int stages = back.back.length;
        entries = new double[stages][];
        runs = new double[stages][];
        for (int i = 0; i < stages; i++) {
            entries[i] = new double[back.small ? back.back[i].entries() : 0];
            runs[i] = new double[back.dots[i].count()];
        }
        rows = new double[back.program.parameterRow().length];
    }

    void clear() {
        for (int i = 0; i < runs.length; i++) {
            Arrays.fill(entries[i], 0);
            Arrays.fill(runs[i], 0);
        }
        Arrays.fill(rows, 0);
    }

    /** Adds these sums to ∂L/∂parameters. */
    void addTo(double[] gradient) {
        for (int i = 0; i < runs.length; i++) {
            add(runs[i], back.dots[i].weight, gradient);
            add(entries[i], back.back[i].weight, gradient);
        }
        add(rows, back.program.parameterIndex(), gradient);
    }

    private static void add(double[] sums, int[] weight, double[] gradient) {
        for (int k = 0; k < sums.length; k++) {
            gradient[weight[k]] += sums[k];
        }
    }
}
