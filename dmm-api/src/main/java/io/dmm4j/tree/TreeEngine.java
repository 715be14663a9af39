package io.dmm4j.tree;

import io.dmm4j.expr.TreeEval;
import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.OutputPorts;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The slow definition of the semantics. A cycle takes every neuron in the order of the list:
 *
 * <pre>
 *   down   X[to]     = Σ over links to it   weight · subtree(Y[from], path)
 *   up     Y[neuron] = f_type(X[neuron])
 * </pre>
 *
 * Y[from] is this cycle's output where the link is fresh, else last cycle's. External inputs emit
 * what was fed for this cycle. Where the network holds its own matrix, the entries of that matrix, as
 * the last cycle left it, are links too, and its rows make neurons ({@link io.dmm4j.net.SelfMatrix}); one that all lanes share is
 * the mean of what they emitted. All arithmetic is in double precision; with 32-bit precision the
 * trees are rounded after each movement, as flat arrays hold them.
 */
public final class TreeEngine implements Machine {
    private Network network;
    private final MachineOptions options;
    private Map<Port, List<Link>> linksTo;
    private final HeldLinks held;
    private List<Map<Port, VValue>> outputs = new ArrayList<>();
    private final List<Map<Probe, VValue>> seen = new ArrayList<>();
    private final Feeds feeds;
    private final Set<VValue> rounded = Collections.newSetFromMap(new IdentityHashMap<>());
    private int window;
    private long cycle;
    private boolean closed;

    /** A machine before cycle 1. */
    public TreeEngine(Network network, MachineOptions options) {
        this.network = network;
        this.options = options;
        feeds = new Feeds(network, options);
        linksTo = byTarget(network.links());
        held = network.self() == null ? null : new HeldLinks(network);
        for (int lane = 0; lane < options.lanes(); lane++) {
            Map<Port, VValue> start = new HashMap<>();
            network.initial().forEach((port, value) -> start.put(port, round(value)));
            outputs.add(start);
        }
    }

    @Override
    public void run(int cycles) {
        checkOpen();
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        seen.clear();
        for (window = 0; window < cycles; window++) {
            oneCycle();
        }
    }

    /** All lanes run a cycle or, if it fails in one of them, none does. */
    private void oneCycle() {
        Map<Feeds.Slot, VValue> fed = feeds.between(cycle + 1, cycle + 1).getOrDefault(cycle + 1, Map.of());
        List<Map<Port, VValue>> before = shared();
        List<Map<Port, VValue>> after = new ArrayList<>();
        List<Map<Probe, VValue>> watched = new ArrayList<>();
        for (int lane = 0; lane < options.lanes(); lane++) {
            Map<Probe, VValue> probed = new HashMap<>();
            after.add(oneCycle(lane, before.get(lane), fed, probed));
            watched.add(probed);
        }
        cycle++;
        outputs = after;
        seen.addAll(watched);
        feeds.forgetTo(cycle);
        rounded.clear();
        outputs.forEach(lane -> rounded.addAll(lane.values()));
    }

    /** The outputs of the last cycle; a shared matrix is, in all lanes, the mean of what they emitted. */
    private List<Map<Port, VValue>> shared() {
        if (held == null || !network.self().shared() || options.lanes() == 1) {
            return outputs;
        }
        Port output = network.self().output();
        VValueBuilder sum = VValue.builder();
        outputs.forEach(lane -> sum.add(Path.ROOT, lane.getOrDefault(output, VValue.EMPTY)));
        VValue mean = round(sum.build().map(x -> x / options.lanes()));
        List<Map<Port, VValue>> lanes = new ArrayList<>();
        outputs.forEach(lane -> {
            Map<Port, VValue> same = new HashMap<>(lane);
            same.put(output, mean);
            lanes.add(same);
        });
        return lanes;
    }

    /** The outputs of a lane after a cycle; what its probes may see goes to {@code watched}. */
    private Map<Port, VValue> oneCycle(
            int lane, Map<Port, VValue> before, Map<Feeds.Slot, VValue> fed, Map<Probe, VValue> watched) {
        Map<Port, VValue> now = new HashMap<>();
        HeldLinks.Reading matrix = matrix(lane, before);
        Map<Port, List<Link>> heldTo = byTarget(matrix.links());
        List<Neuron> alive = new ArrayList<>(network.neurons());
        alive.addAll(matrix.made());
        for (Neuron neuron : alive) {
            Map<String, VValue> inputs = new HashMap<>();
            for (String port : neuron.inputs()) {
                inputs.put(port, round(down(Port.of(neuron.name(), port), heldTo, before, now)));
                watched.put(Probe.in(neuron.name(), port), inputs.get(port));
            }
            up(neuron, lane, inputs, fed, now);
        }
        now.forEach((port, value) -> watched.put(new Probe(Probe.Side.OUT, port), value));
        return now;
    }

    /** What the machine's own matrix says in this cycle, if it holds one. */
    private HeldLinks.Reading matrix(int lane, Map<Port, VValue> before) {
        if (held == null) {
            return HeldLinks.Reading.NONE;
        }
        try {
            return held.read(before.getOrDefault(network.self().output(), VValue.EMPTY));
        } catch (DmmException e) {
            throw new DmmException("cycle " + (cycle + 1) + ", lane " + lane + ": " + e.getMessage(), e);
        }
    }

    private static Map<Port, List<Link>> byTarget(List<Link> links) {
        Map<Port, List<Link>> found = new HashMap<>();
        links.forEach(l -> found.computeIfAbsent(l.to(), p -> new ArrayList<>()).add(l));
        return found;
    }

    /** What arrives at an input: the linear half of the cycle. Links of the held matrix are never fresh. */
    private VValue down(Port to, Map<Port, List<Link>> heldTo, Map<Port, VValue> before, Map<Port, VValue> now) {
        List<Link> declared = linksTo.getOrDefault(to, List.of());
        List<Link> links = new ArrayList<>(declared);
        links.addAll(heldTo.getOrDefault(to, List.of()));
        double[] weights = new double[links.size()];
        VValue[] sources = new VValue[links.size()];
        for (int k = 0; k < weights.length; k++) {
            Link link = links.get(k);
            Map<Port, VValue> outputs = k < declared.size() && network.isFresh(link) ? now : before;
            weights[k] = options.precision().round(link.weight());
            sources[k] = outputs.getOrDefault(link.from(), VValue.EMPTY).subtree(link.path());
        }
        return VValue.linearCombination(weights, sources);
    }

    /** What a neuron emits: the non-linear half of the cycle. */
    private void up(
            Neuron neuron, int lane, Map<String, VValue> inputs, Map<Feeds.Slot, VValue> fed, Map<Port, VValue> now) {
        if (neuron.isExternal()) {
            for (String port : neuron.outputs()) {
                Port p = Port.of(neuron.name(), port);
                now.put(p, round(fed.getOrDefault(new Feeds.Slot(p, lane), VValue.EMPTY)));
            }
            return;
        }
        Map<String, VValue> parameters = new HashMap<>();
        neuron.type().parameters().keySet().forEach(p -> parameters.put(p, round(neuron.parameter(p))));
        TreeEval eval = new TreeEval(inputs, parameters);
        neuron.type().outputs().forEach((port, e) -> now.put(Port.of(neuron.name(), port), round(eval.eval(e))));
    }

    /** Trees that were rounded and are still in use come again at every cycle; they are not walked again. */
    private VValue round(VValue v) {
        if (options.precision() == Precision.FLOAT64 || rounded.contains(v)) {
            return v;
        }
        VValue r = v.map(x -> (float) x);
        rounded.add(r);
        return r;
    }

    @Override
    public void feed(int ahead, int lane, Port input, VValue value) {
        checkOpen();
        if (ahead < 1) {
            throw new DmmException("feed " + input + ": " + ahead + " cycles ahead, expected at least 1");
        }
        feeds.add(cycle + ahead, lane, input, value);
    }

    @Override
    public void unfeed() {
        checkOpen();
        feeds.forget(cycle + 1);
    }

    @Override
    public VValue probed(int cycleOfWindow, int probe, int lane) {
        checkOpen();
        if (cycleOfWindow < 1 || cycleOfWindow > window) {
            throw new DmmException("cycle " + cycleOfWindow + " of the window: expected 1 to " + window);
        }
        options.checkLane(lane);
        Map<Probe, VValue> watched = seen.get((cycleOfWindow - 1) * options.lanes() + lane);
        return watched.getOrDefault(network.probes().get(probe), VValue.EMPTY);
    }

    @Override
    public VValue output(Port output, int lane) {
        checkOpen();
        options.checkLane(lane);
        OutputPorts.checkPossible(network, output);
        return outputs.get(lane).getOrDefault(output, VValue.EMPTY);
    }

    @Override
    public void setOutput(Port output, int lane, VValue value) {
        checkOpen();
        options.checkLane(lane);
        OutputPorts.checkPresent(network, output, () -> output(network.self().output(), lane));
        outputs.get(lane).put(output, round(value));
    }

    @Override
    public void rewire(List<Link> links) {
        checkOpen();
        network = network.withLinks(links);
        linksTo = byTarget(network.links());
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public MachineOptions options() {
        return options;
    }

    @Override
    public String backend() {
        return TreeBackend.NAME;
    }

    @Override
    public long cycle() {
        return cycle;
    }

    private void checkOpen() {
        if (closed) {
            throw new DmmException("this machine of backend " + backend() + " is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        seen.clear();
    }
}
