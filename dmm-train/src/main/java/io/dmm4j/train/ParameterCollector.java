package io.dmm4j.train;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.train.ParameterId.Kind;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lists the numbers of a network in the order of the flat program. A parameter that is trained and starts as the empty tree is
 * a number that starts at 0.
 */
final class ParameterCollector {
    /** What stands in a tree in place of a 0, which would leave no trace there: any number will do. */
    static final double PLACEHOLDER = 1;

    final List<ParameterId> ids = new ArrayList<>();
    final List<Double> values = new ArrayList<>();
    final List<Boolean> trainable = new ArrayList<>();
    final int links;
    final int inProgram;

    /** The network; numbers that are trained and start at 0 have a {@link #PLACEHOLDER}. */
    final Network network;

    private final Map<ParameterOwner, VValue> placed = new LinkedHashMap<>();
    private final Map<ParameterOwner, NeuronType> types = new HashMap<>();
    private final Set<ParameterOwner> seen = new HashSet<>();

    ParameterCollector(Network n, Predicate<Link> frozen, Predicate<Port> initial, Predicate<Port> own) {
        n.links().forEach(l -> add(ParameterId.of(l), l.weight(), l.trainable() && !frozen.test(l)));
        links = ids.size();
        for (Neuron neuron : n.neurons()) {
            if (!neuron.isExternal()) {
                neuron.type().parameters().keySet().forEach(name -> parameter(neuron, name, own));
            }
        }
        if (n.self() != null) {
            n.self().patterns().values().forEach(t -> t.parameters().keySet().forEach(name -> type(t, name)));
        }
        inProgram = ids.size();
        n.initial().forEach((port, tree) -> {
            boolean trained =
                    initial.test(port) || n.self() != null && n.self().output().equals(port);
            tree.forEach((path, x) -> add(new ParameterId(Kind.INITIAL, port, null, path), x, trained));
        });
        network = placed.isEmpty() ? n : OtherTrees.of(n, n.links(), placed, n.initial());
    }

    private void parameter(Neuron n, String name, Predicate<Port> own) {
        ParameterOwner owner = ParameterOwner.of(n, name);
        if (owner.kind() == Kind.TYPE) {
            type(n.type(), name);
        }
        if (seen.add(owner)) {
            boolean trained =
                    n.type().parameters().get(name).trainable() || owner.kind() == Kind.NEURON && own.test(owner.at());
            VValue tree = n.parameter(name);
            tree.forEach((path, x) -> add(id(owner, path), x, trained));
            if (tree.isEmpty() && trained) {
                add(id(owner, Path.ROOT), 0, true);
                placed.put(owner, VValue.of(PLACEHOLDER));
            }
        }
    }

    /** Neurons whose types have one name share the parameters of the type: so these must be one. */
    private void type(NeuronType t, String parameter) {
        NeuronType one = t.withoutIdlePorts();
        NeuronType other = types.putIfAbsent(ParameterOwner.ofType(t.name(), parameter), one);
        if (other != null && !other.equals(one)) {
            throw new DmmException("neuron type " + t.name() + ": found two types of this name with a parameter '"
                    + parameter + "', expected a name for each, since the numbers that are trained are named by it");
        }
    }

    private static ParameterId id(ParameterOwner owner, Path path) {
        return new ParameterId(owner.kind(), owner.at(), null, path);
    }

    private void add(ParameterId id, double x, boolean canTrain) {
        ids.add(id);
        values.add(x);
        trainable.add(canTrain);
    }
}
