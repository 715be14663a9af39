package io.dmm4j.train;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.train.ParameterId.Kind;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The numbers of a network as one vector, with their names, and the way back to trees. In order: the weights of all links; the
 * numbers of type parameters, by neuron, one entry where neurons share it (so far this is the parameter vector of the flat
 * program); the numbers of initial outputs, among them the matrix that a network holds itself, which is always trained.
 */
public final class Parameters {
    private final Network network;
    private final List<ParameterId> ids;
    private final List<Object> owners;
    private final int links;
    private final int inProgram;
    private final double[] values;
    private final boolean[] trainable;
    private final int[] which;

    private record Owner(Object owner, String parameter) {}

    private Parameters(Network network, Collector c) {
        this.network = network;
        ids = c.ids;
        owners = c.owners;
        links = c.links;
        inProgram = c.inProgram;
        values = c.values.stream().mapToDouble(Double::doubleValue).toArray();
        trainable = new boolean[values.length];
        for (int i = 0; i < trainable.length; i++) {
            trainable[i] = c.trainable.get(i);
        }
        which = IntStream.range(0, trainable.length).filter(i -> trainable[i]).toArray();
    }

    /** Lists the numbers in the order of the flat program. */
    private static final class Collector {
        final List<ParameterId> ids = new ArrayList<>();
        final List<Object> owners = new ArrayList<>();
        final List<Double> values = new ArrayList<>();
        final List<Boolean> trainable = new ArrayList<>();
        private final Set<Owner> seen = new HashSet<>();
        int links;
        int inProgram;

        Collector links(Network n, Predicate<Link> frozen) {
            for (Link l : n.links()) {
                add(ParameterId.of(l), null, l.weight(), l.trainable() && !frozen.test(l));
            }
            links = ids.size();
            return this;
        }

        Collector types(Network network, Predicate<Port> trained) {
            for (Neuron n : network.neurons()) {
                if (!n.isExternal()) {
                    n.type().parameters().forEach((name, p) -> {
                        boolean own = n.parameters().containsKey(name) && trained.test(Port.of(n.name(), name));
                        type(n, name, p.trainable() || own);
                    });
                }
            }
            inProgram = ids.size();
            return this;
        }

        private void type(Neuron n, String name, boolean canTrain) {
            Owner o = owner(n, name);
            if (seen.add(o)) {
                Port at = Port.of(o.owner instanceof NeuronType t ? t.name() : n.name(), name);
                n.parameter(name).forEach((path, x) -> add(new ParameterId(Kind.TYPE, at, null, path), o, x, canTrain));
            }
        }

        Collector initial(Network n, Predicate<Port> trained) {
            n.initial().forEach((port, tree) -> {
                boolean canTrain = trained.test(port)
                        || n.self() != null && n.self().output().equals(port);
                tree.forEach((path, x) -> add(new ParameterId(Kind.INITIAL, port, null, path), port, x, canTrain));
            });
            return this;
        }

        private void add(ParameterId id, Object owner, double x, boolean canTrain) {
            ids.add(id);
            owners.add(owner);
            values.add(x);
            trainable.add(canTrain);
        }
    }

    /**
     * The numbers of a network.
     *
     * @param frozen links that stay as they are although the network calls them trainable
     * @param initial outputs whose values before cycle 1 are trained
     * @param types parameters of neurons, by neuron and name, that are trained although their type calls them fixed
     */
    public static Parameters of(
            Network network, Predicate<Link> frozen, Predicate<Port> initial, Predicate<Port> types) {
        return new Parameters(
                network,
                new Collector().links(network, frozen).types(network, types).initial(network, initial));
    }

    /** As the flat program counts: a parameter that a neuron does not override is one for its whole type. */
    private static Owner owner(Neuron n, String parameter) {
        return new Owner(n.parameters().containsKey(parameter) ? n.name() : n.type(), parameter);
    }

    /** The network. */
    public Network network() {
        return network;
    }

    /** How many there are. */
    public int count() {
        return values.length;
    }

    /** How many of the first are weights of links. */
    public int links() {
        return links;
    }

    /** How many of the first are parameters of the flat program; the rest are initial outputs. */
    public int inProgram() {
        return inProgram;
    }

    /** The name of a number. */
    public ParameterId id(int i) {
        return ids.get(i);
    }

    /** The numbers that the network has; a copy. */
    public double[] values() {
        return values.clone();
    }

    /** Whether a number is trained. */
    public boolean isTrainable(int i) {
        return trainable[i];
    }

    /** The indices of the numbers that are trained, ascending; read only. */
    public int[] which() {
        return which;
    }

    /** How many links are trained: the first so many of {@link #which}. */
    public int trainedLinks() {
        int k = Arrays.binarySearch(which, links);
        return k < 0 ? -k - 1 : k;
    }

    /** For each of these numbers, its index among {@code others}; −1 where it is not there. */
    public int[] indicesIn(Parameters others) {
        Map<ParameterId, Integer> index = new HashMap<>();
        for (int i = 0; i < others.count(); i++) {
            index.put(others.id(i), i);
        }
        return ids.stream().mapToInt(id -> index.getOrDefault(id, -1)).toArray();
    }

    // ---- back to trees -------------------------------------------------------------------------------------

    /** Numbers of links as a matrix of rank 4, for example the gradient by the weights. */
    public VValue matrix(double[] numbers) {
        List<Link> weighted = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            weighted.add(network.links().get(i).withWeight(numbers[i]));
        }
        return MatrixFormat.RANK4.matrix(weighted, network);
    }

    /** Numbers of initial outputs as trees. */
    public Map<Port, VValue> initial(double[] numbers) {
        return trees(numbers, inProgram, ids.size());
    }

    /** Numbers of type parameters as trees, by the owner (a type or a neuron) and the name. */
    public Map<Port, VValue> types(double[] numbers) {
        return trees(numbers, links, inProgram);
    }

    private Map<Port, VValue> trees(double[] numbers, int first, int last) {
        Map<Port, VValueBuilder> found = new LinkedHashMap<>();
        for (int i = first; i < last; i++) {
            found.computeIfAbsent(ids.get(i).at(), p -> VValue.builder())
                    .put(ids.get(i).path(), numbers[i]);
        }
        Map<Port, VValue> trees = new LinkedHashMap<>();
        found.forEach((port, b) -> trees.put(port, b.build()));
        return trees;
    }

    /** The network with other numbers, its links in the same order. */
    public Network network(double[] numbers) {
        Map<Owner, VValue> parameter = owned(numbers);
        Network.Builder b = Network.builder().name(network.name()).schedule(network.schedule());
        Map<NeuronType, NeuronType> types = new HashMap<>();
        network.neurons().forEach(n -> b.add(parameter.isEmpty() || n.isExternal() ? n : neuron(n, parameter, types)));
        for (int i = 0; i < links; i++) {
            b.add(network.links().get(i).withWeight(numbers[i]));
        }
        initial(numbers).forEach((port, tree) -> b.initial(port.neuron(), port.port(), tree));
        network.probes().forEach(b::probe);
        return b.self(self(types)).kinds(network.kinds()).build();
    }

    /** Neurons that rows make have the types of the declared ones. */
    private SelfMatrix self(Map<NeuronType, NeuronType> types) {
        SelfMatrix self = network.self();
        if (self == null || types.isEmpty()) {
            return self;
        }
        Map<String, NeuronType> patterns = new LinkedHashMap<>();
        self.patterns().forEach((pattern, type) -> patterns.put(pattern, types.getOrDefault(type, type)));
        return new SelfMatrix(self.output(), self.format(), patterns, self.shared());
    }

    private Map<Owner, VValue> owned(double[] numbers) {
        Map<Owner, VValueBuilder> found = new HashMap<>();
        for (int i = links; i < inProgram; i++) {
            if (trainable[i]) {
                Path path = ids.get(i).path();
                found.computeIfAbsent((Owner) owners.get(i), o -> VValue.builder())
                        .put(path, numbers[i]);
            }
        }
        Map<Owner, VValue> trees = new HashMap<>();
        found.forEach((o, b) -> trees.put(o, b.build()));
        return trees;
    }

    private static Neuron neuron(Neuron n, Map<Owner, VValue> trained, Map<NeuronType, NeuronType> types) {
        NeuronType type = types.computeIfAbsent(n.type(), t -> withParameters(t, trained));
        Map<String, VValue> own = new LinkedHashMap<>(n.parameters());
        own.replaceAll((name, tree) -> trained.getOrDefault(new Owner(n.name(), name), tree));
        return Neuron.of(n.name(), type, own);
    }

    private static NeuronType withParameters(NeuronType t, Map<Owner, VValue> trained) {
        NeuronType.Builder b = NeuronType.named(t.name());
        t.outputs().forEach(b::output);
        t.parameters()
                .forEach((name, p) ->
                        b.parameter(name, trained.getOrDefault(new Owner(t, name), p.value()), p.trainable()));
        t.restrictedLabels().forEach(b::restrictLabels);
        t.inputs().forEach(b::idleInput);
        return b.build();
    }

    @Override
    public String toString() {
        return trainedLinks() + " links of " + links + " and " + (which.length - trainedLinks())
                + " other numbers to train";
    }
}
