package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A dataflow matrix machine as data: an ordered list of neurons, links, initial outputs, probes and a
 * schedule. Immutable and consistent: every link and probe names ports that exist.
 *
 * <pre>{@code
 * Network n = Network.builder()
 *         .add(Neuron.external("input", Map.of("char", ExternalPort.OPEN)))
 *         .add("accum", "lite/accum")
 *         .fixed("accum", "dict-1", "accum", "dict", 1)
 *         .link("accum", "dict-2", "input", "char", 1)
 *         .probe(Probe.out("accum", "dict"))
 *         .build();
 * }</pre>
 */
public final class Network {
    private final String name;
    private final Schedule schedule;
    private final Map<String, Neuron> neurons;
    private final Map<String, Integer> order;
    private final List<Link> links;
    private final Map<Port, VValue> initial;
    private final List<Probe> probes;
    private final SelfMatrix self;
    private final StreamKinds kinds;

    private Network(Builder b) {
        name = b.name;
        schedule = b.schedule;
        neurons = Collections.unmodifiableMap(new LinkedHashMap<>(b.neurons));
        order = new HashMap<>();
        neurons.keySet().forEach(n -> order.put(n, order.size()));
        links = List.copyOf(b.links);
        initial = Collections.unmodifiableMap(new LinkedHashMap<>(b.initial));
        probes = List.copyOf(b.probes);
        self = b.self;
        kinds = b.kinds;
        new NetworkCheck(this).check();
    }

    /** Starts a network. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts a network from the parts of this one. */
    public Builder toBuilder() {
        Builder b = new Builder().name(name).schedule(schedule);
        b.neurons.putAll(neurons);
        b.links.addAll(links);
        b.initial.putAll(initial);
        b.probes.addAll(probes);
        b.self = self;
        b.kinds = kinds;
        return b;
    }

    /** A name for people; may be empty. */
    public String name() {
        return name;
    }

    /** When sources are read. */
    public Schedule schedule() {
        return schedule;
    }

    /** The neurons, in the order that the topological schedule goes by. */
    public Collection<Neuron> neurons() {
        return neurons.values();
    }

    /** The names of the neurons, in order. */
    public Set<String> names() {
        return neurons.keySet();
    }

    /** The neuron of a name; null if there is none. */
    public Neuron neuron(String neuron) {
        return neurons.get(neuron);
    }

    /** The place of a neuron in the list, from 0. */
    public int position(String neuron) {
        return order.get(neuron);
    }

    /** Whether a link reads this cycle's output of its source. */
    public boolean isFresh(Link link) {
        return schedule == Schedule.TOPOLOGICAL
                && position(link.from().neuron()) < position(link.to().neuron());
    }

    /** The links, in order: the first parameters of a flat program. */
    public List<Link> links() {
        return links;
    }

    /** Outputs that are not empty before cycle 1. */
    public Map<Port, VValue> initial() {
        return initial;
    }

    /** Which output holds the network's own matrix, and how it is read; null if none does. */
    public SelfMatrix self() {
        return self;
    }

    /** The kinds of streams that ports are declared to carry; links join equal kinds. */
    public StreamKinds kinds() {
        return kinds;
    }

    /** What is watched, in order. */
    public List<Probe> probes() {
        return probes;
    }

    /**
     * This network with another trainable matrix: its trainable links are replaced, its fixed links
     * stay. In a network that holds its own matrix it is the one that is held before cycle 1.
     */
    public Network withTrainable(List<Link> trainable) {
        Builder b = toBuilder();
        if (self != null) {
            b.initial.remove(self.output());
        }
        b.links.removeIf(Link::trainable);
        b.links.addAll(trainable);
        return b.build();
    }

    /**
     * This network with other links, fixed ones too, in this order. In a network that holds its own matrix they are what
     * stands beside it and are fixed all.
     */
    public Network withLinks(List<Link> links) {
        Builder b = toBuilder();
        b.links.clear();
        links.forEach(l -> b.links.add(self == null ? l : new Link(l.to(), l.from(), l.path(), l.weight(), false)));
        return b.build();
    }

    /** This network watched elsewhere. */
    public Network withProbes(List<Probe> p) {
        Builder b = toBuilder();
        b.probes.clear();
        b.probes.addAll(p);
        return b.build();
    }

    /** This network with another declaration of a port of an external input. */
    public Network withExternal(Port input, ExternalPort declared) {
        external(input);
        Builder b = toBuilder();
        Map<String, ExternalPort> ports =
                new LinkedHashMap<>(neuron(input.neuron()).external());
        ports.put(input.port(), declared);
        b.neurons.put(input.neuron(), Neuron.external(input.neuron(), ports));
        return b.build();
    }

    /** The ports of all external inputs, in order. */
    public List<Port> externals() {
        List<Port> ports = new ArrayList<>();
        for (Neuron n : neurons()) {
            n.external().keySet().forEach(p -> ports.add(Port.of(n.name(), p)));
        }
        return ports;
    }

    /**
     * The external input port of a name.
     *
     * @throws DmmException if there is none
     */
    public ExternalPort external(Port input) {
        Neuron n = neurons.get(input.neuron());
        if (n == null || !n.isExternal()) {
            throw new DmmException(
                    "no external input '" + input.neuron() + "'" + Names.didYouMean(input.neuron(), externalNames()));
        }
        ExternalPort e = n.external().get(input.port());
        if (e == null) {
            throw new DmmException("external input " + input.neuron() + " has no port '" + input.port() + "'"
                    + Names.didYouMean(input.port(), n.external().keySet()));
        }
        return e;
    }

    private List<String> externalNames() {
        List<String> found = new ArrayList<>();
        neurons.values().stream().filter(Neuron::isExternal).forEach(n -> found.add(n.name()));
        return found;
    }

    @Override
    public String toString() {
        return "network " + name + ": " + neurons.size() + " neurons, " + links.size() + " links";
    }

    /** Collects the parts of a network. */
    public static final class Builder {
        private String name = "";
        private Schedule schedule = Schedule.SYNCHRONOUS;
        private final Map<String, Neuron> neurons = new LinkedHashMap<>();
        private final List<Link> links = new ArrayList<>();
        private final Map<Port, VValue> initial = new LinkedHashMap<>();
        private final List<Probe> probes = new ArrayList<>();
        private SelfMatrix self;
        private StreamKinds kinds = StreamKinds.NONE;

        private Builder() {}

        /** Names the network. */
        public Builder name(String n) {
            name = n;
            return this;
        }

        /** Sets the schedule. */
        public Builder schedule(Schedule s) {
            schedule = s;
            return this;
        }

        /** Appends a neuron. */
        public Builder add(Neuron n) {
            if (neurons.putIfAbsent(n.name(), n) != null) {
                throw new DmmException("neuron '" + n.name() + "' is declared twice");
            }
            return this;
        }

        /** Appends a neuron of a type of the catalogue. */
        public Builder add(String neuron, String type) {
            return add(Neuron.of(neuron, io.dmm4j.expr.Catalogue.type(type)));
        }

        /** Appends a link. */
        public Builder add(Link link) {
            links.add(link);
            return this;
        }

        /** Appends a trainable link of a whole output. */
        public Builder link(String to, String input, String from, String output, double weight) {
            return add(Link.of(Port.of(to, input), Port.of(from, output), weight));
        }

        /** Appends a fixed link of a whole output. */
        public Builder fixed(String to, String input, String from, String output, double weight) {
            return add(new Link(Port.of(to, input), Port.of(from, output), Path.ROOT, weight, false));
        }

        /** Gives an output before cycle 1. */
        public Builder initial(String neuron, String output, VValue value) {
            initial.put(Port.of(neuron, output), value);
            return this;
        }

        /**
         * Names the output that holds the network's own matrix; {@link SelfMatrix} says what that means. Trainable links
         * become the matrix that is held before cycle 1.
         */
        public Builder self(String neuron, String output, MatrixFormat format) {
            return self(new SelfMatrix(Port.of(neuron, output), format, Map.of()));
        }

        /** Says which output holds the network's own matrix, and how it is read; null if none does. */
        public Builder self(SelfMatrix matrix) {
            self = matrix;
            return this;
        }

        /** Declares the kinds of streams that ports carry, in place of those before. */
        public Builder kinds(StreamKinds k) {
            kinds = k;
            return this;
        }

        /** Appends a probe. */
        public Builder probe(Probe p) {
            probes.add(p);
            return this;
        }

        /**
         * The network.
         *
         * @throws DmmException if a link, an initial output, a kind or a probe names a port that does not exist, a link joins two
         *     kinds, or the matrix that is held before cycle 1 is not well formed or given twice
         */
        public Network build() {
            Network asSaid = new Network(this);
            return self == null || links.stream().noneMatch(Link::trainable) ? asSaid : holding(asSaid);
        }

        /** Trainable links become the initial output. */
        private Network holding(Network asSaid) {
            if (initial.containsKey(self.output())) {
                throw new DmmException("self: the matrix before cycle 1 is given twice, as the initial output "
                        + self.output() + " and by trainable links; expected one of them");
            }
            List<Link> trainable = links.stream().filter(Link::trainable).toList();
            Builder b = asSaid.toBuilder();
            b.links.removeAll(trainable);
            b.initial.put(self.output(), self.format().matrix(trainable, asSaid));
            return new Network(b);
        }
    }
}
