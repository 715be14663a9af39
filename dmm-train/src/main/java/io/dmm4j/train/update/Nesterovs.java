package io.dmm4j.train.update;

import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import java.util.List;

/**
 * Nesterov's momentum in the form that needs the gradient at w only (Bengio and others, Advances in optimizing recurrent
 * networks, 2012, section 3.5), as in Deeplearning4j: v' = μ·v − η·g, w += (1 + μ)·v' − μ·v.
 *
 * @param rate η
 * @param momentum μ
 */
public record Nesterovs(Rate rate, double momentum) implements Updater {
    /** Checks the constants. */
    public Nesterovs {
        Constants.memory("nesterovs", "momentum", momentum);
    }

    /** With a constant rate and μ = 0.9. */
    public static Nesterovs of(double rate) {
        return new Nesterovs(Rate.constant(rate), 0.9);
    }

    @Override
    public String name() {
        return "nesterovs";
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
        Range before = ops.times(momentum, s.slot(0));
        Range v = ops.minus(before, ops.scale(s.scalar(0), s.g()));
        s.setSlot(0, v);
        s.setW(ops.plus(s.w(), ops.minus(ops.times(1 + momentum, v), before)));
    }
}
