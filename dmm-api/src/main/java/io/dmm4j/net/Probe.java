package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that is watched: an input after the down movement or an output after the up movement of the
 * same cycle.
 *
 * @param side input or output
 * @param port the port
 */
public record Probe(Side side, Port port) {

    /** Which side of a neuron. */
    public enum Side {
        /** What arrives. */
        IN,
        /** What is emitted. */
        OUT
    }

    /** A probe of an input. */
    public static Probe in(String neuron, String port) {
        return new Probe(Side.IN, Port.of(neuron, port));
    }

    /** A probe of an output. */
    public static Probe out(String neuron, String port) {
        return new Probe(Side.OUT, Port.of(neuron, port));
    }

    /**
     * Reads {@code neuron.port}, with {@code in:} or {@code out:} before it where both sides have that
     * port, or a JSON Pointer {@code /neuron/port} where names have dots or spaces.
     *
     * @throws DmmException if there is no such port or it is ambiguous
     */
    public static Probe parse(String text, Network network) {
        return parse("probe", text, network);
    }

    /** The same for something else that says where to look; {@code what} begins its errors. */
    static Probe parse(String what, String text, Network network) {
        Side side = text.startsWith("in:") ? Side.IN : text.startsWith("out:") ? Side.OUT : null;
        Port port = port(what, text, side == null ? text : text.substring(text.indexOf(':') + 1));
        Neuron neuron = network.neuron(port.neuron());
        if (neuron == null) {
            throw new DmmException(what + " '" + text + "': no neuron '" + port.neuron() + "'"
                    + Names.didYouMean(port.neuron(), network.names()));
        }
        boolean in = neuron.inputs().contains(port.port());
        boolean out = neuron.outputs().contains(port.port());
        if (side == null && in && out) {
            throw new DmmException(what + " '" + text + "' is ambiguous: " + port
                    + " is an input and an output; write in:" + text + " or out:" + text);
        }
        if (side == null ? !in && !out : side == Side.IN ? !in : !out) {
            throw noPort(what, text, neuron, port.port(), side);
        }
        return new Probe(side != null ? side : in ? Side.IN : Side.OUT, port);
    }

    private static Port port(String what, String text, String rest) {
        try {
            return Port.parse(rest);
        } catch (DmmException e) {
            throw new DmmException(what + " '" + text + "': " + e.getMessage());
        }
    }

    private static DmmException noPort(String what, String text, Neuron n, String port, Side side) {
        List<String> known = new ArrayList<>();
        if (side != Side.OUT) {
            known.addAll(n.inputs());
        }
        if (side != Side.IN) {
            known.addAll(n.outputs());
        }
        String kind = side == null ? "port" : side == Side.IN ? "input" : "output";
        return new DmmException(what + " '" + text + "': neuron " + n + " has no " + kind + " '" + port + "'"
                + Names.didYouMean(port, known));
    }

    /**
     * {@code in:neuron.port} or {@code out:neuron.port}, with a JSON Pointer where names have dots or slashes: a text
     * that {@link #parse} reads.
     */
    @Override
    public String toString() {
        return (side == Side.IN ? "in:" : "out:") + port.text();
    }
}
