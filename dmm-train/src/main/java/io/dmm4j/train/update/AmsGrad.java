package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
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
    /** Checks the constants. */
    public AmsGrad {
        Constants.memory("amsgrad", "beta1", beta1);
        Constants.memory("amsgrad", "beta2", beta2);
        Constants.notNegative("amsgrad", "epsilon", epsilon);
    }

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
        Range largest = ops.zip(Op.MAX2, s.slot(2), v);
        s.setSlot(0, m);
        s.setSlot(1, v);
        s.setSlot(2, largest);
        Range root = Moments.root(ops, s.scalar(1), largest, epsilon);
        s.setW(ops.minus(s.w(), ops.zip(Op.DIV, ops.scale(s.scalar(0), m), root)));
    }
}
