package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
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
    /** Checks the constants. */
    public Nadam {
        Constants.memory("nadam", "beta1", beta1);
        Constants.memory("nadam", "beta2", beta2);
        Constants.notNegative("nadam", "epsilon", epsilon);
    }

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
    public List<String> scalars() {
        return List.of("rate / (1 - beta1^t)", "1 / (1 - beta2^t)");
    }

    @Override
    public double[] scalars(double rate, long step) {
        return new double[] {rate * Moments.correction(beta1, step), Moments.correction(beta2, step)};
    }

    @Override
    public void lower(StepTerm s) {
        RowOps ops = s.ops();
        Range m = Moments.mean(ops, beta1, s.slot(0), s.g());
        Range v = Moments.meanSquare(ops, beta2, s.slot(1), s.g());
        s.setSlot(0, m);
        s.setSlot(1, v);
        Range ahead = Moments.mean(ops, beta1, m, s.g());
        Range root = Moments.root(ops, s.scalar(1), v, epsilon);
        s.setW(ops.minus(s.w(), ops.zip(Op.DIV, ops.scale(s.scalar(0), ahead), root)));
    }
}
