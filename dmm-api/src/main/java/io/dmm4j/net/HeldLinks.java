package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the matrix that a machine holds: what each entry means, and which neurons its rows make. {@link SelfMatrix} says
 * the rules.
 */
public final class HeldLinks {
    private final Network network;
    private final SelfMatrix self;
    private final Map<String, NeuronType> catalogue = new HashMap<>();

    /**
     * A matrix as links.
     *
     * @param links its entries, in the order of their paths; not trainable
     * @param made the neurons that its rows make, in the order of their rows
     */
    public record Reading(List<Link> links, Collection<Neuron> made) {
        /** No links and no neurons. */
        public static final Reading NONE = new Reading(List.of(), List.of());
    }

    /** For a network that holds its matrix. */
    public HeldLinks(Network network) {
        this.network = network;
        self = network.self();
    }

    /**
     * Reads a matrix.
     *
     * @throws DmmException with the path of the first entry that is not well formed
     */
    public Reading read(VValue matrix) {
        List<Link> links = new ArrayList<>();
        Map<String, Neuron> made = new LinkedHashMap<>();
        Map<String, NeuronType> types = new HashMap<>();
        matrix.forEach((path, w) -> {
            try {
                Link link = link(path, w);
                links.add(link);
                Neuron to = neuron(path, 0);
                agree(types, to);
                agree(types, neuron(path, self.format().rank() / 2));
                if (network.neuron(to.name()) == null) {
                    made.putIfAbsent(to.name(), to);
                }
            } catch (DmmException e) {
                throw new DmmException("the matrix in " + self.output() + " at \"" + path + "\": " + e.getMessage(), e);
            }
        });
        return new Reading(links, made.values());
    }

    /**
     * A network before cycle 1 as one that does not hold its matrix: the entries are its trainable links, and the neurons
     * that the rows make are declared. To be looked at, not to be run: an entry with the ends of a fixed link is left out.
     */
    public static Network atStart(Network network) {
        if (network.self() == null) {
            return network;
        }
        Reading start = new HeldLinks(network).read(SelfMatrix.initial(network));
        Set<List<Object>> ends = new HashSet<>();
        network.links().forEach(l -> ends.add(List.of(l.to(), l.from(), l.path())));
        Network.Builder b = network.toBuilder().self(null);
        start.made().forEach(b::add);
        Set<String> names = new HashSet<>(network.names());
        start.made().forEach(n -> names.add(n.name()));
        start.links().stream()
                .filter(l -> names.contains(l.from().neuron()) && ends.add(List.of(l.to(), l.from(), l.path())))
                .forEach(l -> b.add(new Link(l.to(), l.from(), l.path(), l.weight(), true)));
        return b.build();
    }

    /** Names have one type in a matrix, since links go by names. */
    private static void agree(Map<String, NeuronType> types, Neuron n) {
        NeuronType other = n.isExternal() ? null : types.putIfAbsent(n.name(), n.type());
        if (other != null && !other.equals(n.type())) {
            throw new DmmException("neuron '" + n.name() + "' stands under the type '"
                    + n.type().name() + "' here and under '" + other.name() + "' elsewhere");
        }
    }

    /**
     * The link that a number at a path stands for.
     *
     * @throws DmmException without the path, if it is not well formed
     */
    public Link link(Path path, double w) {
        Link link = self.format().link(path, w, network, false);
        Neuron to = neuron(path, 0);
        Neuron from = neuron(path, self.format().rank() / 2);
        if (!to.inputs().contains(link.to().port())) {
            throw noPort(to, "input", link.to().port(), to.inputs());
        }
        if (!from.outputs().contains(link.from().port())) {
            throw noPort(from, "output", link.from().port(), from.outputs());
        }
        network.kinds().check(link);
        return link;
    }

    /** The neuron that the row of an entry belongs to: a declared one, or the one that the row makes. */
    public Neuron target(Path path) {
        return neuron(path, 0);
    }

    /** The neuron whose output an entry carries: a declared one, or one that some row may make. */
    public Neuron source(Path path) {
        return neuron(path, self.format().rank() / 2);
    }

    /** The neuron that is named from level {@code at} of a path on: its type, in rank 6, and its name. */
    private Neuron neuron(Path path, int at) {
        boolean typed = self.format() == MatrixFormat.RANK6;
        String name = path.label(typed ? at + 1 : at);
        Neuron declared = network.neuron(name);
        if (declared != null) {
            return declared;
        }
        return Neuron.of(name, typed ? type(name, path.label(at)) : self.typeOf(name));
    }

    private NeuronType type(String neuron, String label) {
        NeuronType known = catalogue.get(label);
        if (known == null) {
            if (!Catalogue.has(label)) {
                throw new DmmException("no neuron '" + neuron + "' is declared, and '" + label + "' is not a type"
                        + Names.didYouMean(label, Catalogue.names()));
            }
            known = Catalogue.type(label);
            catalogue.put(label, known);
        }
        return known;
    }

    private static DmmException noPort(Neuron n, String kind, String port, Collection<String> ports) {
        return new DmmException("neuron " + n + " has no " + kind + " '" + port + "'" + Names.didYouMean(port, ports));
    }
}
