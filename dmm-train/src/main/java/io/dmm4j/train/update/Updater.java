package io.dmm4j.train.update;

import java.util.List;

/**
 * A rule that turns gradients into steps: an immutable value. What it remembers from step to step stands in an {@link
 * UpdaterState}, apart from it.
 *
 * <pre>{@code
 * Updater adam = Adam.of(0.001);
 * UpdaterState state = adam.init(parameters.length);
 * adam.apply(state, adam.rate().at(step), parameters, gradient, trainable);
 * }</pre>
 */
public interface Updater {

    /** What users choose it by: {@code adam}. */
    String name();

    /** The size of steps, by the number of steps done. */
    Rate rate();

    /** The names of the arrays that it remembers, in the order of {@link UpdaterState#array}. */
    List<String> slots();

    /**
     * Changes parameters in place, and the state with them.
     *
     * @param state made by {@link #init} for as many parameters
     * @param rate the learning rate of this step
     * @param w the parameters
     * @param g ∂L/∂w; not changed
     * @param which indices of the parameters that may change; nothing is done to the others or their state
     */
    void apply(UpdaterState state, double rate, double[] w, double[] g, int[] which);

    /** The state before the first step: zeros. */
    default UpdaterState init(int n) {
        return UpdaterState.zeros(slots(), n);
    }
}
