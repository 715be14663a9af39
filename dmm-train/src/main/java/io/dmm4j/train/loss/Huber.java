package io.dmm4j.train.loss;

import io.dmm4j.expr.Op;
import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/** See {@link Loss#huber}. With c the error limited to [−δ, δ], h = c·(e − c/2) and its derivative is c. */
record Huber(double delta) implements Loss {
    @Override
    public void lower(LossTerm t) {
        RowOps ops = t.ops();
        Range e = ops.minus(t.seen(), t.wanted());
        Range c = ops.map(Op.CLAMP, e, -delta, delta);
        Range weighted = ops.scale(t.weight(), c);
        t.loss(ops.dot(weighted, ops.minus(e, ops.times(0.5, c))));
        t.seeds(weighted);
    }

    @Override
    public double absent(double wanted) {
        double c = Math.min(Math.abs(wanted), delta);
        return c * (Math.abs(wanted) - c / 2);
    }

    @Override
    public String toString() {
        return "huber(" + delta + ")";
    }
}
