package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;

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

    /**
     * Reads {@code neuron.port}, or the JSON Pointer {@code /neuron/port} where names have dots.
     *
     * @throws DmmException if the text is neither
     */
    public static Port parse(String text) {
        if (text.startsWith("/")) {
            Path p = Path.parse(text);
            if (p.length() == 2) {
                return of(p.label(0), p.label(1));
            }
        } else {
            int dot = text.indexOf('.');
            if (dot > 0 && dot == text.lastIndexOf('.') && dot < text.length() - 1) {
                return of(text.substring(0, dot), text.substring(dot + 1));
            }
        }
        throw new DmmException("expected NEURON.PORT, or /NEURON/PORT where names have dots, found '" + text + "'");
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

    /** A text that {@link #parse} reads: {@code neuron.port}, or a JSON Pointer where that would not do. */
    public String text() {
        boolean plain = !neuron.contains(".")
                && !port.contains(".")
                && !neuron.isEmpty()
                && !port.isEmpty()
                && !neuron.startsWith("/");
        return plain ? toString() : Path.of(neuron, port).toString();
    }
}
