package io.dmm4j.train.update;

import io.dmm4j.train.program.Range;
import java.util.List;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2, with
 * the decay scaled by the rate): as {@link Adam}, and w −= η·δ·w of the w before the step.
 *
 * @param adam the rule without decay
 * @param decay δ
 */
public record AdamW(Adam adam, double decay) implements Updater {
    /** Checks the constants. */
    public AdamW {
        Constants.notNegative("adamw", "decay", decay);
    }

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
    public List<String> scalars() {
        return List.of("rate / (1 - beta1^t)", "1 / (1 - beta2^t)", "1 - rate * decay");
    }

    @Override
    public double[] scalars(double rate, long step) {
        double[] of = adam.scalars(rate, step);
        return new double[] {of[0], of[1], 1 - rate * decay};
    }

    @Override
    public void lower(StepTerm s) {
        Range decayed = s.ops().scale(s.scalar(2), s.w());
        s.setW(s.ops().minus(decayed, adam.change(s)));
    }
}
