package io.dmm4j.train.loss;

import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/** See {@link Loss#SQUARED}. */
final class Squared implements Loss {
    @Override
    public void lower(LossTerm t) {
        RowOps ops = t.ops();
        Range e = ops.minus(t.seen(), t.wanted());
        Range weighted = ops.scale(t.weight(), e);
        t.loss(ops.dot(weighted, e));
        t.seeds(ops.times(2, weighted));
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
