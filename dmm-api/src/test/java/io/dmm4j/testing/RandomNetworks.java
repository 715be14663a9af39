package io.dmm4j.testing;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Random networks with random inputs, one for each group, precision and seed.
 *
 * <p>Types are those of the catalogue and random expressions over every op that the group allows; ports are fed whole
 * outputs, subtrees, and masks of mixed rank, several links with one weight among them, or nothing; both schedules; initial
 * outputs; external inputs that declare all paths, some, or none; 1 to 5 lanes with keys of their own. Cases that grow
 * beyond {@value #MOST_NUMBERS} numbers, or that do not stay exact for a cycle in the exact group, are cut short or drawn
 * again.
 */
public final class RandomNetworks {
    private static final int MOST_NUMBERS = 1500;
    private static final double CONTRACTION = 0.9;
    private static final List<Path> SUBTREES =
            List.of(Path.of("a"), Path.of("b"), Path.of("a", "a"), Path.of("a", "b"));

    private final SplittableRandom random;
    private final Group group;
    private final Precision precision;
    private final RandomTrees trees;
    private final RandomTypes types;
    private final List<NeuronType> drawn = new ArrayList<>();

    private RandomNetworks(Group group, Precision precision, long seed) {
        this.random = new SplittableRandom(seed * 31 + group.ordinal());
        this.group = group;
        this.precision = precision;
        trees = new RandomTrees(random, group);
        types = new RandomTypes(random, trees, group);
    }

    /** The case of a seed. */
    public static NetworkCase draw(Group group, Precision precision, long seed) {
        RandomNetworks r = new RandomNetworks(group, precision, seed);
        while (true) {
            NetworkCase c = r.candidate(seed);
            int cycles = usableCycles(c);
            if (cycles > 0) {
                return c.withWindows(cut(c.windows(), cycles));
            }
        }
    }

    private NetworkCase candidate(long seed) {
        Network n = network();
        int lanes = 1 + Math.min(random.nextInt(5), random.nextInt(5));
        List<Integer> windows = windows();
        boolean liveOnly = random.nextInt(3) == 0;
        boolean closed = random.nextBoolean() && !grows(n);
        NetworkCase c = new NetworkCase(group, precision, seed, n, lanes, windows, List.of(), liveOnly, closed);
        return c.withFeeds(feeds(n, lanes, c.cycles()));
    }

    /** Whether trees may come that no declaration lets foresee: an open port, or an op that makes paths longer. */
    private static boolean grows(Network n) {
        return n.externals().stream().anyMatch(p -> n.external(p).open())
                || n.neurons().stream().filter(x -> !x.isExternal()).anyMatch(x -> RandomTypes.ops(x.type())
                        .contains(Op.PREFIX));
    }

    private List<Integer> windows() {
        List<Integer> windows = new ArrayList<>();
        int windowCount = group == Group.ONE_CYCLE ? 5 : 4;
        for (int i = 0; i < windowCount; i++) {
            windows.add(group == Group.ONE_CYCLE ? 1 : random.nextInt(1, 4));
        }
        return windows;
    }

    static List<Integer> cut(List<Integer> windows, int cycles) {
        List<Integer> kept = new ArrayList<>();
        int left = cycles;
        for (int w : windows) {
            if (left > 0) {
                kept.add(Math.min(w, left));
                left -= w;
            }
        }
        return kept;
    }

    /** How many cycles stay small and, in the exact group, exact in all lanes. */
    static int usableCycles(NetworkCase c) {
        int usable = c.cycles();
        for (int lane = 0; lane < c.lanes(); lane++) {
            TrackedEngine e = new TrackedEngine(c.network(), new Accuracy(c.precision()));
            for (int cycle = 1; cycle <= usable; cycle++) {
                e.cycle(fed(c, cycle, lane));
                if (e.size() > MOST_NUMBERS || c.group() == Group.EXACT && !e.isExact()) {
                    usable = cycle - 1;
                }
            }
        }
        return usable;
    }

    /** What the external inputs of a lane emit in a cycle. */
    static Map<Port, VValue> fed(NetworkCase c, int cycle, int lane) {
        Map<Port, VValue> fed = new HashMap<>();
        c.feeds().stream()
                .filter(f -> f.cycle() == cycle && f.lane() == lane)
                .forEach(f -> fed.merge(f.input(), f.value(), VValue::plus));
        return fed;
    }

    // ---- networks ----------------------------------------------------------------------------------------

    private Network network() {
        drawn.clear();
        Network.Builder b = Network.builder()
                .name("drawn")
                .schedule(random.nextBoolean() ? Schedule.SYNCHRONOUS : Schedule.TOPOLOGICAL);
        int neurons = random.nextInt(2, 9);
        for (int i = 0; i < neurons; i++) {
            b.add(random.nextInt(4) == 0 ? external("in" + i) : neuron(i));
        }
        Network bare = b.build();
        Set<List<Object>> ends = new HashSet<>();
        for (Neuron n : bare.neurons()) {
            links(bare, n, ends).forEach(b::add);
        }
        initial(bare, b);
        probes(bare).forEach(b::probe);
        return b.build();
    }

    private Neuron external(String name) {
        Map<String, ExternalPort> ports = new LinkedHashMap<>();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            Set<Path> paths = new TreeSet<>();
            for (int k = random.nextInt(5); k > 0; k--) {
                trees.tree().forEach((p, x) -> paths.add(p));
            }
            boolean open = random.nextInt(3) == 0;
            ports.put(
                    "port " + i,
                    open ? new ExternalPort(random.nextBoolean() ? paths : Set.of(), true) : ExternalPort.of(paths));
        }
        return Neuron.external(name, ports);
    }

    private Neuron neuron(int i) {
        boolean again = !drawn.isEmpty() && random.nextInt(4) == 0;
        NeuronType t = again ? drawn.get(random.nextInt(drawn.size())) : types.type("type" + i);
        drawn.add(t);
        Map<String, VValue> own = new LinkedHashMap<>();
        for (String p : t.parameters().keySet()) {
            if (random.nextInt(3) == 0) {
                own.put(p, trees.tree());
            }
        }
        return Neuron.of("n" + i + (i == 3 ? ".3 \u00fc" : ""), t, own);
    }

    private List<Link> links(Network bare, Neuron to, Set<List<Object>> ends) {
        List<Port> sources = new ArrayList<>();
        bare.neurons().forEach(n -> n.outputs().forEach(o -> sources.add(Port.of(n.name(), o))));
        List<Link> links = new ArrayList<>();
        for (String port : to.inputs()) {
            List<Link> into = new ArrayList<>();
            for (int k = random.nextInt(5); k > 0 && !sources.isEmpty(); k--) {
                mask(Port.of(to.name(), port), sources.get(random.nextInt(sources.size())), ends, into);
            }
            links.addAll(group == Group.CONTRACTIVE ? contracting(into, Lipschitz.of(to.type())) : into);
        }
        return links;
    }

    /** One row of the matrix restricted to one source: a number, or a mask of mixed rank with one weight in all. */
    private void mask(Port to, Port from, Set<List<Object>> ends, List<Link> into) {
        double tied = weight();
        boolean mixed = random.nextInt(5) == 0;
        List<Path> paths = new ArrayList<>(List.of(random.nextInt(4) == 0 ? trees.path(2) : Path.ROOT));
        if (mixed) {
            paths.addAll(SUBTREES.subList(0, random.nextInt(1, SUBTREES.size() + 1)));
        }
        for (Path p : paths) {
            if (ends.add(List.of(to, from, p))) {
                into.add(new Link(to, from, p, mixed && random.nextBoolean() ? weight() : tied, random.nextBoolean()));
            }
        }
    }

    private double weight() {
        return random.nextInt(12) == 0 ? 0 : random.nextInt(4) == 0 && group != Group.EXACT ? 1 : trees.number();
    }

    /** The links with weights scaled so that Σ|w| · L is at most 0.9. */
    private List<Link> contracting(List<Link> into, double lipschitz) {
        double total = into.stream().mapToDouble(l -> Math.abs(l.weight())).sum();
        double allowed = Math.min(3, CONTRACTION * (1 - 1e-6) / Math.max(lipschitz, 1e-3));
        double factor = total == 0 ? 0 : random.nextDouble(0.5, 1) * allowed / total;
        return into.stream().map(l -> l.withWeight(l.weight() * factor)).toList();
    }

    private void initial(Network bare, Network.Builder b) {
        for (Neuron n : bare.neurons()) {
            for (String o : n.outputs()) {
                if (random.nextInt(4) == 0) {
                    b.initial(n.name(), o, initialTree(n, o));
                }
            }
        }
    }

    private VValue initialTree(Neuron n, String output) {
        Set<String> labels = n.isExternal() ? null : n.type().restrictedLabels().get(output);
        if (labels == null) {
            return trees.tree();
        }
        VValue v = VValue.EMPTY;
        for (String label : new TreeSet<>(labels)) {
            v = random.nextBoolean() ? v.with(label, VValue.of(trees.number())) : v;
        }
        return v;
    }

    private List<Probe> probes(Network bare) {
        boolean all = random.nextBoolean();
        List<Probe> every = new ArrayList<>();
        for (Neuron n : bare.neurons()) {
            n.inputs().forEach(i -> every.add(Probe.in(n.name(), i)));
            n.outputs().forEach(o -> every.add(Probe.out(n.name(), o)));
        }
        List<Probe> some =
                every.stream().filter(p -> all || random.nextInt(4) == 0).toList();
        return some.isEmpty() ? every : some;
    }

    // ---- inputs ------------------------------------------------------------------------------------------

    private List<NetworkCase.Feed> feeds(Network n, int lanes, int cycles) {
        List<NetworkCase.Feed> feeds = new ArrayList<>();
        for (Port port : n.externals()) {
            for (int cycle = 1; cycle <= cycles; cycle++) {
                for (int lane = 0; lane < lanes; lane++) {
                    for (int k = random.nextInt(3) - random.nextInt(2); k > 0; k--) {
                        feeds.add(new NetworkCase.Feed(cycle, lane, port, tree(n.external(port), lane, cycle)));
                    }
                }
            }
        }
        return feeds;
    }

    private VValue tree(ExternalPort port, int lane, int cycle) {
        var b = VValue.builder();
        List<Path> known = new ArrayList<>(port.paths());
        for (int i = random.nextInt(4); i > 0 && !known.isEmpty(); i--) {
            b.put(known.get(random.nextInt(known.size())), trees.number());
        }
        VValue tree = b.build();
        if (port.open() && random.nextBoolean()) {
            VValue word = VValue.of(trees.number()).prefix(Path.of("lane" + lane, "word" + cycle));
            tree = tree.plus(random.nextBoolean() ? word : trees.tree());
        }
        return tree;
    }

    /** A network whose ports of external inputs declare more paths, none of which is ever fed. */
    static Network withUnusedPaths(NetworkCase c, SplittableRandom random) {
        Network n = c.network();
        RandomTrees trees = new RandomTrees(random, c.group());
        for (Port port : n.externals()) {
            Set<Path> more = new TreeSet<>();
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                trees.tree().forEach((p, x) -> more.add(p));
                more.add(Path.of("zz" + random.nextInt(9), "unused"));
            }
            n = n.withExternal(port, n.external(port).with(more));
        }
        return n;
    }
}
