package io.dmm4j.train.update;

import java.util.List;

/**
 * Adam with Nesterov's momentum (Dozat, Incorporating Nesterov momentum into Adam, 2016, with a constant μ): as {@link
 * Adam}, with (β₁·m + (1 − β₁)·g) / (1 − β₁ᵗ) in place of m̂. The second moment is corrected for the start as in the paper;
 * Deeplearning4j does not, which makes its first steps 30 times as long.
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record Nadam(Rate rate, double beta1, double beta2, double epsilon) implements Updater {

    /** With a constant rate, β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public static Nadam of(double rate) {
        return new Nadam(Rate.constant(rate), 0.9, 0.999, 1e-8);
    }

    @Override
    public String name() {
        return "nadam";
    }

    @Override
    public List<String> slots() {
        return List.of("m", "v");
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        double[] m = state.array(0);
        double[] v = state.array(1);
        long t = state.next();
        double c1 = 1 - Math.pow(beta1, t);
        double c2 = 1 - Math.pow(beta2, t);
        for (int i : which) {
            m[i] = beta1 * m[i] + (1 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
            double ahead = beta1 * m[i] + (1 - beta1) * g[i];
            w[i] -= rate * (ahead / c1) / (Math.sqrt(v[i] / c2) + epsilon);
        }
    }
}
