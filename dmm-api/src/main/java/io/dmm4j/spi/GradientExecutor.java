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
     * Back-propagation through the latest window, and to what external inputs emitted in it.
     *
     * @param seeds ∂L/∂probe: [cycles of the window × rows of all probes × lanes]
     * @param inputs receives ∂L/∂(emitted): [cycles of the window × rows of all external inputs in order × lanes]; if it
     *     has room for fewer cycles, those of the first
     * @throws io.dmm4j.value.DmmException if this backend does not give these derivatives
     */
    default void backward(Bulk seeds, Bulk inputs) {
        throw new io.dmm4j.value.DmmException(
                "this backend does not give derivatives by external inputs; choose another, for example cpu");
    }

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

    /**
     * ∂L/∂(some rows of the state) before the latest window.
     *
     * @param row the first
     * @param into receives [rows × lanes]
     * @param at where in {@code into}
     */
    default void readStateGradient(int row, int rows, Bulk into, int at) {
        int lanes = options().lanes();
        double[] numbers = new double[program().outputRows() * lanes];
        readStateGradient(numbers);
        into.put(at, numbers, row * lanes, rows * lanes);
    }
}
