package io.dmm4j.testing;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private Map<Port, TrackedTree> outputs = new HashMap<>();
    private Map<Probe, TrackedTree> seen = Map.of();

    /** Before cycle 1. */
    public TrackedEngine(Network network, Accuracy accuracy) {
        this.network = network;
        this.accuracy = accuracy;
        math = new TrackedMath(accuracy);
        network.links().forEach(l -> linksTo.computeIfAbsent(l.to(), p -> new ArrayList<>())
                .add(l));
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
        for (Neuron n : network.neurons()) {
            Map<String, TrackedTree> inputs = new HashMap<>();
            for (String port : n.inputs()) {
                inputs.put(port, down(Port.of(n.name(), port), now));
                watched.put(Probe.in(n.name(), port), inputs.get(port));
            }
            up(n, inputs, fed, now);
        }
        now.forEach((port, tree) -> watched.put(new Probe(Probe.Side.OUT, port), tree));
        outputs = now;
        seen = watched;
    }

    private TrackedTree down(Port to, Map<Port, TrackedTree> now) {
        Map<Path, List<Tracked>> weights = new TreeMap<>();
        Map<Path, List<Tracked>> numbers = new TreeMap<>();
        for (Link link : linksTo.getOrDefault(to, List.of())) {
            Tracked w = accuracy.held(accuracy.precision().round(link.weight()));
            Map<Port, TrackedTree> source = network.isFresh(link) ? now : outputs;
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
