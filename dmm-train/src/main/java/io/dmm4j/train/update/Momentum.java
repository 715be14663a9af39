package io.dmm4j.train.update;

import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import java.util.List;

/**
 * The heavy ball (Polyak, 1964): v = μ·v − η·g, w += v.
 *
 * @param rate η
 * @param momentum μ
 */
public record Momentum(Rate rate, double momentum) implements Updater {
    /** Checks the constants. */
    public Momentum {
        Constants.memory("momentum", "momentum", momentum);
    }

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
    public List<String> scalars() {
        return List.of("rate");
    }

    @Override
    public double[] scalars(double rate, long step) {
        return new double[] {rate};
    }

    @Override
    public void lower(StepTerm s) {
        RowOps ops = s.ops();
        Range v = ops.minus(ops.times(momentum, s.slot(0)), ops.scale(s.scalar(0), s.g()));
        s.setSlot(0, v);
        s.setW(ops.plus(s.w(), v));
    }
}
