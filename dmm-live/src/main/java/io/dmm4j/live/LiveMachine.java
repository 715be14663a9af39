package io.dmm4j.live;

import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine of one lane whose matrix takes edits between two cycles. An edit is a V-value in the form of the matrix, and it
 * is added: a link that is there gets another weight, one that is not there appears, and one whose weight becomes 0
 * vanishes. All outputs stay as they are, but for one: in a network that holds its own matrix the edit is added to the
 * output that holds it. That is what becomes of a V-value that arrives at the {@code delta} of the accumulator that holds it,
 * and how the Clojure engine is edited (M. Bukatin, fluid, 2017).
 *
 * <p>For one thread, but for {@link #check}.
 */
public final class LiveMachine implements AutoCloseable {
    private final Machine machine;
    private final Network network; // as it was at the start: its neurons never change
    private final Map<Ends, Link> links = new LinkedHashMap<>(); // without those that the network itself holds
    private MatrixView view;
    private long heldSince = -1; // the cycle of the view, where the network holds its matrix
    private int window; // cycles of the latest window

    /** What a link is known by. */
    private record Ends(Port to, Port from, Path path) {
        static Ends of(Link l) {
            return new Ends(l.to(), l.from(), l.path());
        }
    }

    /**
     * Takes over a machine, and closes it when closed.
     *
     * @param machine of one lane that keeps all outputs
     */
    public LiveMachine(Machine machine) {
        this.machine = machine;
        network = machine.network();
        network.links().forEach(l -> links.put(Ends.of(l), l));
        view = MatrixView.of(network.links());
    }

    /** The network as it was at the start. */
    public Network network() {
        return network;
    }

    /** The form of the matrix, and so of edits. */
    public MatrixFormat format() {
        return network.self() == null ? MatrixFormat.RANK4 : network.self().format();
    }

    /** How it runs. */
    public Machine machine() {
        return machine;
    }

    /** Cycles run so far. */
    public long cycle() {
        return machine.cycle();
    }

    /** Says what an external input emits in the next cycle. */
    public void feed(Port input, VValue value) {
        machine.feed(1, 0, input, value);
    }

    /**
     * Runs cycles: 1 to the machine's window.
     *
     * @throws DmmException if one fails; then the machine stands after the one before it
     */
    public void run(int cycles) {
        long before = machine.cycle();
        try {
            machine.run(cycles);
        } finally {
            window = (int) (machine.cycle() - before);
        }
    }

    /**
     * Fails unless an edit names neurons and ports that there are, or that the matrix may make. Any thread may ask.
     *
     * @throws DmmException in one sentence
     */
    public void check(VValue edit) {
        if (network.self() == null) {
            network.withLinks(format().links(edit, network, true));
        } else {
            new HeldLinks(network).read(edit);
        }
    }

    /**
     * Adds to the matrix.
     *
     * @throws DmmException if the edit does not fit the network, or a weight would not be finite in its precision; then nothing has changed
     */
    public void edit(VValue edit) {
        if (network.self() == null) {
            editLinks(edit);
        } else {
            editHeld(edit);
        }
    }

    private void editLinks(VValue edit) {
        Map<Ends, Link> next = new LinkedHashMap<>(links);
        for (Link more : format().links(edit, network, true)) {
            Link known = next.getOrDefault(Ends.of(more), more.withWeight(0));
            double weight = known.weight() + more.weight();
            if (weight == 0) {
                next.remove(Ends.of(more));
            } else {
                Link changed = known.withWeight(weight);
                checkWeight(changed);
                next.put(Ends.of(more), changed);
            }
        }
        List<Link> all = List.copyOf(next.values());
        machine.rewire(all);
        links.clear();
        links.putAll(next);
        view = MatrixView.of(all);
    }

    private void editHeld(VValue edit) {
        VValue next = held().plus(edit);
        new HeldLinks(network).read(next).links().forEach(this::checkWeight);
        machine.setOutput(network.self().output(), 0, next);
        heldSince = -1;
    }

    private void checkWeight(Link l) {
        if (!Double.isFinite(l.weight())) {
            throw new DmmException("link " + l + ": the weight would not be finite");
        } else if (!machine.options().precision().holds(l.weight())) {
            throw new DmmException("link " + l + ": expected a weight of at most " + Float.MAX_VALUE
                    + " in magnitude: the machine has 32-bit floats");
        }
    }

    private VValue held() {
        return machine.output(network.self().output(), 0);
    }

    /** The links at present; another view only if something may have changed. */
    public MatrixView matrix() {
        if (network.self() == null) {
            return view;
        } else if (heldSince != machine.cycle()) {
            heldSince = machine.cycle();
            view = MatrixView.of(network, machine.outputLater(network.self().output(), 0));
        }
        return view;
    }

    /** What a probe sees: an output at present, or one of the network's own probes in the latest cycle. */
    public VValue seen(Probe probe) {
        if (probe.side() == Probe.Side.OUT) {
            return machine.output(probe.port(), 0);
        }
        return window == 0
                ? VValue.EMPTY
                : machine.probed(window, network.probes().indexOf(probe), 0);
    }

    /** SHA-256 of all outputs and links, to the bit: equal for machines that are in the same state. */
    public String digest() {
        MessageDigest sha = Fingerprint.sha256();
        network.neurons().forEach(n -> addOutputs(sha, n));
        if (network.self() != null) {
            new HeldLinks(network).read(held()).made().forEach(n -> addOutputs(sha, n));
        }
        links.values().forEach(l -> add(sha, l.to() + " " + l.from() + l.path(), l.weight()));
        return HexFormat.of().formatHex(sha.digest());
    }

    private void addOutputs(MessageDigest sha, Neuron n) {
        for (String port : n.outputs()) {
            Port output = Port.of(n.name(), port);
            machine.output(output, 0).forEach((path, x) -> add(sha, output + path.toString(), x));
        }
    }

    private static void add(MessageDigest sha, String name, double x) {
        sha.update(name.getBytes(StandardCharsets.UTF_8));
        sha.update(ByteBuffer.allocate(Long.BYTES + 1)
                .put((byte) 0)
                .putLong(Double.doubleToLongBits(x))
                .flip());
    }

    @Override
    public void close() {
        machine.close();
    }
}
