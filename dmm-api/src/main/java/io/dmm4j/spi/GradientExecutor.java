package io.dmm4j.spi;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.value.DmmException;

/**
 * An executor that remembers a window and goes back over it, as often as it is asked to. Both ways are of one machine: once
 * parameters are set, or the state is replaced, the window cannot be gone back over any more.
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
     * @throws DmmException if no window was run since the start or the latest {@link #reset} or {@link #writeState}, or if
     *     {@link #setParameters} was called after it, also with the same ones
     */
    void backward(double[] seeds);

    /**
     * Back-propagation through the latest window, and to what external inputs emitted in it.
     *
     * @param seeds ∂L/∂probe: [cycles of the window × rows of all probes × lanes]
     * @param inputs receives ∂L/∂(emitted): [cycles of the window × rows of all external inputs in order × lanes]; if it
     *     has room for fewer cycles, those of the first
     * @throws DmmException as for {@link #backward(double[])}, or if this backend does not give these derivatives
     */
    default void backward(Bulk seeds, Bulk inputs) {
        throw new DmmException(
                "this backend does not give derivatives by external inputs; choose another, for example cpu");
    }

    /** No: the tape is that of the links this was opened with. */
    @Override
    default boolean rewire(FlatProgram changed) {
        return false;
    }

    /** None: gradients are summed over lanes, so all lanes have the same parameters. */
    @Override
    default boolean hasLaneParameters() {
        return false;
    }

    /** Refuses. */
    @Override
    default void setLaneParameters(double[] values) {
        throw new DmmException("lane parameters: an executor with gradients gives all lanes the same parameters");
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
