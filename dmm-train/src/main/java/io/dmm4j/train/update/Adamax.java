package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
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
    /** Checks the constants. */
    public Adamax {
        Constants.memory("adamax", "beta1", beta1);
        Constants.memory("adamax", "beta2", beta2);
        Constants.notNegative("adamax", "epsilon", epsilon);
    }

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
    public List<String> scalars() {
        return List.of("rate / (1 - beta1^t)");
    }

    @Override
    public double[] scalars(double rate, long step) {
        return new double[] {rate * Moments.correction(beta1, step)};
    }

    @Override
    public void lower(StepTerm s) {
        RowOps ops = s.ops();
        Range m = Moments.mean(ops, beta1, s.slot(0), s.g());
        Range u = ops.zip(Op.MAX2, ops.times(beta2, s.slot(1)), ops.map(Op.ABS, s.g()));
        s.setSlot(0, m);
        s.setSlot(1, u);
        Range change = ops.zip(Op.DIV, ops.scale(s.scalar(0), m), Moments.plus(ops, u, epsilon));
        s.setW(ops.minus(s.w(), change));
    }
}
