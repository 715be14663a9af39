package io.dmm4j.train.update;

import java.util.List;

/**
 * Adam with a running maximum in place of the second moment (Kingma and Ba, 2015, algorithm 2): m = β₁·m + (1 − β₁)·g, u =
 * max(β₂·u, |g|), w −= η / (1 − β₁ᵗ)·m / (u + ε).
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε, so that a gradient of 0 moves nothing
 */
public record Adamax(Rate rate, double beta1, double beta2, double epsilon) implements Updater {

    /** With a constant rate, β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public static Adamax of(double rate) {
        return new Adamax(Rate.constant(rate), 0.9, 0.999, 1e-8);
    }

    @Override
    public String name() {
        return "adamax";
    }

    @Override
    public List<String> slots() {
        return List.of("m", "u");
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        double[] m = state.array(0);
        double[] u = state.array(1);
        double c1 = 1 - Math.pow(beta1, state.next());
        for (int i : which) {
            m[i] = beta1 * m[i] + (1 - beta1) * g[i];
            u[i] = Math.max(beta2 * u[i], Math.abs(g[i]));
            w[i] -= rate / c1 * m[i] / (u[i] + epsilon);
        }
    }
}
