package io.dmm4j.train.regular;

import io.dmm4j.train.Parameters;
import java.util.Arrays;

/** See {@link Regulariser#l1}. */
record L1(double lambda) implements Regulariser {
    @Override
    public Penalty bind(Parameters p) {
        int[] links = links(p);
        return (w, g) -> {
            double sum = 0;
            for (int i : links) {
                sum += Math.abs(w[i]);
                g[i] += lambda * Math.signum(w[i]);
            }
            return lambda * sum;
        };
    }

    /** The links that are trained. */
    static int[] links(Parameters p) {
        return Arrays.stream(p.which()).filter(i -> i < p.links()).toArray();
    }
}
