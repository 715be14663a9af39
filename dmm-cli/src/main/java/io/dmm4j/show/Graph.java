package io.dmm4j.show;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is drawn of a network: boxes and lines between them. */
final class Graph {
    /** With more links than this, one line stands for all links between two neurons. */
    static final int MOST_LINKS = 150;

    /**
     * A box.
     *
     * @param name the neuron's
     * @param type its type, or {@code external}
     * @param inputs ports at its left side, in order; none where lines stand for several links
     * @param outputs ports at its right side
     * @param probed those of its ports that are watched, as probes print
     * @param external whether it is fed from outside
     */
    record Box(
            String name,
            String type,
            List<String> inputs,
            List<String> outputs,
            Set<String> probed,
            boolean external) {}

    /**
     * A line.
     *
     * @param from index of a box
     * @param output index into its outputs; −1 for the box as a whole
     * @param to index of a box
     * @param input index into its inputs; −1 for the box as a whole
     * @param weight the weight of the link; of several, their sum
     * @param size the magnitude of the link; of several, the sum of magnitudes
     * @param fixed whether no link of it is trainable
     * @param title what it stands for
     */
    record Line(int from, int output, int to, int input, double weight, double size, boolean fixed, String title) {
        boolean isLoop() {
            return from == to;
        }
    }

    private final List<Box> boxes = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final boolean detailed;
    private final int omitted;

    /**
     * What is drawn of a network.
     *
     * @param all whether neurons without links to others are drawn too
     */
    Graph(Network network, boolean all) {
        Set<String> drawn = all ? network.names() : linked(network);
        omitted = network.names().size() - drawn.size();
        List<Link> links = network.links().stream()
                .filter(l -> drawn.contains(l.to().neuron()))
                .toList();
        detailed = links.size() <= MOST_LINKS;
        Map<String, Integer> index = new HashMap<>();
        for (Neuron n : network.neurons()) {
            if (drawn.contains(n.name())) {
                index.put(n.name(), boxes.size());
                boxes.add(box(n, links, network.probes()));
            }
        }
        if (detailed) {
            links.forEach(l -> lines.add(line(l, index)));
        } else {
            bundle(links, index);
        }
    }

    /** The neurons that have a link to or from another, are fed or are watched. */
    private static Set<String> linked(Network network) {
        Set<String> found = new HashSet<>();
        for (Link l : network.links()) {
            if (!l.to().neuron().equals(l.from().neuron())) {
                found.add(l.to().neuron());
                found.add(l.from().neuron());
            }
        }
        network.probes().forEach(p -> found.add(p.port().neuron()));
        network.externals().forEach(p -> found.add(p.neuron()));
        return found;
    }

    private Box box(Neuron n, List<Link> links, List<Probe> probes) {
        Set<String> in = new LinkedHashSet<>();
        Set<String> out = new LinkedHashSet<>();
        Set<String> probed = new LinkedHashSet<>();
        if (detailed) {
            links.forEach(l -> addIf(l.to(), n, in));
            links.forEach(l -> addIf(l.from(), n, out));
        }
        for (Probe p : probes) {
            if (p.port().neuron().equals(n.name())) {
                probed.add(p.toString());
                (p.side() == Probe.Side.IN ? in : out).add(p.port().port());
            }
        }
        String type = n.isExternal() ? "external" : n.type().name();
        return detailed
                ? new Box(n.name(), type, inOrder(n.inputs(), in), inOrder(n.outputs(), out), probed, n.isExternal())
                : new Box(n.name(), type, List.of(), List.of(), probed, n.isExternal());
    }

    private static void addIf(Port port, Neuron n, Set<String> ports) {
        if (port.neuron().equals(n.name())) {
            ports.add(port.port());
        }
    }

    private static List<String> inOrder(Collection<String> declared, Set<String> used) {
        return declared.stream().filter(used::contains).toList();
    }

    private Line line(Link l, Map<String, Integer> index) {
        int from = index.get(l.from().neuron());
        int to = index.get(l.to().neuron());
        int output = boxes.get(from).outputs.indexOf(l.from().port());
        int input = boxes.get(to).inputs.indexOf(l.to().port());
        return new Line(from, output, to, input, l.weight(), Math.abs(l.weight()), !l.trainable(), l.toString());
    }

    private void bundle(List<Link> links, Map<String, Integer> index) {
        Map<List<String>, List<Link>> pairs = new LinkedHashMap<>();
        for (Link l : links) {
            pairs.computeIfAbsent(List.of(l.from().neuron(), l.to().neuron()), k -> new ArrayList<>())
                    .add(l);
        }
        pairs.forEach((pair, some) -> {
            double weight = some.stream().mapToDouble(Link::weight).sum();
            double size = some.stream().mapToDouble(l -> Math.abs(l.weight())).sum();
            boolean fixed = some.stream().noneMatch(Link::trainable);
            String title = some.size() == 1
                    ? some.get(0).toString()
                    : pair.get(1) + " <- " + pair.get(0) + ": " + some.size() + " links";
            lines.add(new Line(index.get(pair.get(0)), -1, index.get(pair.get(1)), -1, weight, size, fixed, title));
        });
    }

    List<Box> boxes() {
        return boxes;
    }

    List<Line> lines() {
        return lines;
    }

    /** Whether ports and single links are drawn. */
    boolean isDetailed() {
        return detailed;
    }

    /** Neurons that are not drawn. */
    int omitted() {
        return omitted;
    }
}
