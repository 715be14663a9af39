package io.dmm4j.flat;

import io.dmm4j.value.DmmException;

/**
 * The losses of a whole window at once, and their derivatives, as a flat program of one stage without runs. Its lanes are
 * the columns of a window: cycle t of lane l is column {@code t · lanes + l}, so one cycle of this program does a training
 * step's worth. It has no memory: every row but those that are set is written anew; and columns do not meet, so
 * they may also be run in parts. It always runs in 64-bit floats.
 *
 * <p>With P rows of all probes of the cycle program, in their order, and K terms of the objective, its output rows are
 *
 * <pre>
 *   [0, P)             predictions: what the probes saw            set for every step
 *   [P, 2P)            targets: what they should have seen         set with a batch
 *   [2P, 2P+K)         weights: of each term, 0 where it does not count
 *   [2P+K, 3P+K)       seeds: ∂L/∂prediction                       written by the program
 *   [3P+K, 3P+2K)      losses: of each term, its weight included
 * </pre>
 *
 * The loss L is the sum of the loss rows over all terms and columns. In a column of weight 0 a term's seeds and loss are 0
 * whatever the prediction is, NaN included; so columns after the end of a window shorter than the program are given weights
 * of 0. Targets are finite everywhere.
 *
 * @param program what computes it
 * @param probeRows P
 * @param terms K
 */
public record LossProgram(FlatProgram program, int probeRows, int terms) {

    /** Checks that the program has these rows. */
    public LossProgram {
        int expected = Math.addExact(Math.multiplyExact(3, probeRows), Math.multiplyExact(2, terms));
        if (program.outputRows() != expected
                || program.stages().size() != 1
                || program.stages().get(0).runs().count() != 0) {
            throw new DmmException("loss program: found " + program + ", expected " + expected
                    + " output rows and one stage without runs");
        }
    }

    /** First row of the predictions, P of them. */
    public int predictions() {
        return 0;
    }

    /** First row of the targets, P of them. */
    public int targets() {
        return probeRows;
    }

    /** First row of the weights, K of them. */
    public int weights() {
        return 2 * probeRows;
    }

    /** First row of the seeds, P of them. */
    public int seeds() {
        return 2 * probeRows + terms;
    }

    /** First row of the losses, K of them. */
    public int losses() {
        return 3 * probeRows + terms;
    }
}
