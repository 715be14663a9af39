package io.dmm4j.train.update;

import java.util.List;

/**
 * Steps divided by the root of a running mean square (Hinton, Neural networks for machine learning, lecture 6e): c = ρ·c
 * + (1 − ρ)·g², w −= η·g / (√c + ε).
 *
 * @param rate η
 * @param decay ρ
 * @param epsilon ε
 */
public record RmsProp(Rate rate, double decay, double epsilon) implements Updater {

    /** With a constant rate, ρ = 0.95 and ε = 1e-8. */
    public static RmsProp of(double rate) {
        return new RmsProp(Rate.constant(rate), 0.95, 1e-8);
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public List<String> slots() {
        return List.of("c");
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        double[] c = state.array(0);
        state.next();
        for (int i : which) {
            c[i] = decay * c[i] + (1 - decay) * g[i] * g[i];
            w[i] -= rate * g[i] / (Math.sqrt(c[i]) + epsilon);
        }
    }
}
