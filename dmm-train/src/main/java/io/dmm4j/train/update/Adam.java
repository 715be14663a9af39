package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
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
    /** Checks the constants. */
    public Adam {
        Constants.memory("adam", "beta1", beta1);
        Constants.memory("adam", "beta2", beta2);
        Constants.notNegative("adam", "epsilon", epsilon);
    }

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
    public List<String> scalars() {
        return List.of("rate / (1 - beta1^t)", "1 / (1 - beta2^t)");
    }

    @Override
    public double[] scalars(double rate, long step) {
        return new double[] {rate * Moments.correction(beta1, step), Moments.correction(beta2, step)};
    }

    @Override
    public void lower(StepTerm s) {
        s.setW(s.ops().minus(s.w(), change(s)));
    }

    /** What is taken from w: η·m̂ / (√v̂ + ε); remembers m and v. */
    Range change(StepTerm s) {
        RowOps ops = s.ops();
        Range m = Moments.mean(ops, beta1, s.slot(0), s.g());
        Range v = Moments.meanSquare(ops, beta2, s.slot(1), s.g());
        s.setSlot(0, m);
        s.setSlot(1, v);
        return ops.zip(Op.DIV, ops.scale(s.scalar(0), m), Moments.root(ops, s.scalar(1), v, epsilon));
    }
}
