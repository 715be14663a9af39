package io.dmm4j.cpu;

import java.util.Arrays;

/** Sums of gradients over the lane blocks that one thread goes back over, one after the other. */
final class GradientSums {
    /** Per stage, one per entry of its links turned round: the gradient of the entry's weight. */
    final double[][] entries;

    /** What did not come by entries, one per parameter. */
    final double[] parameters;

    private final BackPlan<?> back;

    GradientSums(BackPlan<?> back, boolean byEntries) {
        this.back = back;
        entries = new double[back.back.length][];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new double[byEntries ? back.back[i].entries() : 0];
        }
        parameters = new double[back.program.parameters().length];
    }

    void clear() {
        for (double[] stage : entries) {
            Arrays.fill(stage, 0);
        }
        Arrays.fill(parameters, 0);
    }

    /** Adds these sums to ∂L/∂parameters. */
    void addTo(double[] gradient) {
        for (int i = 0; i < parameters.length; i++) {
            gradient[i] += parameters[i];
        }
        for (int i = 0; i < entries.length; i++) {
            int[] weight = back.back[i].weight;
            for (int k = 0; k < entries[i].length; k++) {
                gradient[weight[k]] += entries[i][k];
            }
        }
    }
}
