package io.dmm4j.testing;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A second way of running that keeps to {@link Accuracy} and does all it may do otherwise: every single operation is
 * rounded to the precision, sums run backwards, constants and immediates are rounded. It shows that the bounds of the
 * checks hold for more than the tree engine.
 */
final class NaiveMachine implements Machine {
    private final Network network;
    private final MachineOptions options;
    private final Feeds feeds;
    private final List<Map<Port, VValue>> outputs = new ArrayList<>();
    private final List<List<Map<Probe, VValue>>> seen = new ArrayList<>(); // [cycle of the window][lane]
    private long cycle;

    NaiveMachine(Network network, MachineOptions options) {
        this.network = network;
        this.options = options;
        feeds = new Feeds(network, options);
        for (int lane = 0; lane < options.lanes(); lane++) {
            Map<Port, VValue> start = new HashMap<>();
            network.initial().forEach((port, v) -> start.put(port, round(v)));
            outputs.add(start);
        }
    }

    @Override
    public void run(int cycles) {
        seen.clear();
        for (int i = 0; i < cycles; i++) {
            cycle++;
            Map<Feeds.Slot, VValue> fed = feeds.between(cycle, cycle).getOrDefault(cycle, Map.of());
            List<Map<Probe, VValue>> lanes = new ArrayList<>();
            for (int lane = 0; lane < options.lanes(); lane++) {
                lanes.add(oneCycle(lane, fed));
            }
            seen.add(lanes);
        }
        feeds.forgetTo(cycle);
    }

    private Map<Probe, VValue> oneCycle(int lane, Map<Feeds.Slot, VValue> fed) {
        Map<Port, VValue> now = new HashMap<>();
        Map<Probe, VValue> watched = new HashMap<>();
        for (Neuron n : network.neurons()) {
            Map<String, VValue> inputs = new HashMap<>();
            for (String port : n.inputs()) {
                inputs.put(port, down(Port.of(n.name(), port), outputs.get(lane), now));
                watched.put(Probe.in(n.name(), port), inputs.get(port));
            }
            for (String port : n.outputs()) {
                Port p = Port.of(n.name(), port);
                VValue v = n.isExternal()
                        ? round(fed.getOrDefault(new Feeds.Slot(p, lane), VValue.EMPTY))
                        : eval(n.type().outputs().get(port), n, inputs);
                now.put(p, v);
                watched.put(new Probe(Probe.Side.OUT, p), v);
            }
        }
        outputs.set(lane, now);
        return watched;
    }

    private VValue down(Port to, Map<Port, VValue> before, Map<Port, VValue> now) {
        List<Link> links = new ArrayList<>(
                network.links().stream().filter(l -> l.to().equals(to)).toList());
        Collections.reverse(links);
        VValue sum = VValue.EMPTY;
        for (Link l : links) {
            VValue part = (network.isFresh(l) ? now : before)
                    .getOrDefault(l.from(), VValue.EMPTY)
                    .subtree(l.path());
            double w = round(l.weight());
            sum = sum.zip(part, (x, y) -> round(x + round(w * y)));
        }
        return sum;
    }

    private double round(double x) {
        return options.precision().round(x);
    }

    private VValue round(VValue v) {
        return v.map(this::round);
    }

    // ---- expressions -------------------------------------------------------------------------------------

    private VValue eval(Expr e, Neuron n, Map<String, VValue> in) {
        List<VValue> args = e.args().stream().map(a -> eval(a, n, in)).toList();
        VValue a = args.isEmpty() ? VValue.EMPTY : args.get(0);
        VValue b = args.size() < 2 ? VValue.EMPTY : args.get(1);
        Op op = e.op();
        return switch (op.group()) {
            case LEAF -> round(op == Op.IN ? in.get(e.name()) : op == Op.PARAM ? n.parameter(e.name()) : e.value());
            case VIEW ->
                switch (op) {
                    case NUMBER -> VValue.of(a.number());
                    case SUBTREE -> a.subtree(e.path());
                    case PREFIX -> a.prefix(e.path());
                    default -> a;
                };
            case MAP -> a.map(x -> map(e, x));
            case SCALAR_MAP ->
                args.size() == 1 ? VValue.of(map(e, a.number())) : a.zip(b, (x, s) -> s != 0 ? map(e, x) : 0);
            case ZIP -> a.zip(b, (x, y) -> round(Scalars.zip(op, x, y)));
            case BROADCAST -> op == Op.SCALE ? b.map(x -> round(a.number() * x)) : a.number() != 0 ? b : args.get(2);
            case REDUCE -> VValue.of(reduce(op, numbers(a)));
            case REDUCE2 -> VValue.of(op == Op.DOT ? sum(products(a, b)) : a.lessOrEqual(b) ? 1 : 0);
            case SEGMENT -> softmax(a);
            case MASKING -> mask(op, a, b);
            default -> throw new IllegalArgumentException(op.name());
        };
    }

    private double map(Expr e, double x) {
        return round(Scalars.map(e.op(), x, round(e.i0()), round(e.i1())));
    }

    /** The numbers, last path first. */
    private static List<Double> numbers(VValue v) {
        List<Double> x = new ArrayList<>();
        v.forEach((path, number) -> x.add(0, number));
        return x;
    }

    private List<Double> products(VValue a, VValue b) {
        List<Double> x = new ArrayList<>();
        a.forEach((path, number) -> x.add(0, round(number * b.number(path))));
        return x;
    }

    private double sum(List<Double> x) {
        return x.stream().reduce(0.0, (s, v) -> round(s + v));
    }

    private double reduce(Op op, List<Double> x) {
        return switch (op) {
            case SUM -> sum(x);
            case L1 -> sum(x.stream().map(Math::abs).toList());
            case L2 -> round(Math.sqrt(sum(x.stream().map(v -> round(v * v)).toList())));
            case MAX_NORM -> x.stream().map(Math::abs).reduce(0.0, Math::max);
            case MAX -> x.stream().reduce(Math::max).orElse(0.0);
            case MIN -> x.stream().reduce(Math::min).orElse(0.0);
            case MEAN -> x.isEmpty() ? 0 : round(sum(x) * round(1.0 / x.size()));
            case COUNT -> x.size();
            default -> throw new IllegalArgumentException(op.name());
        };
    }

    private VValue softmax(VValue a) {
        double top = reduce(Op.MAX, numbers(a));
        VValue e = a.map(x -> round(Math.exp(round(x - top))));
        double total = sum(numbers(e));
        return e.map(x -> round(x / total));
    }

    private VValue mask(Op op, VValue mask, VValue tree) {
        Map<Path, Double> sums = new TreeMap<>();
        if (op == Op.NAMED) {
            mask.forEach((p, m) -> tree.forEach((path, y) -> {
                if (p.length() == 1) {
                    sums.merge(path.named(p.label(0)), round(m * y), (s, t) -> round(s + t));
                }
            }));
        } else {
            masked(op, mask, tree, sums);
        }
        var b = VValue.builder();
        sums.forEach(b::put);
        return b.build();
    }

    private void masked(Op op, VValue mask, VValue tree, Map<Path, Double> sums) {
        tree.forEach((path, y) -> {
            for (int k = path.length(); k >= 0; k--) {
                double product = round(mask.number(path.head(k)) * y);
                sums.merge(op == Op.MASK ? path : path.suffix(k), product, (s, t) -> round(s + t));
            }
        });
    }

    // ---- the rest of a machine ---------------------------------------------------------------------------

    @Override
    public void feed(int ahead, int lane, Port input, VValue value) {
        feeds.add(cycle + ahead, lane, input, value);
    }

    @Override
    public VValue probed(int ofWindow, int probe, int lane) {
        return seen.get(ofWindow - 1).get(lane).get(network.probes().get(probe));
    }

    @Override
    public VValue output(Port output, int lane) {
        return outputs.get(lane).getOrDefault(output, VValue.EMPTY);
    }

    @Override
    public void setOutput(Port output, int lane, VValue value) {
        outputs.get(lane).put(output, round(value));
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
        return "naive";
    }

    @Override
    public long cycle() {
        return cycle;
    }

    @Override
    public void close() {}
}
