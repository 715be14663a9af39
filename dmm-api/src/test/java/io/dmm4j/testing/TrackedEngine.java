package io.dmm4j.testing;

import io.dmm4j.expr.TreeEval;
import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One lane of a network on tracked numbers: what every machine of a precision must give, and how far it may be off. An
 * input is stored after the down movement and an output after the up movement, as flat arrays hold them.
 */
public final class TrackedEngine {
    private final Network network;
    private final Accuracy accuracy;
    private final TrackedMath math;
    private final Map<Port, List<Link>> linksTo = new HashMap<>();
    private final HeldLinks held;
    private Map<Port, TrackedTree> outputs = new HashMap<>();
    private Map<Probe, TrackedTree> seen = Map.of();

    /** Before cycle 1. */
    public TrackedEngine(Network network, Accuracy accuracy) {
        this.network = network;
        this.accuracy = accuracy;
        math = new TrackedMath(accuracy);
        network.links().forEach(l -> linksTo.computeIfAbsent(l.to(), p -> new ArrayList<>())
                .add(l));
        held = network.self() == null ? null : new HeldLinks(network);
        network.initial().forEach(this::set);
    }

    /** Replaces an output by numbers that every machine holds, rounded. */
    public void set(Port output, VValue value) {
        outputs.put(output, held(value));
    }

    private TrackedTree held(VValue value) {
        return TrackedTree.of(value, x -> accuracy.held(accuracy.precision().round(x)));
    }

    /** One cycle, in which external inputs emit {@code fed}. */
    public void cycle(Map<Port, VValue> fed) {
        Map<Port, TrackedTree> now = new HashMap<>();
        Map<Probe, TrackedTree> watched = new HashMap<>();
        Matrix matrix = new Matrix();
        List<Neuron> neurons = new ArrayList<>(network.neurons());
        neurons.addAll(matrix.made.values());
        for (Neuron n : neurons) {
            Map<String, TrackedTree> inputs = new HashMap<>();
            for (String port : n.inputs()) {
                inputs.put(port, down(Port.of(n.name(), port), matrix, now));
                watched.put(Probe.in(n.name(), port), inputs.get(port));
            }
            up(n, inputs, fed, now);
            if (matrix.made.containsKey(n.name()) && !matrix.alive.contains(n.name()) && emitsWhenIdle(n)) {
                n.outputs().forEach(port -> now.put(Port.of(n.name(), port), TrackedTree.WILD));
            }
        }
        now.forEach((port, tree) -> watched.put(new Probe(Probe.Side.OUT, port), tree));
        outputs = now;
        seen = watched;
    }

    /** What the machine's own matrix says in this cycle, if it holds one. */
    private final class Matrix {
        final Map<Port, List<Link>> linksTo = new HashMap<>();
        final Map<Link, Tracked> weight = new IdentityHashMap<>();
        final Map<String, Neuron> made = new LinkedHashMap<>();
        /** Neurons with an entry that is not 0 in any implementation. */
        final Set<String> alive = new HashSet<>();

        final boolean wild;

        Matrix() {
            TrackedTree tree = held == null
                    ? TrackedTree.EMPTY
                    : outputs.getOrDefault(network.self().output(), TrackedTree.EMPTY);
            // an entry that was there and is 0 may carry an infinity all the same
            wild = tree.isWild() || held != null && outputs.values().stream().anyMatch(TrackedTree::isWild);
            tree.numbers().forEach((path, w) -> entry(path, w));
        }

        private void entry(Path path, Tracked w) {
            if (wild) {
                return;
            }
            Link link = held.link(path, w.value());
            linksTo.computeIfAbsent(link.to(), p -> new ArrayList<>()).add(link);
            weight.put(link, w);
            Neuron to = held.target(path);
            if (network.neuron(to.name()) == null) {
                made.putIfAbsent(to.name(), to);
                if (w.isPresent()) {
                    alive.add(to.name());
                }
            }
        }
    }

    private static boolean emitsWhenIdle(Neuron n) {
        Map<String, VValue> parameters = new HashMap<>();
        n.type().parameters().keySet().forEach(p -> parameters.put(p, n.parameter(p)));
        TreeEval idle = new TreeEval(Map.of(), parameters);
        return n.type().outputs().values().stream().anyMatch(e -> !idle.eval(e).isEmpty());
    }

    private TrackedTree down(Port to, Matrix matrix, Map<Port, TrackedTree> now) {
        if (matrix.wild) {
            return TrackedTree.WILD;
        }
        Map<Path, List<Tracked>> weights = new TreeMap<>();
        Map<Path, List<Tracked>> numbers = new TreeMap<>();
        List<Link> links = new ArrayList<>(linksTo.getOrDefault(to, List.of()));
        links.addAll(matrix.linksTo.getOrDefault(to, List.of()));
        for (Link link : links) {
            Tracked own = matrix.weight.get(link);
            Tracked w = own != null ? own : accuracy.held(accuracy.precision().round(link.weight()));
            Map<Port, TrackedTree> source = own == null && network.isFresh(link) ? now : outputs;
            if (source.getOrDefault(link.from(), TrackedTree.EMPTY).isWild()) {
                return TrackedTree.WILD;
            }
            TrackedTree part =
                    source.getOrDefault(link.from(), TrackedTree.EMPTY).subtree(link.path());
            part.numbers().forEach((path, y) -> {
                weights.computeIfAbsent(path, p -> new ArrayList<>()).add(w);
                numbers.computeIfAbsent(path, p -> new ArrayList<>()).add(y);
            });
        }
        Map<Path, Tracked> sums = new TreeMap<>();
        weights.forEach((path, w) -> sums.put(path, accuracy.stored(math.sumOfProducts(w, numbers.get(path)))));
        return TrackedTree.of(sums);
    }

    private void up(Neuron n, Map<String, TrackedTree> inputs, Map<Port, VValue> fed, Map<Port, TrackedTree> now) {
        if (n.isExternal()) {
            for (String port : n.outputs()) {
                Port p = Port.of(n.name(), port);
                now.put(p, held(fed.getOrDefault(p, VValue.EMPTY)));
            }
            return;
        }
        Map<String, TrackedTree> parameters = new HashMap<>();
        n.type().parameters().keySet().forEach(p -> parameters.put(p, held(n.parameter(p))));
        TrackedEval eval = new TrackedEval(accuracy, inputs, parameters);
        n.type()
                .outputs()
                .forEach((port, e) ->
                        now.put(Port.of(n.name(), port), eval.eval(e).map(accuracy::stored)));
    }

    /** What a probe sees after the latest cycle. */
    public TrackedTree probed(Probe probe) {
        return seen.getOrDefault(probe, TrackedTree.EMPTY);
    }

    /** An output after the latest cycle. */
    public TrackedTree output(Port port) {
        return outputs.getOrDefault(port, TrackedTree.EMPTY);
    }

    /** Whether every input and output of the latest cycle is exact. */
    public boolean isExact() {
        return seen.values().stream().allMatch(TrackedTree::isExact);
    }

    /** How many numbers the inputs and outputs of the latest cycle have. */
    public int size() {
        return seen.values().stream().mapToInt(t -> t.numbers().size()).sum();
    }
}
