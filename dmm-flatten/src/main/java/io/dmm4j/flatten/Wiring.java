package io.dmm4j.flatten;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with numbers for names: neurons, input ports and output ports count from 0 in the order of
 * the list of neurons, links keep their own order and are sorted by source and by target.
 */
final class Wiring {
    final Network network;

    /** The links: those of the network, then those of the matrix that it holds. */
    final List<Link> links;

    /** How many of the first links are those of the network. */
    final int declared;

    final Held held;

    /** The output that holds the network's matrix; −1 if none does. */
    final int matrix;

    final List<Neuron> neurons;
    /** Ports of each neuron: [firstIn[n], firstIn[n+1]) and [firstOut[n], firstOut[n+1]). */
    final int[] firstIn;

    final int[] firstOut;
    final List<Port> ins = new ArrayList<>();
    final List<Port> outs = new ArrayList<>();
    /** The neuron of each input and output port. */
    final int[] neuronOfIn;

    final int[] neuronOfOut;
    /** Input and output port of each link. */
    final int[] to;

    final int[] from;
    final boolean[] fresh;
    /** Links of input port i: incoming[inStart[i] .. inStart[i+1]), in link order; likewise outgoing. */
    final int[] inStart;

    final int[] incoming;
    final int[] outStart;
    final int[] outgoing;
    /** The stage of each neuron: 0, or one more than the highest stage that it has a fresh link from. */
    final int[] level;

    final int levels;
    private final Map<Port, Integer> inIndex = new HashMap<>();
    private final Map<Port, Integer> outIndex = new HashMap<>();

    Wiring(Network network) {
        this(Held.none(network), null);
    }

    /**
     * The wires of a network and of a matrix that it holds.
     *
     * @param matrixOutput the output that holds the matrix; null if there is none
     */
    Wiring(Held held, Port matrixOutput) {
        this.held = held;
        network = held.network;
        declared = network.links().size();
        links = held.links.isEmpty() ? network.links() : new ArrayList<>(network.links());
        if (!held.links.isEmpty()) {
            links.addAll(held.links);
        }
        neurons = List.copyOf(network.neurons());
        firstIn = new int[neurons.size() + 1];
        firstOut = new int[neurons.size() + 1];
        for (int n = 0; n < neurons.size(); n++) {
            number(neurons.get(n).name(), neurons.get(n).inputs(), ins, inIndex);
            number(neurons.get(n).name(), neurons.get(n).outputs(), outs, outIndex);
            firstIn[n + 1] = ins.size();
            firstOut[n + 1] = outs.size();
        }
        neuronOfIn = owners(firstIn);
        neuronOfOut = owners(firstOut);
        matrix = matrixOutput == null ? -1 : outIndex.get(matrixOutput);
        to = new int[links.size()];
        from = new int[links.size()];
        fresh = new boolean[links.size()];
        for (int k = 0; k < to.length; k++) {
            Link l = links.get(k);
            to[k] = inIndex.get(l.to());
            from[k] = outIndex.get(l.from());
            fresh[k] = k < declared
                    && network.schedule() == io.dmm4j.net.Schedule.TOPOLOGICAL
                    && neuronOfOut[from[k]] < neuronOfIn[to[k]];
        }
        inStart = starts(to, ins.size());
        incoming = sorted(to, inStart);
        outStart = starts(from, outs.size());
        outgoing = sorted(from, outStart);
        level = new int[neurons.size()];
        levels = assignLevels();
    }

    /** The input port of a name; −1 if there is none. */
    int findIn(Port p) {
        return inIndex.getOrDefault(p, -1);
    }

    /** The output port of a name; −1 if there is none. */
    int findOut(Port p) {
        return outIndex.getOrDefault(p, -1);
    }

    /** The input port of a name, which exists. */
    int in(Port p) {
        return inIndex.get(p);
    }

    /** The output port of a name, which exists. */
    int out(Port p) {
        return outIndex.get(p);
    }

    private static void number(String neuron, Iterable<String> names, List<Port> ports, Map<Port, Integer> index) {
        for (String name : names) {
            Port p = Port.of(neuron, name);
            index.put(p, ports.size());
            ports.add(p);
        }
    }

    private static int[] owners(int[] first) {
        int[] owner = new int[first[first.length - 1]];
        for (int n = 0; n + 1 < first.length; n++) {
            java.util.Arrays.fill(owner, first[n], first[n + 1], n);
        }
        return owner;
    }

    private static int[] starts(int[] key, int keys) {
        int[] start = new int[keys + 1];
        for (int k : key) {
            start[k + 1]++;
        }
        for (int k = 0; k < keys; k++) {
            start[k + 1] += start[k];
        }
        return start;
    }

    /** A stable counting sort of the links. */
    private static int[] sorted(int[] key, int[] start) {
        int[] next = start.clone();
        int[] order = new int[key.length];
        for (int k = 0; k < key.length; k++) {
            order[next[key[k]]++] = k;
        }
        return order;
    }

    private int assignLevels() {
        int top = 0;
        for (int n = 0; n < neurons.size(); n++) {
            for (int e = inStart[firstIn[n]]; e < inStart[firstIn[n + 1]]; e++) {
                int k = incoming[e];
                if (fresh[k]) {
                    level[n] = Math.max(level[n], level[neuronOfOut[from[k]]] + 1);
                }
            }
            top = Math.max(top, level[n]);
        }
        return top + 1;
    }
}
