package io.dmm4j.train.regular;

/** See {@link Regulariser#l2}. */
record L2(double lambda) implements Regulariser {
    L2 {
        Factor.check(lambda);
    }

    @Override
    public void lower(PenaltyTerm t) {
        t.add(t.ops().times(lambda, t.ops().dot(t.trainedLinks(), t.trainedLinks())));
        t.addToLinks(t.ops().times(2 * lambda, t.trainedLinks()));
    }
}
