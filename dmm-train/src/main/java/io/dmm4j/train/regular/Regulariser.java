package io.dmm4j.train.regular;

import io.dmm4j.train.Parameters;

/** A penalty on parameters: a value. Users write their own by {@link #bind} looking at names, and adding. */
@FunctionalInterface
public interface Regulariser {

    /** A penalty for the parameters of one network. */
    interface Penalty {
        /**
         * Adds the derivative to a gradient.
         *
         * @param w the parameters
         * @param gradient receives ∂penalty/∂w, added
         * @return the penalty
         */
        double add(double[] w, double[] gradient);
    }

    /** Looks up what it needs to know of a network. */
    Penalty bind(Parameters parameters);

    /** {@code lambda} · Σ |w| over the links that are trained; the derivative at 0 is 0. */
    static Regulariser l1(double lambda) {
        return new L1(lambda);
    }

    /** {@code lambda} · Σ w² over the links that are trained. */
    static Regulariser l2(double lambda) {
        return new L2(lambda);
    }

    /**
     * {@code lambda} · Σ (s − 1)² over the inputs with a link that is trained, where s is the sum of the weights of all links
     * into the input: rows of the matrix are drawn towards averages.
     */
    static Regulariser rowSum(double lambda) {
        return new RowSum(lambda);
    }

    /**
     * {@code lambda} · Σ |c − w| over superfluid neurons, where c is the coefficient of accumulation in their initial outputs
     * and w the weight of the link from their result to what they accumulate: an accumulator should pass on as much as it
     * takes up. (A wish of the published superfluid experiments.)
     *
     * @param squared whether the square (c − w)² counts instead
     */
    static Regulariser accumulators(double lambda, boolean squared) {
        return new Accumulators(lambda, squared);
    }
}
