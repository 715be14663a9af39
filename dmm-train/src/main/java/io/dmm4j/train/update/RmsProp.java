package io.dmm4j.train.update;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import java.util.List;

/**
 * Steps divided by the root of a running mean square (Hinton, Neural networks for machine learning, lecture 6e): c = ρ·c
 * + (1 − ρ)·g², w −= η·g / (√c + ε).
 *
 * @param rate η
 * @param decay ρ
 * @param epsilon ε
 */
public record RmsProp(Rate rate, double decay, double epsilon) implements Updater {
    /** Checks the constants. */
    public RmsProp {
        Constants.memory("rmsprop", "rho", decay);
        Constants.notNegative("rmsprop", "epsilon", epsilon);
    }

    /** With a constant rate, ρ = 0.95 and ε = 1e-8. */
    public static RmsProp of(double rate) {
        return new RmsProp(Rate.constant(rate), 0.95, 1e-8);
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public List<String> slots() {
        return List.of("c");
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
        Range c = Moments.meanSquare(ops, decay, s.slot(0), s.g());
        Range root = Moments.plus(ops, ops.map(Op.SQRT, c), epsilon);
        s.setSlot(0, c);
        s.setW(ops.minus(s.w(), ops.zip(Op.DIV, ops.scale(s.scalar(0), s.g()), root)));
    }
}
