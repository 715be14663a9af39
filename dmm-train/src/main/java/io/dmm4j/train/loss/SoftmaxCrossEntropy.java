package io.dmm4j.train.loss;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;
import io.dmm4j.value.DmmException;

/**
 * See {@link Loss#SOFTMAX_CROSS_ENTROPY}. With z = y − top − ln Σ e^(y − top), where top is the largest y so that nothing
 * overflows, the loss is −w·Σ t·z and its derivative is w·((Σ t)·e^z − t). The op SOFTMAX is another thing: it leaves out
 * what is 0.
 */
final class SoftmaxCrossEntropy implements Loss {
    @Override
    public void lower(LossTerm t) {
        RowOps ops = t.ops();
        int n = t.seen().count();
        Range ones = ops.constant(1, n);
        Range z = ops.copy(t.seen());
        ops.addScaled(z, ops.times(-1, largest(ops, t.seen())), ones);
        Range total = ops.reduce(Op.SUM, ops.map(Op.EXP, z));
        ops.addScaled(z, ops.times(-1, ops.map(Op.LOG, total)), ones);
        t.loss(ops.scale(t.weight(), ops.minus(ops.constant(0, 1), ops.dot(t.wanted(), z))));
        Range share = ops.scale(ops.reduce(Op.SUM, t.wanted()), ops.map(Op.EXP, z));
        t.seeds(ops.scale(t.weight(), ops.minus(share, t.wanted())));
    }

    /** The largest number, 0 among them, which the op MAX would pass over: halves are compared until one row is left. */
    private static Range largest(RowOps ops, Range y) {
        Range left = ops.copy(y);
        while (left.count() > 1) {
            int half = left.count() / 2;
            int kept = left.count() - half;
            ops.into(left.part(0, half), Op.MAX2, left.part(0, half), left.part(kept, half));
            left = left.part(0, kept);
        }
        return left;
    }

    @Override
    public double absent(double wanted) {
        throw new DmmException("softmax cross-entropy: a path is wanted that the probe can never show");
    }

    @Override
    public boolean isRelative() {
        return true;
    }

    @Override
    public String toString() {
        return "softmax-cross-entropy";
    }
}
