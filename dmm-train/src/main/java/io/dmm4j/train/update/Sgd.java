package io.dmm4j.train.update;

import java.util.List;

/**
 * Gradient descent: w −= η·g.
 *
 * @param rate η
 */
public record Sgd(Rate rate) implements Updater {

    /** With a constant rate. */
    public static Sgd of(double rate) {
        return new Sgd(Rate.constant(rate));
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public List<String> slots() {
        return List.of();
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        state.next();
        for (int i : which) {
            w[i] -= rate * g[i];
        }
    }
}
