package io.dmm4j.train.update;

import java.util.List;

/**
 * A rule that turns gradients into steps: an immutable value, which writes itself as ops on rows. What it remembers from step
 * to step stands in slots, one number per parameter each, which are 0 before the first step; what depends on the number of
 * the step alone is computed on the host, as scalars.
 */
public interface Updater {

    /** What users choose it by: {@code adam}. */
    String name();

    /** The size of steps, by the number of steps done. */
    Rate rate();

    /** The names of what it remembers. */
    List<String> slots();

    /** The names of the numbers that the host gives for every step. */
    List<String> scalars();

    /**
     * The scalars of a step.
     *
     * @param rate the learning rate of this step
     * @param step the number of this step, from 1
     * @return one per name
     */
    double[] scalars(double rate, long step);

    /** Writes one step. */
    void lower(StepTerm step);
}
