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
 * order of the neurons. A parameter that a neuron does not override is one entry for its whole type.
 */
final class ParameterTable {
    private final double[] weights;
    private final boolean[] weightTrainable;
    private final List<Double> values = new ArrayList<>();
    private final List<Boolean> trainable = new ArrayList<>();
    private final Map<Object, Entry> entries = new HashMap<>();

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

    ParameterTable(Network network) {
        List<Link> links = network.links();
        weights = new double[links.size()];
        weightTrainable = new boolean[links.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = links.get(k).weight();
            weightTrainable[k] = links.get(k).trainable();
        }
        for (Neuron n : network.neurons()) {
            if (!n.isExternal()) {
                n.type().parameters().forEach((name, p) -> declare(key(n, name), n.parameter(name), p));
            }
        }
    }

    private static Key key(Neuron n, String parameter) {
        return new Key(n.parameters().containsKey(parameter) ? n.name() : n.type(), parameter);
    }

    private void declare(Key key, VValue value, NeuronType.Parameter p) {
        if (entries.putIfAbsent(key, new Entry(weights.length + values.size(), value)) == null) {
            value.forEach((path, x) -> {
                values.add(x);
                trainable.add(p.trainable());
            });
        }
    }

    /** The entry of a neuron's parameter. */
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
