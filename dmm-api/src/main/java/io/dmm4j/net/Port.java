package io.dmm4j.net;

/**
 * A port of a neuron; whether it is an input or an output follows from where it stands.
 *
 * @param neuron the neuron's name
 * @param port the port's name
 */
public record Port(String neuron, String port) implements Comparable<Port> {

    /** A port. */
    public static Port of(String neuron, String port) {
        return new Port(neuron, port);
    }

    @Override
    public int compareTo(Port other) {
        int c = neuron.compareTo(other.neuron);
        return c != 0 ? c : port.compareTo(other.port);
    }

    /** {@code neuron.port}. */
    @Override
    public String toString() {
        return neuron + "." + port;
    }
}
