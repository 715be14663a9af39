package io.dmm4j.train.loss;

import io.dmm4j.value.DmmException;

/**
 * How far a probe is from what is wanted, in one cycle. Stateless. In the formulas y is seen, t is wanted and w is the weight
 * of a row; a row of weight 0 does not count.
 */
public interface Loss {
    /** Σ w·(y − t)². */
    Loss SQUARED = new Elementwise("squared", (e) -> e * e, e -> 2 * e);

    /** Σ w·|y − t|; the derivative at 0 is 0. */
    Loss ABSOLUTE = new Elementwise("absolute", Math::abs, Math::signum);

    /**
     * −w·Σ t·ln softmax(y), over the rows of the probe that count, for each lane; t is a distribution over paths. Every path
     * that is wanted must be one that the probe can show.
     */
    Loss SOFTMAX_CROSS_ENTROPY = new SoftmaxCrossEntropy();

    /** Σ w·h(y − t) with h(e) = e²/2 for |e| ≤ δ, else δ·(|e| − δ/2) (Huber, 1964). */
    static Loss huber(double delta) {
        if (!(delta > 0)) {
            throw new DmmException("Huber loss: found δ = " + delta + ", expected a number above 0");
        }
        return new Elementwise(
                "huber(" + delta + ")",
                e -> Math.abs(e) <= delta ? e * e / 2 : delta * (Math.abs(e) - delta / 2),
                e -> Math.max(-delta, Math.min(delta, e)));
    }

    /**
     * Adds the loss of one probe in one cycle, in all lanes, and writes its derivative.
     *
     * @param rows rows of the probe
     * @param lanes lanes, the fast index
     * @param seen y, [rows × lanes] from {@code at}
     * @param at where the probe's rows begin in {@code seen}
     * @param wanted t, [rows × lanes] from {@code from}
     * @param weight w, likewise
     * @param derivative receives ∂/∂y, likewise
     * @param from where the probe's rows of this cycle begin in the last three arrays
     * @return the loss
     */
    double add(
            int rows,
            int lanes,
            double[] seen,
            int at,
            double[] wanted,
            double[] weight,
            double[] derivative,
            int from);

    /**
     * The loss of one wanted number at a path that the probe can never show, so that y is 0.
     *
     * @throws DmmException if such a path has no meaning
     */
    double absent(double wanted);
}
