package io.dmm4j.train.loss;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/** See {@link Loss#ABSOLUTE}. */
final class Absolute implements Loss {
    @Override
    public void lower(LossTerm t) {
        RowOps ops = t.ops();
        Range e = ops.minus(t.seen(), t.wanted());
        Range weightedSign = ops.scale(t.weight(), ops.map(Op.SIGN, e));
        t.loss(ops.dot(weightedSign, e));
        t.seeds(weightedSign);
    }

    @Override
    public double absent(double wanted) {
        return Math.abs(wanted);
    }

    @Override
    public String toString() {
        return "absolute";
    }
}
