package io.dmm4j.train.loss;

import io.dmm4j.train.program.Range;
import io.dmm4j.train.program.RowOps;

/**
 * One probe of an objective, where its loss is written: rows to read, and two results to give, once each. What is seen
 * stands for what is wanted where the weight is 0, so that NaN does not pass there.
 */
public final class LossTerm {
    private final RowOps ops;
    private final Range seen;
    private final Range wanted;
    private final Range weight;
    private final Range loss;
    private final Range seeds;

    LossTerm(RowOps ops, Range seen, Range wanted, Range weight, Range loss, Range seeds) {
        this.ops = ops;
        this.seen = seen;
        this.wanted = wanted;
        this.weight = weight;
        this.loss = loss;
        this.seeds = seeds;
    }

    /** What ops are appended to. */
    public RowOps ops() {
        return ops;
    }

    /** y: the rows of the probe that count. */
    public Range seen() {
        return seen;
    }

    /** t, as many. */
    public Range wanted() {
        return wanted;
    }

    /** w: one row, 0 where the probe does not count. */
    public Range weight() {
        return weight;
    }

    /** Says what the loss is: one row, weight included. */
    public void loss(Range one) {
        ops.place(loss, one);
    }

    /** Says what ∂loss/∂y is: as many rows as y, weight included. */
    public void seeds(Range slope) {
        ops.place(seeds, slope);
    }
}
