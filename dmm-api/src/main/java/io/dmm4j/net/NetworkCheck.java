package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The checks of a network: every name that is used exists, nothing is said twice, numbers are finite. */
final class NetworkCheck {
    private final Network network;
    private final Map<String, Set<String>> inputs = new HashMap<>();
    private final Map<String, Set<String>> outputs = new HashMap<>();
    private final Set<List<Object>> seen = new HashSet<>();

    NetworkCheck(Network network) {
        this.network = network;
        for (Neuron n : network.neurons()) {
            inputs.put(n.name(), Set.copyOf(n.inputs()));
            outputs.put(n.name(), Set.copyOf(n.outputs()));
        }
    }

    void check() {
        network.links().forEach(this::link);
        network.initial().forEach(this::initial);
        for (Probe p : network.probes()) {
            if (p.side() == Probe.Side.IN) {
                input(p.port(), "probe " + p);
            } else {
                output(p.port(), "probe " + p);
            }
        }
        kinds(network.kinds());
        self();
    }

    /** Kinds are of ports that exist. */
    private void kinds(StreamKinds kinds) {
        kinds.inputs().keySet().forEach(p -> input(p, "kind of in:" + p));
        kinds.outputs().keySet().forEach(p -> output(p, "kind of out:" + p));
    }

    /** The matrix that is held before cycle 1 must be well formed. */
    private void self() {
        if (network.self() != null) {
            self(network.self());
            new HeldLinks(network).read(SelfMatrix.initial(network));
        }
    }

    /** Checks where a matrix is held. */
    void self(SelfMatrix self) {
        output(self.output(), "self");
        if (network.neuron(self.output().neuron()).isExternal()) {
            throw new DmmException("self: " + self.output() + " is an external input, expected an output of a neuron");
        }
    }

    /** Checks one more link. */
    void link(Link l) {
        input(l.to(), l);
        output(l.from(), l);
        finite(l);
        network.kinds().check(l);
        if (!seen.add(List.of(l.to(), l.from(), l.path()))) {
            throw new DmmException("link " + l + ": there is another link with the same ends");
        }
    }

    private static void finite(Link l) {
        if (!Double.isFinite(l.weight())) {
            throw new DmmException("link " + l + ": the weight is not finite");
        }
    }

    void initial(Port port, VValue value) {
        String what = "initial output " + port;
        output(port, what);
        Neuron n = network.neuron(port.neuron());
        Set<String> allowed =
                n.isExternal() ? null : n.type().restrictedLabels().get(port.port());
        for (int i = 0; allowed != null && i < value.childCount(); i++) {
            if (!allowed.contains(value.label(i))) {
                throw new DmmException(what + ": type " + n.type().name() + " has no '" + value.label(i) + "'"
                        + Names.didYouMean(value.label(i), allowed));
            }
        }
    }

    private void input(Port port, Object where) {
        port(port, inputs, "input", where);
    }

    private void output(Port port, Object where) {
        port(port, outputs, "output", where);
    }

    /** {@code where} is a link or a text; it is only printed when something is wrong. */
    private void port(Port port, Map<String, Set<String>> ports, String kind, Object where) {
        Set<String> known = ports.get(port.neuron());
        if (known == null) {
            throw new DmmException(name(where) + ": no neuron '" + port.neuron() + "'"
                    + Names.didYouMean(port.neuron(), network.names()));
        }
        if (!known.contains(port.port())) {
            throw new DmmException(name(where) + ": neuron " + network.neuron(port.neuron()) + " has no " + kind + " '"
                    + port.port() + "'" + Names.didYouMean(port.port(), inOrder(port, kind)));
        }
    }

    private Collection<String> inOrder(Port port, String kind) {
        Neuron n = network.neuron(port.neuron());
        return kind.equals("input") ? n.inputs() : n.outputs();
    }

    private static String name(Object where) {
        return where instanceof Link ? "link " + where : where.toString();
    }
}
