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
import io.dmm4j.value.VValueBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

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
    private final LinkTable table; // without those that the network itself holds
    private MatrixView view;
    private long heldSince = -1; // the cycle of the view, where the network holds its matrix
    private int window; // cycles of the latest window

    /**
     * Takes over a machine, and closes it when closed.
     *
     * @param machine of one lane that keeps all outputs
     */
    public LiveMachine(Machine machine) {
        this.machine = machine;
        network = machine.network();
        table = new LinkTable(network.links());
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

    /** Takes back what external inputs were to emit in the next cycle. */
    public void unfeed() {
        machine.unfeed();
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
     * @return takes the edit back when it is run: what it changed becomes what it was before, to the bit. Entries that have
     *     changed since, as those of a matrix that the network holds may have, have subtracted from them what was added
     * @throws DmmException if the edit does not fit the network, or a weight would not be finite in the machine's precision; then
     *     nothing has changed
     */
    public Runnable edit(VValue edit) {
        return network.self() == null ? editLinks(edit) : editHeld(edit);
    }

    private Runnable editLinks(VValue edit) {
        LinkTable.Change change = table.plus(format().links(edit, network, true));
        change.after().values().stream().filter(Objects::nonNull).forEach(this::checkWeight);
        rewire(table.after(change));
        return () -> undoLinks(edit, change);
    }

    private void undoLinks(VValue edit, LinkTable.Change change) {
        List<Link> before = table.before(change);
        if (before == null) {
            editLinks(edit.times(-1));
        } else {
            rewire(before);
        }
    }

    private void rewire(List<Link> all) {
        machine.rewire(all);
        table.set(all);
        view = MatrixView.of(all);
    }

    private Runnable editHeld(VValue edit) {
        VValue before = held();
        VValue next = before.plus(edit);
        hold(next);
        VValue old = edited(before, edit);
        VValue now = edited(next, edit);
        return () -> undoHeld(edit, old, now);
    }

    /** The numbers of a matrix that an edit is added to: all that has to be kept of it. */
    private static VValue edited(VValue matrix, VValue edit) {
        VValueBuilder some = VValue.builder();
        edit.forEach((path, more) -> some.put(path, matrix.number(path)));
        return some.build();
    }

    private void undoHeld(VValue edit, VValue before, VValue after) {
        VValue now = held();
        VValueBuilder next = VValue.builder().add(Path.ROOT, now);
        edit.forEach((path, more) -> {
            boolean same = now.number(path) == machine.options().precision().round(after.number(path));
            next.put(path, same ? before.number(path) : now.number(path) - more);
        });
        hold(next.build());
    }

    private void hold(VValue next) {
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
        table.links().forEach(l -> add(sha, l.to() + " " + l.from() + l.path(), l.weight()));
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
