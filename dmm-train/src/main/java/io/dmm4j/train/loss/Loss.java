package io.dmm4j.train.loss;

import io.dmm4j.value.DmmException;

/**
 * How far a probe is from what is wanted, in one cycle. Stateless. In the formulas y is seen, t is wanted, by row, and w is the
 * weight of the probe in this cycle and lane. Users write their own by saying in {@link #lower} what it does to rows.
 */
public interface Loss {
    /** w·Σ (y − t)². */
    Loss SQUARED = new Squared();

    /** w·Σ |y − t|; the derivative at 0 is 0. */
    Loss ABSOLUTE = new Absolute();

    /**
     * −w·Σ t·ln softmax(y), over the rows of the probe that count; t is a distribution over paths. Every path that is wanted
     * must be one that the probe can show, and there must be more than one: the softmax of a single number is always 1.
     */
    Loss SOFTMAX_CROSS_ENTROPY = new SoftmaxCrossEntropy();

    /** w·Σ h(y − t) with h(e) = e²/2 for |e| ≤ δ, else δ·(|e| − δ/2) (Huber, 1964). */
    static Loss huber(double delta) {
        if (!(delta > 0)) {
            throw new DmmException("Huber loss: found δ = " + delta + ", expected a number above 0");
        }
        return new Huber(delta);
    }

    /** Writes the loss of one probe in one cycle, and its derivative by what was seen. */
    void lower(LossTerm term);

    /**
     * The loss, for w = 1, of one wanted number at a path that the probe can never show, so that y is 0.
     *
     * @throws DmmException if such a path has no meaning
     */
    double absent(double wanted);

    /** Whether the numbers of a probe are compared with each other, so that a single one has no meaning. */
    default boolean isRelative() {
        return false;
    }
}
