package io.dmm4j.flatten;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameter vector: the weights of all links in order, then the numbers of type parameters in the
 * order of the neurons. A parameter that a neuron does not override is one entry for its whole type, idle ports or not. Neurons that are not
 * declared share the entries of their types with those that are; where there are none their parameters are constants.
 */
final class ParameterTable {
    private final double[] weights;
    private final boolean[] weightTrainable;
    private final List<Double> values = new ArrayList<>();
    private final List<Boolean> trainable = new ArrayList<>();
    private final Map<Object, Entry> entries = new HashMap<>();
    private final Map<NeuronType, NeuronType> ungated;
    private final Map<NeuronType, NeuronType> withoutIdlePorts = new HashMap<>();

    /**
     * The numbers of one parameter.
     *
     * @param first index of the first in the parameter vector
     * @param value the tree; its numbers in path order are the entries
     */
    record Entry(int first, VValue value) {
        int count() {
            return (int) value.size();
        }
    }

    private record Key(Object owner, String parameter) {}

    ParameterTable(Held held) {
        Network network = held.network;
        ungated = held.ungated;
        List<Link> links = network.links();
        weights = new double[links.size()];
        weightTrainable = new boolean[links.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = links.get(k).weight();
            weightTrainable[k] = links.get(k).trainable();
        }
        for (Neuron n : List.copyOf(network.neurons()).subList(0, held.declared)) {
            if (!n.isExternal()) {
                n.type().parameters().forEach((name, p) -> declare(key(n, name), n.parameter(name), p));
            }
        }
    }

    private Key key(Neuron n, String parameter) {
        return new Key(n.parameters().containsKey(parameter) ? n.name() : shared(n.type()), parameter);
    }

    /** What types whose neurons share parameters have in common. */
    private NeuronType shared(NeuronType t) {
        return withoutIdlePorts.computeIfAbsent(
                t, x -> ungated.getOrDefault(x, x).withoutIdlePorts());
    }

    private void declare(Key key, VValue value, NeuronType.Parameter p) {
        if (entries.putIfAbsent(key, new Entry(weights.length + values.size(), value)) == null) {
            value.forEach((path, x) -> {
                values.add(x);
                trainable.add(p.trainable());
            });
        }
    }

    /** The entry of a neuron's parameter; null if it is a constant. */
    Entry entry(Neuron neuron, String parameter) {
        return entries.get(key(neuron, parameter));
    }

    double[] values() {
        double[] all = java.util.Arrays.copyOf(weights, weights.length + values.size());
        for (int i = 0; i < values.size(); i++) {
            all[weights.length + i] = values.get(i);
        }
        return all;
    }

    boolean[] trainable() {
        boolean[] all = java.util.Arrays.copyOf(weightTrainable, weightTrainable.length + trainable.size());
        for (int i = 0; i < trainable.size(); i++) {
            all[weightTrainable.length + i] = trainable.get(i);
        }
        return all;
    }
}
