package io.dmm4j.train.regular;

import io.dmm4j.expr.Op;

/** See {@link Regulariser#l1}. */
record L1(double lambda) implements Regulariser {
    L1 {
        Factor.check(lambda);
    }

    @Override
    public void lower(PenaltyTerm t) {
        t.add(t.ops().times(lambda, t.ops().reduce(Op.L1, t.trainedLinks())));
        t.addToLinks(t.ops().times(lambda, t.ops().map(Op.SIGN, t.trainedLinks())));
    }
}
