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
    public List<String> scalars() {
        return List.of("rate");
    }

    @Override
    public double[] scalars(double rate, long step) {
        return new double[] {rate};
    }

    @Override
    public void lower(StepTerm s) {
        s.setW(s.ops().minus(s.w(), s.ops().scale(s.scalar(0), s.g())));
    }
}
