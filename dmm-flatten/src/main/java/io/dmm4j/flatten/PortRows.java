package io.dmm4j.flatten;

import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;

/**
 * The rows of a port: contiguous, in the order of its paths.
 *
 * @param port the port
 * @param row first row of the state
 * @param shape a V-value of ones: the paths, in order, of rows {@code row}, {@code row + 1} …
 */
public record PortRows(Port port, int row, VValue shape) {

    /** The number of rows. */
    public int count() {
        return (int) shape.size();
    }
}
