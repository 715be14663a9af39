package io.dmm4j.flatten;

import io.dmm4j.net.Neuron;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row for every path of every port. The order is: by level, then by group (neurons of one type,
 * shapes and parameters), then by port, then by neuron, then by path. So the same port of all neurons
 * of a group is one block of rows, and what a type does path by path is one op for the whole group.
 */
final class Layout {
    /** First row of each input port among the input rows; its shape says how many. */
    final int[] inRow;

    /** First row of each output port. */
    final int[] outRow;

    final int inputRows;
    final int outputRows;
    /** Neurons that are lowered together, in order, by level. */
    final List<List<List<Integer>>> groupsByLevel = new ArrayList<>();

    private final Wiring wiring;
    private final Shapes shapes;

    private record GroupKey(Object type, List<VValue> in, List<VValue> out, List<VValue> parameters) {}

    Layout(Wiring wiring, Shapes shapes) {
        this.wiring = wiring;
        this.shapes = shapes;
        group();
        inRow = new int[shapes.in().length];
        outRow = new int[shapes.out().length];
        int x = 0;
        int y = 0;
        for (List<List<Integer>> level : groupsByLevel) {
            for (List<Integer> neurons : level) {
                x = place(neurons, wiring.firstIn, shapes.in(), inRow, x);
                y = place(neurons, wiring.firstOut, shapes.out(), outRow, y);
            }
        }
        inputRows = x;
        outputRows = y;
    }

    private void group() {
        Map<Integer, Map<GroupKey, List<Integer>>> found = new TreeMap<>();
        for (int n = 0; n < wiring.neurons.size(); n++) {
            found.computeIfAbsent(wiring.level[n], l -> new LinkedHashMap<>())
                    .computeIfAbsent(key(n), k -> new ArrayList<>())
                    .add(n);
        }
        for (int l = 0; l < wiring.levels; l++) {
            Collection<List<Integer>> groups = found.getOrDefault(l, Map.of()).values();
            groupsByLevel.add(List.copyOf(groups));
        }
    }

    private GroupKey key(int n) {
        Neuron neuron = wiring.neurons.get(n);
        List<VValue> parameters = new ArrayList<>();
        Object type = neuron.isExternal() ? neuron : neuron.type();
        if (!neuron.isExternal()) {
            neuron.type()
                    .parameters()
                    .keySet()
                    .forEach(p -> parameters.add(neuron.parameter(p).map(x -> 1)));
        }
        return new GroupKey(
                type,
                Arrays.asList(Arrays.copyOfRange(shapes.in(), wiring.firstIn[n], wiring.firstIn[n + 1])),
                Arrays.asList(Arrays.copyOfRange(shapes.out(), wiring.firstOut[n], wiring.firstOut[n + 1])),
                parameters);
    }

    private static int place(List<Integer> neurons, int[] first, VValue[] shape, int[] row, int next) {
        int ports = first[neurons.get(0) + 1] - first[neurons.get(0)];
        long free = next;
        for (int p = 0; p < ports; p++) {
            for (int n : neurons) {
                row[first[n] + p] = (int) free;
                free += shape[first[n] + p].size();
            }
        }
        return Math.toIntExact(free);
    }
}
