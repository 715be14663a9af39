package io.dmm4j.spi;

/**
 * An executor that remembers a window and goes back over it.
 *
 * <pre>{@code
 * executor.run(140, events);
 * executor.backward(seeds);
 * executor.readGradient(gradient);
 * }</pre>
 */
public interface GradientExecutor extends Executor {

    /**
     * Back-propagation through the latest window.
     *
     * @param seeds ∂L/∂probe: [cycles of the window × rows of all probes × lanes]
     */
    void backward(double[] seeds);

    /**
     * ∂L/∂parameters of the latest {@link #backward}, summed over lanes and cycles.
     *
     * @param into one per parameter
     */
    void readGradient(double[] into);

    /**
     * ∂L/∂state before the latest window.
     *
     * @param into [outputRows × lanes]
     */
    void readStateGradient(double[] into);
}
