package io.dmm4j.train.regular;

import io.dmm4j.train.Parameters;
import java.util.function.Function;

/**
 * A penalty on parameters: a value. Users write their own by saying in {@link #lower} what it does to rows, and then it runs
 * on any backend; or as plain Java with {@link #onHost}. A factor that is not finite, or negative, is refused.
 */
@FunctionalInterface
public interface Regulariser {

    /** Writes the penalty and its derivative for the parameters of one network. */
    void lower(PenaltyTerm term);

    /**
     * {@code lambda} · Σ |w| over the links that are trained, or over the entries before cycle 1 of the matrix that a network
     * holds itself; the derivative at 0 is 0.
     */
    static Regulariser l1(double lambda) {
        return new L1(lambda);
    }

    /** {@code lambda} · Σ w² over the same. */
    static Regulariser l2(double lambda) {
        return new L2(lambda);
    }

    /**
     * {@code lambda} · Σ (s − 1)² over the inputs with a link that is trained, where s is the sum of the weights of all links
     * into the input: rows of the matrix are drawn towards averages. A network that holds its own matrix is refused.
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

    /**
     * A penalty in plain Java. It runs on the host: in every step the parameters and the gradient are read back from the
     * backend, and the gradient is handed to it again.
     *
     * @param bind looks up what it needs to know of a network
     */
    static Regulariser onHost(Function<Parameters, Penalty> bind) {
        return new OnHost(bind);
    }

    /** A penalty in plain Java for the parameters of one network. */
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

    /** See {@link #onHost}. */
    record OnHost(Function<Parameters, Penalty> bind) implements Regulariser {
        @Override
        public void lower(PenaltyTerm term) {
            // nothing that a backend could run
        }
    }
}
