package io.dmm4j.train.update;

import java.util.List;

/**
 * Adam with a second moment that never falls (Reddi, Kale and Kumar, On the convergence of Adam and beyond, 2018): as
 * {@link Adam}, with the largest v so far in place of v. The corrections for the start are kept, as in Deeplearning4j.
 *
 * @param rate η
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
public record AmsGrad(Rate rate, double beta1, double beta2, double epsilon) implements Updater {

    /** With a constant rate, β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. */
    public static AmsGrad of(double rate) {
        return new AmsGrad(Rate.constant(rate), 0.9, 0.999, 1e-8);
    }

    @Override
    public String name() {
        return "amsgrad";
    }

    @Override
    public List<String> slots() {
        return List.of("m", "v", "largest");
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        double[] m = state.array(0);
        double[] v = state.array(1);
        double[] largest = state.array(2);
        long t = state.next();
        double c1 = 1 - Math.pow(beta1, t);
        double c2 = 1 - Math.pow(beta2, t);
        for (int i : which) {
            m[i] = beta1 * m[i] + (1 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
            largest[i] = Math.max(largest[i], v[i]);
            w[i] -= rate * (m[i] / c1) / (Math.sqrt(largest[i] / c2) + epsilon);
        }
    }
}
