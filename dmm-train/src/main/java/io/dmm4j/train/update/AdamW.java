package io.dmm4j.train.update;

import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2, with
 * the decay scaled by the rate): as {@link Adam}, and w −= η·δ·w of the w before the step.
 *
 * @param adam the rule without decay
 * @param decay δ
 */
public record AdamW(Adam adam, double decay) implements Updater {

    /** With a constant rate, the constants of {@link Adam#of(double)} and δ = 0.01. */
    public static AdamW of(double rate) {
        return new AdamW(Adam.of(rate), 0.01);
    }

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public Rate rate() {
        return adam.rate();
    }

    @Override
    public List<String> slots() {
        return adam.slots();
    }

    @Override
    public void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which) {
        for (int i : which) {
            w[i] -= rate * decay * w[i];
        }
        adam.apply(state, rate, w, g, which);
    }
}
