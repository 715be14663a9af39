package io.dmm4j.train;

import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;

/** Penalties that are plain Java ({@link Regulariser#onHost}): numbers and gradient pass through the host for them. */
final class HostPenalties {
    private final List<Regulariser.Penalty> penalties = new ArrayList<>();
    private final double[] w;
    private final double[] g;

    HostPenalties(Parameters p, List<Regulariser> regularisers) {
        for (Regulariser r : regularisers) {
            if (r instanceof Regulariser.OnHost h) {
                penalties.add(h.bind().apply(p));
            }
        }
        int n = penalties.isEmpty() ? 0 : p.count();
        w = new double[n];
        g = new double[n];
    }

    /**
     * Adds their derivatives to the gradient, and answers their sum; nothing is done if there are none.
     *
     * @throws DmmException if it is not finite
     */
    double add(TrainingExecutor executor) {
        if (penalties.isEmpty()) {
            return 0;
        }
        executor.readNumbers(w);
        executor.readGradient(g);
        double sum = 0;
        for (Regulariser.Penalty p : penalties) {
            sum += p.add(w, g);
        }
        if (!NonFinite.canBeAdded(sum)) {
            throw new DmmException("the penalty of those in plain Java is " + sum + ", expected a finite number");
        }
        executor.writeGradient(g);
        return sum;
    }
}
