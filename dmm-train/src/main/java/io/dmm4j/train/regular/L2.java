package io.dmm4j.train.regular;

import io.dmm4j.train.Parameters;

/** See {@link Regulariser#l2}. */
record L2(double lambda) implements Regulariser {
    @Override
    public Penalty bind(Parameters p) {
        int[] links = L1.links(p);
        return (w, g) -> {
            double sum = 0;
            for (int i : links) {
                sum += w[i] * w[i];
                g[i] += 2 * lambda * w[i];
            }
            return lambda * sum;
        };
    }
}
