package io.dmm4j.testing;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Random machines that change their own matrix, made out of {@link RandomNetworks}: some links of a network become entries
 * of a matrix that an accumulator holds; constants of the machine and what is fed to it change values, take entries out,
 * put links and masks in where there were none, and make and unmake neurons, in each lane differently.
 */
public final class RandomMachines {
    private static final Port SELF = Port.of("self", "single");
    private static final Port EDIT = Port.of("edit", "delta");

    /** Types of neurons that rows make; the last two emit something where nothing arrives. */
    private static final List<String> MADE =
            List.of("lite/accum", "lite/identity", "lite/relu", "lite/const", "lite/cos");

    private final SplittableRandom random;
    private final RandomTrees trees;
    private final NetworkCase base;
    private final MatrixFormat format;
    private final List<Port> ins = new ArrayList<>();
    private final List<Port> outs = new ArrayList<>();
    private final Map<String, NeuronType> types = new LinkedHashMap<>();
    private Network bare;
    private VValue start;

    private RandomMachines(NetworkCase base, SplittableRandom random) {
        this.base = base;
        this.random = random;
        trees = new RandomTrees(random, base.group());
        format = random.nextBoolean() ? MatrixFormat.RANK4 : MatrixFormat.RANK6;
    }

    /** The case of a seed. */
    public static NetworkCase draw(Group group, io.dmm4j.spi.Precision precision, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 37 + group.ordinal());
        for (long again = 0; ; again++) {
            NetworkCase base = RandomNetworks.draw(group, precision, seed + 1_000_003 * again);
            NetworkCase c = new RandomMachines(base, random).machine(seed);
            int cycles = RandomNetworks.usableCycles(c);
            if (cycles > 1) {
                return c.withWindows(RandomNetworks.cut(c.windows(), cycles));
            }
        }
    }

    private NetworkCase machine(long seed) {
        Network.Builder b = ports();
        VValueBuilder held = VValue.builder();
        List<Link> kept = new ArrayList<>();
        for (Link l : base.network().links()) {
            if (l.weight() != 0 && random.nextBoolean()) {
                held.put(path(l.to(), l.from()).concat(l.path()), l.weight());
            } else {
                kept.add(new Link(l.to(), l.from(), l.path(), l.weight(), false));
            }
        }
        held.put(path(Port.of("self", "accum"), SELF), 1);
        held.put(path(Port.of("self", "delta"), EDIT), 1);
        start = held.build();
        for (int k = random.nextInt(3); k > 0; k--) {
            update(k, b, held);
        }
        List<NetworkCase.Feed> feeds = new ArrayList<>(base.feeds());
        feeds.addAll(edits());
        Set<Path> known = new TreeSet<>();
        feeds.stream().filter(f -> f.input().equals(EDIT)).forEach(f -> f.value()
                .forEach((p, x) -> known.add(p)));
        boolean open = random.nextBoolean();
        b.add(Neuron.external("edit", Map.of("delta", open ? ExternalPort.OPEN : ExternalPort.of(known))));
        kept.forEach(b::add);
        b.self(new SelfMatrix(SELF, format, format == MatrixFormat.RANK6 ? Map.of() : types));
        b.initial("self", "single", held.build());
        b.probe(Probe.out("self", "single"));
        return new NetworkCase(
                base.group(),
                base.precision(),
                seed,
                b.build(),
                base.lanes(),
                base.windows(),
                feeds,
                base.liveOnly(),
                false);
    }

    /** The network without its links; collects its ports, and those of neurons that may be made. */
    private Network.Builder ports() {
        Network n = base.network();
        Network.Builder b = Network.builder().name(n.name()).schedule(n.schedule());
        n.neurons().forEach(b::add);
        n.initial().forEach((port, tree) -> b.initial(port.neuron(), port.port(), tree));
        n.probes().forEach(b::probe);
        b.add("self", "clj/accum");
        bare = b.build();
        n.neurons().forEach(x -> {
            x.inputs().forEach(p -> ins.add(Port.of(x.name(), p)));
            x.outputs().forEach(p -> outs.add(Port.of(x.name(), p)));
        });
        for (String type : MADE) {
            NeuronType t = Catalogue.type(type);
            types.put(type.substring(5) + "-*", t);
            for (int i = 0; i < 2; i++) {
                String name = type.substring(5) + "-" + i;
                t.inputs().forEach(p -> ins.add(Port.of(name, p)));
                t.outputs().keySet().forEach(p -> outs.add(Port.of(name, p)));
            }
        }
        return b;
    }

    /** A constant that is added to the matrix in every cycle, or is ready to be. */
    private void update(int k, Network.Builder b, VValueBuilder held) {
        String name = "update-" + k;
        b.add(Neuron.of(name, Catalogue.type("clj/const"), Map.of("value", edit())));
        outs.add(Port.of(name, "single"));
        if (random.nextBoolean()) {
            held.put(
                    typed(Port.of("self", "delta"), "clj/accum").concat(typed(Port.of(name, "single"), "clj/const")),
                    small());
        }
    }

    private List<NetworkCase.Feed> edits() {
        List<NetworkCase.Feed> feeds = new ArrayList<>();
        for (int cycle = 1; cycle <= base.cycles(); cycle++) {
            for (int lane = 0; lane < base.lanes(); lane++) {
                if (random.nextInt(3) == 0) {
                    feeds.add(new NetworkCase.Feed(cycle, lane, EDIT, edit()));
                }
            }
        }
        return feeds;
    }

    /** Some entries to be added to the matrix. */
    private VValue edit() {
        VValueBuilder b = VValue.builder();
        List<Path> there = new ArrayList<>();
        start.forEach((p, w) -> there.add(p));
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Path p = there.get(random.nextInt(there.size()));
            Port to = pick(ins);
            Port from = pick(outs);
            switch (random.nextInt(4)) {
                case 0 -> b.put(p, small());
                case 1 -> b.put(p, p.label(0).contains("self") || p.label(1).equals("self") ? 0 : -start.number(p));
                default -> b.put(path(to, from).concat(random.nextInt(3) == 0 ? trees.path(2) : Path.ROOT), small());
            }
        }
        return b.build();
    }

    private Port pick(List<Port> ports) {
        return ports.get(random.nextInt(ports.size()));
    }

    /** So that bounds do not grow too fast where whole runs are compared. */
    private double small() {
        return base.group() == Group.CONTRACTIVE ? 0.2 * trees.number() : trees.number();
    }

    private Path path(Port to, Port from) {
        return typed(to, typeOf(to)).concat(typed(from, typeOf(from)));
    }

    private Path typed(Port p, String type) {
        Path at = Path.of(p.neuron(), p.port());
        return format == MatrixFormat.RANK6 ? Path.of(type).concat(at) : at;
    }

    private String typeOf(Port p) {
        Neuron n = bare.neuron(p.neuron());
        if (n != null) {
            return n.isExternal() ? MatrixFormat.EXTERNAL : n.type().name();
        }
        String name = p.neuron();
        return name.equals("edit")
                ? MatrixFormat.EXTERNAL
                : name.startsWith("update-") ? "clj/const" : "lite/" + name.substring(0, name.length() - 2);
    }
}
