package io.dmm4j.train.loss;

import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/** See {@link Loss#SQUARED}. */
final class Squared implements Loss {
    @Override
    public void lower(LossTerm t) {
        RowOps ops = t.ops();
        Range e = ops.minus(t.seen(), t.wanted());
        t.loss(ops.scale(t.weight(), ops.dot(e, e)));
        t.seeds(ops.scale(t.weight(), ops.times(2, e)));
    }

    @Override
    public double absent(double wanted) {
        return wanted * wanted;
    }

    @Override
    public String toString() {
        return "squared";
    }
}
