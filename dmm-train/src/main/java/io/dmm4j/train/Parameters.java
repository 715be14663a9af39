package io.dmm4j.train;

import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.train.ParameterId.Kind;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The numbers of a network as one vector, with their names, and the way back to trees. In order: the weights of all links; the
 * numbers of parameters of types and of neurons, by neuron, one entry where neurons share it (so far this is the parameter
 * vector of the flat program); the numbers of initial outputs, among them the matrix that a network holds itself, which is
 * always trained.
 *
 * <p>Which numbers there are is settled at the start: those that stand in the trees, and one for each parameter of a type or
 * neuron that is trained and starts as 0. A link is one whatever its weight. A number that becomes 0 in training stays one,
 * although no tree shows it.
 */
public final class Parameters {
    private final Network network;
    private final List<ParameterId> ids;
    private final int links;
    private final int inProgram;
    private final double[] values;
    private final boolean[] trainable;
    private final int[] which;

    private Parameters(ParameterCollector c) {
        network = c.network;
        ids = c.ids;
        links = c.links;
        inProgram = c.inProgram;
        values = c.values.stream().mapToDouble(Double::doubleValue).toArray();
        trainable = new boolean[values.length];
        for (int i = 0; i < trainable.length; i++) {
            trainable[i] = c.trainable.get(i);
        }
        which = IntStream.range(0, trainable.length).filter(i -> trainable[i]).toArray();
    }

    /**
     * The numbers of a network.
     *
     * @param frozen links that stay as they are although the network calls them trainable
     * @param initial outputs whose values before cycle 1 are trained
     * @param types parameters of neurons, by neuron and name, that are trained although their type calls them fixed
     * @throws DmmException if two types of one name have a parameter of one name
     */
    public static Parameters of(
            Network network, Predicate<Link> frozen, Predicate<Port> initial, Predicate<Port> types) {
        return new Parameters(new ParameterCollector(network, frozen, initial, types));
    }

    /** The network; any number may stand in its trees in place of a trained one that is 0. */
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

    /**
     * Where among {@link #which} the trained weights begin that one matrix of the network has: those of links, or, if it holds
     * its matrix itself, the entries of that before cycle 1.
     */
    int firstWeight() {
        return network.self() == null
                ? 0
                : (int) Arrays.stream(which).takeWhile(i -> !isHeld(i)).count();
    }

    /** How many there are; they follow each other. */
    int weights() {
        return network.self() == null
                ? trainedLinks()
                : (int) Arrays.stream(which).filter(this::isHeld).count();
    }

    private boolean isHeld(int i) {
        return ids.get(i).kind() == Kind.INITIAL
                && ids.get(i).at().equals(network.self().output());
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
        return trees(numbers, Kind.INITIAL);
    }

    /** Numbers of the parameters that types have as trees, by the type and the name. */
    public Map<Port, VValue> types(double[] numbers) {
        return trees(numbers, Kind.TYPE);
    }

    /** Numbers of the parameters that neurons have of their own as trees, by the neuron and the name. */
    public Map<Port, VValue> neurons(double[] numbers) {
        return trees(numbers, Kind.NEURON);
    }

    private Map<Port, VValue> trees(double[] numbers, Kind kind) {
        Map<Port, VValue> trees = new LinkedHashMap<>();
        built(i -> ids.get(i).kind() == kind, numbers).forEach((owner, tree) -> trees.put(owner.at(), tree));
        return trees;
    }

    private Map<ParameterOwner, VValue> built(IntPredicate those, double[] numbers) {
        Map<ParameterOwner, VValueBuilder> found = new LinkedHashMap<>();
        for (int i = links; i < numbers.length; i++) {
            if (those.test(i)) {
                found.computeIfAbsent(ParameterOwner.of(ids.get(i)), o -> VValue.builder())
                        .put(ids.get(i).path(), numbers[i]);
            }
        }
        Map<ParameterOwner, VValue> trees = new LinkedHashMap<>();
        found.forEach((owner, b) -> trees.put(owner, b.build()));
        return trees;
    }

    /** The network with other numbers, its links in the same order. */
    public Network network(double[] numbers) {
        List<Link> weighted = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            weighted.add(network.links().get(i).withWeight(numbers[i]));
        }
        return OtherTrees.of(network, weighted, built(i -> i < inProgram && trainable[i], numbers), initial(numbers));
    }

    /**
     * A network that came of {@link #network(double[])}, with any number in its trees where a trained one is 0 and so is not to
     * be seen: its parameters then have that number too.
     *
     * @param numbers the present ones
     */
    Network keeping(Network next, double[] numbers) {
        int[] zeros =
                Arrays.stream(which).filter(i -> i >= links && numbers[i] == 0).toArray();
        Map<ParameterOwner, VValue> parameters = new HashMap<>();
        for (Neuron n : next.neurons()) {
            if (zeros.length > 0 && !n.isExternal()) {
                n.type().parameters().keySet().forEach(p -> parameters.put(ParameterOwner.of(n, p), n.parameter(p)));
            }
        }
        Map<Port, VValue> initial = new LinkedHashMap<>(next.initial());
        for (int i : zeros) {
            ParameterId id = ids.get(i);
            if (id.kind() != Kind.INITIAL) {
                parameters.computeIfPresent(ParameterOwner.of(id), (owner, tree) -> seen(tree, id.path()));
            } else if (network.self() == null
                    || next.names().containsAll(network.names())) { // else a row may be of no neuron
                initial.computeIfPresent(id.at(), (port, tree) -> seen(tree, id.path()));
            }
        }
        return OtherTrees.of(next, next.links(), parameters, initial);
    }

    private static VValue seen(VValue tree, Path path) {
        return tree.number(path) == 0 ? tree.plus(VValue.of(path, ParameterCollector.PLACEHOLDER)) : tree;
    }

    @Override
    public String toString() {
        return trainedLinks() + " links of " + links + " and " + (which.length - trainedLinks())
                + " other numbers to train";
    }
}
