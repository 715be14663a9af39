package io.dmm4j.flatten;

import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.OutputPorts;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
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
    private static final Logger LOG = System.getLogger(FlatMachine.class.getName());

    private final FlatBackend backend;
    private final MachineOptions options;
    private final Feeds feeds;
    private final boolean canGrow;
    private final HeldRoom.Room room;
    private final boolean canRewire;
    private final SharedMatrix shared; // null if each lane has a matrix of its own
    private final ProbedWindow probed = new ProbedWindow();
    private final WatchedRun watched;
    private final Events events = new Events();
    private Network network;
    private Flattened flattened;
    private Executor executor;
    private long cycle;
    private long horizon;
    private int regrowths;
    private int rewirings;
    private boolean closed;

    /** Whether the matrix may have entries without links: to be looked at before the next cycle. */
    private boolean changed;

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
        this.room = room;
        this.network = network;
        this.backend = backend;
        this.options = options;
        feeds = new Feeds(network, options);
        canGrow = fixed == null && !options.closed();
        canRewire = fixed == null && !options.liveOnly();
        shared = SharedMatrix.of(network, options.lanes());
        watched = new WatchedRun(options.window());
        Flattened first = fixed != null ? fixed : flatten(network, null);
        use(first, open(first));
    }

    private Flattened flatten(Network wanted, Map<Port, VValue> start) {
        int spare = options.closed() ? 0 : Vocabulary.spare(wanted);
        FlattenOptions how = new FlattenOptions(options.closed(), options.liveOnly(), options.window(), spare, start);
        return Flattener.flatten(wanted, how, room);
    }

    private Executor open(Flattened f) {
        return backend.open(
                f.program(),
                new ExecutorOptions(options.lanes(), options.precision(), options.threads(), options.window()));
    }

    private void use(Flattened f, Executor running) {
        flattened = f;
        executor = running;
        horizon = f.statistics().cycles();
        changed = f.program().guards().count() > 0;
    }

    /** Goes on with another network, its program and these rows; if that fails, all is as it was. */
    private void swap(Network wanted, Flattened next, LaneState rows) {
        Executor before = executor;
        Executor after = open(next);
        try {
            after.setParameters(parameters(wanted, next));
            after.writeState(rows.rows(), cycle);
        } catch (RuntimeException | Error e) {
            after.close();
            throw e;
        }
        network = wanted;
        use(next, after);
        before.close();
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
    public void run(int cycles) {
        checkOpen();
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        probed.clear();
        for (int done = 0; done < cycles; ) {
            if (horizon == 0) {
                if (!canGrow) {
                    throw new DmmException("the program was flattened for "
                            + flattened.statistics().cycles() + " cycles, they are over, and it cannot grow");
                }
                grow(network, Map.of());
            }
            makeRowsFor(feeds.between(cycle + 1, cycle + cycles - done));
            if (shared == null) {
                keepUp();
            } else {
                share();
            }
            done += runChunk((int) Math.min(Math.min(cycles - done, horizon), watched.trust()));
        }
    }

    /** Runs so many cycles, or as many as the links are right for; answers how many. */
    private int runChunk(int most) {
        int n = watched.run(executor, flattened.program(), cycle, most, this::fed);
        changed = watched.alarmed();
        probed.add(flattened, executor, n);
        cycle += n;
        horizon -= horizon == Shapes.FOREVER ? 0 : n;
        feeds.forgetTo(cycle);
        return n;
    }

    private Events fed(int n) {
        events.clear();
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

    // ---- a matrix that changes ----------------------------------------------------------------------

    /** A shared matrix becomes the mean of the lanes, if that is a matrix. */
    private void share() {
        shared.share(flattened, executor, cycle);
        watched.distrust();
        try {
            keepUp();
        } catch (RuntimeException | Error e) {
            shared.undo(executor, cycle);
            throw e;
        }
    }

    private void keepUp() {
        if (changed) {
            adapt();
            changed = false;
        }
    }

    /** Gives the program links for all entries of the matrix that are there, if it lacks some. */
    private void adapt() {
        LaneState state = state();
        if (!state.isPresent(flattened.program().guards())) {
            return;
        }
        checkMatrices(state);
        VValue present = state.support(flattened.output(network.self().output()));
        // what a new link carries may outgrow rows that were inferred for some cycles, before these are over
        boolean lasts = canGrow && horizon == Shapes.FOREVER;
        Flattened rewired = lasts ? flattened.rewired(present) : null;
        if (rewired == null) {
            grow(network, Map.of());
        } else {
            int before = flattened.heldLinks();
            if (executor.rewire(rewired.program())) {
                flattened = rewired;
            } else {
                swap(network, rewired, state);
            }
            rewirings++;
            LOG.log(
                    Level.DEBUG,
                    () -> "cycle " + cycle + ": new pattern, " + before + " to " + flattened.heldLinks() + " links of "
                            + network.self().output());
        }
        if (state().isPresent(flattened.program().guards())) {
            throw new DmmException("cycle " + (cycle + 1) + ": the matrices in "
                    + network.self().output()
                    + " make neurons of one name and several types in different lanes, expected one type");
        }
    }

    /** Fails if the matrix of a lane is not well formed, as the tree engine does. */
    private void checkMatrices(LaneState state) {
        if (network.self() == null) {
            throw new DmmException("cycle " + (cycle + 1)
                    + ": the machine's own matrix has an entry that the program has no link for, and it cannot grow");
        }
        PortRows p = flattened.output(network.self().output());
        HeldLinks reader = new HeldLinks(network);
        for (int lane = 0; lane < options.lanes(); lane++) {
            try {
                reader.read(state.tree(p, lane));
            } catch (DmmException e) {
                throw new DmmException("cycle " + (cycle + 1) + ", lane " + lane + ": " + e.getMessage(), e);
            }
        }
        if (!canGrow) {
            throw new DmmException("cycle " + (cycle + 1) + ": the matrix in "
                    + network.self().output() + " has an entry that the program has no link for, and it cannot grow");
        }
    }

    // ---- growth ------------------------------------------------------------------------------------

    /**
     * Every fed path gets a row: its own, a spare one, or one of a wider program. A wider program may lack rows
     * that were there only because the start had them, so the look is taken again.
     */
    private void makeRowsFor(SortedMap<Long, Map<Feeds.Slot, VValue>> fed) {
        Map<Port, Set<Path>> missing = Vocabulary.missing(network, flattened, fed.values());
        while (!missing.isEmpty()) {
            if (!canGrow) {
                Map.Entry<Port, Set<Path>> first = missing.entrySet().iterator().next();
                throw new DmmException("external input " + first.getKey() + ": the program has no row for path \""
                        + first.getValue().iterator().next() + "\" and none to spare, and it cannot grow");
            }
            grow(Vocabulary.learned(network, missing), Map.of());
            missing = Vocabulary.missing(network, flattened, fed.values());
        }
    }

    /** Flattens a network anew from what is present, and from these outputs too, and carries the state over. */
    private void grow(Network wanted, Map<Port, VValue> more) {
        Flattened old = flattened;
        LaneState state = state();
        Network learned = Vocabulary.learned(wanted, Vocabulary.bound(wanted, old));
        Map<Port, VValue> start = new HashMap<>(more);
        for (PortRows p : old.outputs()) {
            start.merge(p.port(), state.support(p), (a, b) -> a.zip(b, (x, y) -> 1));
        }
        Flattened wider = flatten(learned, start);
        swap(learned, wider, state.carriedTo(wider));
        regrowths++;
        LOG.log(
                Level.DEBUG,
                () -> "cycle " + cycle + ": new paths, " + old.program().outputRows() + " to "
                        + wider.program().outputRows() + " rows of outputs");
    }

    private LaneState state() {
        return LaneState.of(flattened, executor);
    }

    // ---- other links -------------------------------------------------------------------------------

    @Override
    public void rewire(List<Link> links) {
        checkOpen();
        if (!canRewire) {
            throw new DmmException(
                    "a program that was flattened before, or for its probes only, cannot change its links");
        }
        Network wanted = network.withLinks(links);
        if (samePattern(network.links(), wanted.links())) {
            executor.setParameters(parameters(wanted, flattened));
            network = wanted;
        } else {
            grow(wanted, Map.of());
        }
    }

    private static boolean samePattern(List<Link> a, List<Link> b) {
        boolean same = a.size() == b.size();
        for (int k = 0; same && k < a.size(); k++) {
            same = a.get(k).withWeight(0).equals(b.get(k).withWeight(0));
        }
        return same;
    }

    /** The weights of the links are the first parameters; the rest stays. */
    private static double[] parameters(Network network, Flattened program) {
        double[] parameters = program.program().parameters().clone();
        for (int k = 0; k < network.links().size(); k++) {
            parameters[k] = network.links().get(k).weight();
        }
        return parameters;
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
        OutputPorts.checkPossible(network, output);
        PortRows p = flattened.output(output);
        return p == null ? VValue.EMPTY : state().tree(p, lane);
    }

    /** Copies the rows; but while spare labels may still get their words, reading labels is for this thread only. */
    @Override
    public Supplier<VValue> outputLater(Port output, int lane) {
        PortRows p = flattened.output(output);
        if (p == null || flattened.spare() > 0) {
            return Machine.super.outputLater(output, lane);
        }
        checkOpen();
        options.checkLane(lane);
        LaneState state = state();
        return () -> state.tree(p, lane);
    }

    @Override
    public void setOutput(Port output, int lane, VValue value) {
        checkOpen();
        options.checkLane(lane);
        OutputPorts.checkPresent(network, output, () -> output(network.self().output(), lane));
        if (flattened.output(output) == null) {
            keepUp(); // a row made this neuron since the last cycle
        }
        boolean[] missing = {false};
        value.forEach((path, x) -> missing[0] |= flattened.row(output, path) < 0);
        if (missing[0] && canGrow) {
            grow(network, Map.of(output, value));
        } else if (missing[0] && !options.liveOnly()) {
            throw new DmmException(
                    "output " + output + ": the value has paths without a row, and the machine is closed to growth");
        }
        PortRows p = flattened.output(output);
        LaneState state = state();
        if (horizon != Shapes.FOREVER && !state.isForeseen(p, value)) {
            outgrow(output);
        }
        state.set(p, lane, value);
        executor.writeState(state.rows(), cycle);
        changed = flattened.program().guards().count() > 0;
    }

    /** Rows that are there for later cycles do not last to the horizon if they are used now: new ones before the next cycle. */
    private void outgrow(Port output) {
        if (!canGrow) {
            throw new DmmException("output " + output + ": the program was flattened for "
                    + flattened.statistics().cycles()
                    + " cycles in which this value does not come about now, and it cannot grow");
        }
        horizon = 0;
    }

    // ---- parts -------------------------------------------------------------------------------------

    /** The program that runs at present. */
    public Flattened flattened() {
        return flattened;
    }

    /** How often the network was flattened anew since the start. */
    public int regrowths() {
        return regrowths;
    }

    /** How often the program got new links on the same tables since the start. */
    public int rewirings() {
        return rewirings;
    }

    /** How often the beginning of a window was run again since the start, because the matrix changed in it. */
    public int replays() {
        return watched.replays();
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
        executor.close();
    }
}
