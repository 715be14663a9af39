package io.dmm4j.dl4j;

import io.dmm4j.net.Network;

/**
 * The steps by which both kinds of {@code Dmm} layers are built.
 *
 * @param <T> the builder itself
 */
@SuppressWarnings("unchecked")
public interface DmmBuilder<T extends DmmBuilder<T>> {

    /** What has been collected so far. */
    DesignBuilder design();

    /** Sets the network. */
    default T network(Network n) {
        design().network(n);
        return (T) this;
    }

    /**
     * Sets the network from the text of a network file.
     *
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if it is not one
     */
    default T network(String json) {
        design().network(json);
        return (T) this;
    }

    /**
     * Feeds the paths of an external input, after {@link #network(Network)}.
     *
     * @param port for example {@code input.char}
     * @param from the feature of its first path
     * @param to after the feature of its last
     * @param pointers the paths, as JSON Pointers, in the order of the features; those that the port declares if none are given
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if there is no such input, or the numbers of features and paths
     *     differ
     */
    default T input(String port, int from, int to, String... pointers) {
        design().input(port, from, to, pointers);
        return (T) this;
    }

    /**
     * Appends the numbers that a probe can show to the outputs; those of the network's own probes unless said.
     *
     * @param probe for example {@code output.dict-1}
     * @throws org.deeplearning4j.exception.DL4JInvalidConfigException if there is no such port
     */
    default T output(String probe) {
        design().output(probe);
        return (T) this;
    }

    /** Sets the cycles per step, or per example; 1 unless said. Probes are read after the last. */
    default T cyclesPerStep(int n) {
        design().timing(n);
        return (T) this;
    }

    /**
     * Sets the cycle in whose up movement the features of a step are emitted, from 1; 0 (unless said) for just before the step, so
     * that its first down movement reads them.
     */
    default T inputDelay(int cycle) {
        design().delay(cycle);
        return (T) this;
    }

    /** Sets whether features are emitted in every cycle of a step, or once (unless said). */
    default T hold(boolean h) {
        design().hold(h);
        return (T) this;
    }
}
