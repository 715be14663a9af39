package io.dmm4j.train.update;

import java.util.List;

/**
 * The heavy ball (Polyak, 1964): v = μ·v − η·g, w += v.
 *
 * @param rate η
 * @param momentum μ
 */
public record Momentum(Rate rate, double momentum) implements Updater {

    /** With a constant rate and μ = 0.9. */
    public static Momentum of(double rate) {
        return new Momentum(Rate.constant(rate), 0.9);
    }

    @Override
    public String name() {
        return "momentum";
    }

    @Override
    public List<String> slots() {
        return List.of("v");
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        double[] v = state.array(0);
        state.next();
        for (int i : which) {
            v[i] = momentum * v[i] - rate * g[i];
            w[i] += v[i];
        }
    }
}
