package io.dmm4j.flatten;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.OutputPorts;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * A network that runs flattened, on any backend. It turns fed trees into events, rows into trees, and
 * grows: a word without a row takes a spare label; when there is none, or when trees may outgrow the
 * cycles they were inferred for, the network is flattened anew from the paths that are present, with
 * room to spare, and the state is carried over row by row through the path tables.
 *
 * <p>Where the network holds its own matrix, three events are told apart. <em>New values</em> of entries that the program has
 * links for cost nothing: weights are read from the state. <em>A new pattern</em>, an entry without a link, raises an alarm in
 * the cycle in which it appears; the program gets new links and goes on from there, with the same tables ({@link #rewirings}).
 * <em>New paths</em>, an entry whose link carries something that there are no rows for, or that makes a neuron, mean new
 * tables ({@link #regrowths}); so does any new pattern while the rows were inferred for a number of cycles. When the alarm was raised before the end of a window, the window is run again from its start
 * up to that cycle ({@link #replays}), so that nothing is lost; after an alarm windows are cut short, and lengthen again
 * while none is raised.
 */
public final class FlatMachine implements Machine {
    private final FlatBackend backend;
    private final MachineOptions options;
    private final Feeds feeds;
    private final GrownProgram program;
    private final HeldPattern pattern;
    private final boolean canRewire;
    private final SharedMatrix shared; // null if each lane has a matrix of its own
    private final ProbedWindow probed = new ProbedWindow();
    private final WatchedRun watched;
    private final Events events = new Events();
    private long cycle;
    private boolean closed;

    /** A machine before cycle 1. */
    public FlatMachine(Network network, FlatBackend backend, MachineOptions options) {
        this(network, null, backend, options);
    }

    /** A machine that runs a program as it was flattened and cannot grow. */
    public FlatMachine(Flattened fixed, FlatBackend backend, MachineOptions options) {
        this(fixed.network(), fixed, backend, options);
    }

    private FlatMachine(Network network, Flattened fixed, FlatBackend backend, MachineOptions options) {
        this(network, fixed, backend, options, HeldRoom.Room.DEFAULT);
    }

    /** With so much room for the links of a held matrix. */
    FlatMachine(Network network, Flattened fixed, FlatBackend backend, MachineOptions options, HeldRoom.Room room) {
        this.backend = backend;
        this.options = options;
        feeds = new Feeds(network, options);
        program = new GrownProgram(network, fixed, backend, options, room);
        pattern = new HeldPattern(program);
        canRewire = fixed == null && !options.liveOnly();
        shared = SharedMatrix.of(network, options.lanes());
        watched = new WatchedRun(options.window());
    }

    // ---- running -----------------------------------------------------------------------------------

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
    public void run(int cycles) {
        checkOpen();
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        probed.clear();
        for (int done = 0; done < cycles; ) {
            program.makeRows();
            makeRowsFor(feeds.between(cycle + 1, cycle + cycles - done));
            if (shared == null) {
                pattern.keepUp();
            } else {
                share();
            }
            done += runChunk((int) Math.min(Math.min(cycles - done, program.horizon()), watched.trust()));
        }
    }

    /** Runs so many cycles, or as many as the links are right for; answers how many. */
    private int runChunk(int most) {
        Flattened flattened = program.flattened();
        int n = watched.run(program.executor(), flattened.program(), cycle, most, this::fed);
        if (watched.alarmed()) {
            pattern.distrust();
        }
        probed.add(flattened, program.executor(), n);
        cycle += n;
        program.spend(n);
        feeds.forgetTo(cycle);
        return n;
    }

    private Events fed(int n) {
        events.clear();
        Flattened flattened = program.flattened();
        feeds.between(cycle + 1, cycle + n).forEach((at, slots) -> {
            int offset = (int) (at - cycle - 1);
            slots.forEach((slot, value) -> value.forEach((path, x) -> {
                int row = flattened.row(slot.port(), path);
                if (row >= 0) {
                    events.add(offset, row, slot.lane(), x);
                }
            }));
        });
        return events;
    }

    /** A shared matrix becomes the mean of the lanes, if that is a matrix. */
    private void share() {
        shared.share(program.flattened(), program.executor(), cycle);
        watched.distrust();
        try {
            pattern.keepUp();
        } catch (RuntimeException | Error e) {
            shared.undo(program.executor(), cycle);
            throw e;
        }
    }

    /**
     * Every fed path gets a row: its own, a spare one, or one of a wider program. A wider program may lack rows
     * that were there only because the start had them, so the look is taken again.
     */
    private void makeRowsFor(SortedMap<Long, Map<Feeds.Slot, VValue>> fed) {
        Map<Port, Set<Path>> missing = Vocabulary.missing(program.network(), program.flattened(), fed.values());
        while (!missing.isEmpty()) {
            if (!program.canGrow()) {
                Map.Entry<Port, Set<Path>> first = missing.entrySet().iterator().next();
                throw new DmmException("external input " + first.getKey() + ": the program has no row for path \""
                        + first.getValue().iterator().next() + "\" and none to spare, and it cannot grow");
            }
            program.grow(Vocabulary.learned(program.network(), missing), Map.of());
            missing = Vocabulary.missing(program.network(), program.flattened(), fed.values());
        }
    }

    // ---- other links -------------------------------------------------------------------------------

    @Override
    public void rewire(List<Link> links) {
        checkOpen();
        if (!canRewire) {
            throw new DmmException(
                    "a program that was flattened before, or for its probes only, cannot change its links");
        }
        Network wanted = network().withLinks(links);
        if (samePattern(network().links(), wanted.links())) {
            program.reweigh(wanted);
        } else {
            program.grow(wanted, Map.of());
        }
    }

    private static boolean samePattern(List<Link> a, List<Link> b) {
        boolean same = a.size() == b.size();
        for (int k = 0; same && k < a.size(); k++) {
            same = a.get(k).withWeight(0).equals(b.get(k).withWeight(0));
        }
        return same;
    }

    // ---- reading and writing -----------------------------------------------------------------------

    @Override
    public VValue probed(int cycleOfWindow, int probe, int lane) {
        checkOpen();
        options.checkLane(lane);
        return probed.tree(cycleOfWindow, probe, lane);
    }

    @Override
    public VValue output(Port output, int lane) {
        checkOpen();
        options.checkLane(lane);
        OutputPorts.checkPossible(network(), output);
        PortRows p = program.flattened().output(output);
        return p == null ? VValue.EMPTY : program.state().tree(p, lane);
    }

    /** Copies the rows; but while spare labels may still get their words, reading labels is for this thread only. */
    @Override
    public Supplier<VValue> outputLater(Port output, int lane) {
        PortRows p = program.flattened().output(output);
        if (p == null || program.flattened().spare() > 0) {
            return Machine.super.outputLater(output, lane);
        }
        checkOpen();
        options.checkLane(lane);
        LaneState state = program.state();
        return () -> state.tree(p, lane);
    }

    @Override
    public void setOutput(Port output, int lane, VValue value) {
        checkOpen();
        options.checkLane(lane);
        OutputPorts.checkPresent(
                network(), output, () -> output(network().self().output(), lane));
        if (program.flattened().output(output) == null) {
            pattern.keepUp(); // a row made this neuron since the last cycle
        }
        makeRowsFor(output, value);
        PortRows p = program.flattened().output(output);
        LaneState state = program.state();
        if (program.horizon() != Shapes.FOREVER && !state.isForeseen(p, value)) {
            program.outgrow(output);
        }
        state.set(p, lane, value);
        program.executor().writeState(state.rows(), cycle);
        pattern.distrust();
    }

    private void makeRowsFor(Port output, VValue value) {
        boolean[] missing = {false};
        value.forEach((path, x) -> missing[0] |= program.flattened().row(output, path) < 0);
        if (missing[0] && program.canGrow()) {
            program.grow(network(), Map.of(output, value));
        } else if (missing[0] && !options.liveOnly()) {
            throw new DmmException(
                    "output " + output + ": the value has paths without a row, and the machine is closed to growth");
        }
    }

    // ---- parts -------------------------------------------------------------------------------------

    /** The program that runs at present. */
    public Flattened flattened() {
        return program.flattened();
    }

    /** How often the network was flattened anew since the start. */
    public int regrowths() {
        return program.regrowths();
    }

    /** How often the program got new links on the same tables since the start. */
    public int rewirings() {
        return pattern.rewirings();
    }

    /** How often the beginning of a window was run again since the start, because the matrix changed in it. */
    public int replays() {
        return watched.replays();
    }

    @Override
    public Network network() {
        return program.network();
    }

    @Override
    public MachineOptions options() {
        return options;
    }

    @Override
    public String backend() {
        return backend.name();
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
        program.executor().close();
    }
}
