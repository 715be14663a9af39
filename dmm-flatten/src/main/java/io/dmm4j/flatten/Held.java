package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.TreeEval;
import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of a held matrix that a program has links for: those that are there at present and some that may come. Entries
 * that are not well formed are left out; a program guards their rows.
 *
 * <p>Names that no neuron is declared by are neurons here, whether a row or a source names them. Where a type emits something
 * even if nothing arrives, its neurons are <em>gated</em>: they have one more input, {@link #ALIVE}, where the squares of the
 * entries of their rows arrive (their sum is 0 for no other reason but underflow, below 1e-19 in 32-bit floats), and emit
 * nothing while it is 0.
 */
final class Held {
    /** The input port of gated neurons; no name in a file holds this character. */
    static final String ALIVE = "\uFFFEalive";

    /** The network with the neurons that the entries name, and without a word of its matrix. */
    final Network network;

    /** The links of the entries, in the order of their paths. */
    final List<Link> links = new ArrayList<>();

    /** Where in the matrix each link's weight stands. */
    final List<Path> paths = new ArrayList<>();

    /** How many of the network's neurons are declared; those that the entries name come after them. */
    final int declared;

    /** The types that neurons with a gate were declared to have. */
    final Map<NeuronType, NeuronType> ungated;

    private Held(Network network, int declared, Map<NeuronType, NeuronType> ungated) {
        this.network = network;
        this.declared = declared;
        this.ungated = ungated;
    }

    /** A network that does not hold its matrix. */
    static Held none(Network network) {
        return new Held(network, network.neurons().size(), Map.of());
    }

    /**
     * The entries of a matrix.
     *
     * @param declared a network that holds its matrix
     * @param roomy the same with spare labels
     * @param entries a V-value whose paths are those of the entries
     */
    static Held of(Network declared, Network roomy, VValue entries) {
        HeldLinks reader = new HeldLinks(declared);
        List<Link> links = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        Map<String, Neuron> made = new LinkedHashMap<>();
        entries.forEach((path, w) -> {
            try {
                Link link = reader.link(path, w);
                make(reader.target(path), declared, made);
                make(reader.source(path), declared, made);
                links.add(link);
                paths.add(path);
            } catch (DmmException notWellFormed) {
                // its row is guarded: the machine stops when there is a number in it
            }
        });
        Network.Builder b = roomy.toBuilder().self(null);
        Map<NeuronType, NeuronType> gated = new HashMap<>();
        made.values().forEach(n -> b.add(Neuron.of(n.name(), gated.computeIfAbsent(n.type(), Held::gated))));
        Map<NeuronType, NeuronType> ungated = new HashMap<>();
        gated.forEach((type, with) -> ungated.put(with, type));
        Held held = new Held(b.build(), declared.neurons().size(), ungated);
        held.links.addAll(links);
        held.paths.addAll(paths);
        return held;
    }

    private static void make(Neuron n, Network declared, Map<String, Neuron> made) {
        if (declared.neuron(n.name()) == null) {
            Neuron other = made.putIfAbsent(n.name(), n);
            if (other != null && !other.type().equals(n.type())) {
                throw new DmmException("neuron '" + n.name() + "' has two types");
            }
        }
    }

    /** The type itself if it emits nothing where nothing arrives, else one with a gate. */
    private static NeuronType gated(NeuronType type) {
        Map<String, VValue> parameters = new HashMap<>();
        type.parameters().forEach((name, p) -> parameters.put(name, p.value()));
        TreeEval idle = new TreeEval(Map.of(), parameters);
        if (type.outputs().values().stream().allMatch(e -> idle.eval(e).isEmpty())) {
            return type;
        }
        NeuronType.Builder b = NeuronType.named(type.name());
        type.inputs().forEach(b::idleInput);
        type.outputs().forEach((port, e) -> b.output(port, Expr.in(ALIVE).select(e, Expr.empty())));
        type.parameters().forEach((name, p) -> b.parameter(name, p.value(), p.trainable()));
        return b.build();
    }
}
