package io.dmm4j.cpu;

/**
 * A movement of one small program in one lane, compiled to code without loops or dispatch: see {@link StraightCode}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Straight<A> {
    /**
     * Executes the movement.
     *
     * @param s the state
     * @param value the weights of groups; unused by ops
     * @param bundled the weights of bundles; unused by ops
     */
    void run(A s, A value, A bundled);
}
