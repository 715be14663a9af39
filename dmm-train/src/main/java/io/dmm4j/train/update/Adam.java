package io.dmm4j.train.update;

import java.util.List;

/**
 * Adam (Kingma and Ba, Adam: a method for stochastic optimization, 2015, algorithm 1): m = β₁·m + (1 − β₁)·g, v = β₂·v + (1
 * − β₂)·g², w −= η·m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). The published training of the duplicate
 * detector uses this form; Deeplearning4j adds ε to √v instead (the remark at the end of section 2).
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record Adam(Rate rate, double beta1, double beta2, double epsilon) implements Updater {

    /** With a constant rate, β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public static Adam of(double rate) {
        return of(Rate.constant(rate));
    }

    /** With β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public static Adam of(Rate rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8);
    }

    @Override
    public String name() {
        return "adam";
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
            w[i] -= rate * (m[i] / c1) / (Math.sqrt(v[i] / c2) + epsilon);
        }
    }
}
