package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
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
 * tables ({@link #regrowths}). When the alarm was raised before the end of a window, the window is run again from its start
 * up to that cycle ({@link #replays}), so that nothing is lost; after an alarm windows are cut short, and lengthen again
 * while none is raised.
 */
public final class FlatMachine implements Machine {
    private static final Logger LOG = System.getLogger(FlatMachine.class.getName());

    /** The fewest spare labels that an open network gets. */
    private static final int LEAST_SPARE = 16;

    private final FlatBackend backend;
    private final MachineOptions options;
    private final Feeds feeds;
    private final boolean canGrow;
    private final HeldRoom.Room room;
    private final boolean canRewire;
    private final SharedMatrix shared; // null if each lane has a matrix of its own
    private final List<Chunk> chunks = new ArrayList<>();
    private final Events events = new Events();
    private Network network;
    private Flattened flattened;
    private Executor executor;
    private long cycle;
    private long horizon;
    private int regrowths;
    private int rewirings;
    private int replays;

    /** The longest window to run before looking at the alarm; it doubles while there is none. */
    private int trust;

    /** Whether the matrix may have entries without links: to be looked at before the next cycle. */
    private boolean changed;

    /** The state at the start of a window that may have to be run again. */
    private double[] saved = {};

    /** The probed rows of some cycles of the latest window, as one program saw them. */
    private record Chunk(Flattened program, int cycles, double[] probed, int perCycle) {}

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
        trust = options.window();
        use(fixed != null ? fixed : Flattener.flatten(network, flattening(null), room));
    }

    private FlattenOptions flattening(Map<Port, VValue> start) {
        int spare = options.closed() ? 0 : Math.max(LEAST_SPARE, vocabulary());
        return new FlattenOptions(options.closed(), options.liveOnly(), options.window(), isOpen() ? spare : 0, start);
    }

    private boolean isOpen() {
        return network.externals().stream().anyMatch(p -> network.external(p).open());
    }

    private int vocabulary() {
        return network.externals().stream()
                .mapToInt(p -> network.external(p).paths().size())
                .max()
                .orElse(0);
    }

    private void use(Flattened f) {
        flattened = f;
        horizon = f.statistics().cycles();
        changed = f.program().guards().count() > 0;
        open();
    }

    private void reopen() {
        executor.close();
        open();
    }

    private void open() {
        executor = backend.open(
                flattened.program(),
                new ExecutorOptions(options.lanes(), options.precision(), options.threads(), options.window()));
    }

    // ---- running -----------------------------------------------------------------------------------

    @Override
    public void feed(int ahead, int lane, Port input, VValue value) {
        if (ahead < 1) {
            throw new DmmException("feed " + input + ": " + ahead + " cycles ahead, expected at least 1");
        }
        feeds.add(cycle + ahead, lane, input, value);
    }

    @Override
    public void run(int cycles) {
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        chunks.clear();
        for (int done = 0; done < cycles; ) {
            if (horizon == 0) {
                if (!canGrow) {
                    throw new DmmException("the program was flattened for "
                            + flattened.statistics().cycles() + " cycles, they are over, and it cannot grow");
                }
                grow(Map.of());
            }
            makeRowsFor(feeds.between(cycle + 1, cycle + cycles - done));
            if (shared != null) {
                shared.share(flattened, executor, cycle);
                trust = 1;
            }
            if (changed) {
                adapt();
            }
            done += runChunk((int) Math.min(Math.min(cycles - done, horizon), trust));
        }
    }

    /** Runs so many cycles, or as many as the links are right for; answers how many. */
    private int runChunk(int most) {
        int n = runOrReplay(most);
        int perCycle = flattened.program().probes().total() * options.lanes();
        double[] probed = new double[Math.multiplyExact(perCycle, n)];
        double[] one = new double[perCycle];
        for (int t = 0; t < n; t++) {
            executor.readProbes(t, one);
            System.arraycopy(one, 0, probed, t * perCycle, perCycle);
        }
        chunks.add(new Chunk(flattened, n, probed, perCycle));
        cycle += n;
        horizon -= horizon == Shapes.FOREVER ? 0 : n;
        feeds.forgetTo(cycle);
        return n;
    }

    private int runOrReplay(int n) {
        FlatProgram program = flattened.program();
        boolean watched = program.guards().count() > 0;
        if (watched && n > 1) {
            int size = Math.multiplyExact(program.outputRows(), options.lanes());
            saved = saved.length == size ? saved : new double[size];
            executor.readState(saved);
        }
        resolve(n);
        executor.run(n, events);
        int alarm = watched ? executor.alarm() : -1;
        changed = alarm >= 0;
        trust = changed ? 1 : Math.min(options.window(), 2 * trust);
        if (!changed || alarm == n - 1) {
            return n;
        }
        executor.writeState(saved, cycle);
        resolve(alarm + 1);
        executor.run(alarm + 1, events);
        replays++;
        return alarm + 1;
    }

    private void resolve(int n) {
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
    }

    // ---- a matrix that changes ----------------------------------------------------------------------

    /** Gives the program links for all entries of the matrix that are there, if it lacks some. */
    private void adapt() {
        changed = false;
        double[] state = state();
        if (!isGuardBroken(state)) {
            return;
        }
        checkMatrices(state);
        PortRows p = flattened.output(network.self().output());
        VValue present = flattened.tree(p, i -> anyLane(state, p.row() + i) ? 1 : 0);
        Flattened rewired = canGrow ? flattened.rewired(present) : null;
        if (rewired == null) {
            grow(Map.of());
        } else {
            int before = flattened.heldLinks();
            flattened = rewired;
            if (!executor.rewire(rewired.program())) {
                reopen();
                reweigh();
                executor.writeState(state, cycle);
            }
            rewirings++;
            LOG.log(
                    Level.DEBUG,
                    () -> "cycle " + cycle + ": new pattern, " + before + " to " + flattened.heldLinks() + " links of "
                            + network.self().output());
        }
        if (isGuardBroken(state())) {
            throw new DmmException("cycle " + (cycle + 1) + ": the matrices in "
                    + network.self().output()
                    + " make neurons of one name and several types in different lanes, expected one type");
        }
    }

    private boolean isGuardBroken(double[] state) {
        Ranges guards = flattened.program().guards();
        for (int i = 0; i < guards.count(); i++) {
            for (int r = guards.start()[i]; r < guards.start()[i] + guards.length()[i]; r++) {
                if (anyLane(state, r)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Fails if the matrix of a lane is not well formed, as the tree engine does. */
    private void checkMatrices(double[] state) {
        if (network.self() == null) {
            throw new DmmException("cycle " + (cycle + 1)
                    + ": the machine's own matrix has an entry that the program has no link for, and it cannot grow");
        }
        PortRows p = flattened.output(network.self().output());
        HeldLinks reader = new HeldLinks(network);
        for (int lane = 0; lane < options.lanes(); lane++) {
            int l = lane;
            try {
                reader.read(flattened.tree(p, i -> state[(p.row() + i) * options.lanes() + l]));
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
        Map<Port, Set<Path>> missing = missing(fed);
        while (!missing.isEmpty()) {
            if (!canGrow) {
                Map.Entry<Port, Set<Path>> first = missing.entrySet().iterator().next();
                throw new DmmException("external input " + first.getKey() + ": the program has no row for path \""
                        + first.getValue().iterator().next() + "\" and none to spare, and it cannot grow");
            }
            missing.forEach(this::learn);
            grow(Map.of());
            missing = missing(fed);
        }
    }

    private Map<Port, Set<Path>> missing(SortedMap<Long, Map<Feeds.Slot, VValue>> fed) {
        Map<Port, Set<Path>> missing = new LinkedHashMap<>();
        fed.values()
                .forEach(slots -> slots.forEach((slot, value) -> {
                    if (network.external(slot.port()).open()) {
                        value.forEach((path, x) -> {
                            if (flattened.rowOrBind(slot.port(), path) < 0) {
                                missing.computeIfAbsent(slot.port(), p -> new TreeSet<>())
                                        .add(path);
                            }
                        });
                    }
                }));
        return missing;
    }

    private void learn(Port port, Set<Path> paths) {
        network = network.withExternal(port, network.external(port).with(paths));
    }

    /** Flattens anew from what is present, and from these outputs too, and carries the state over. */
    private void grow(Map<Port, VValue> more) {
        Flattened old = flattened;
        double[] state = state();
        learnBoundWords(old);
        Map<Port, VValue> start = new HashMap<>(more);
        for (PortRows p : old.outputs()) {
            VValue present = old.tree(p, i -> anyLane(state, p.row() + i) ? 1 : 0);
            start.merge(p.port(), present, (a, b) -> a.zip(b, (x, y) -> 1));
        }
        Flattened wider = Flattener.flatten(network, flattening(start), room);
        executor.close();
        use(wider);
        executor.writeState(carried(old, state, wider), cycle);
        regrowths++;
        LOG.log(
                Level.DEBUG,
                () -> "cycle " + cycle + ": new paths, " + old.program().outputRows() + " to "
                        + wider.program().outputRows() + " rows of outputs");
    }

    /** Words that took spare labels become known paths. */
    private void learnBoundWords(Flattened old) {
        for (Port port : network.externals()) {
            ExternalPort e = network.external(port);
            if (e.open()) {
                Set<Path> paths = new TreeSet<>();
                VValue shape = old.output(port).shape();
                for (int c = 0; c < shape.childCount(); c++) {
                    if (Spare.is(shape.label(c)) && old.isBound(shape.label(c))) {
                        paths.add(Path.of(old.text(shape.label(c))));
                    }
                }
                learn(port, paths);
            }
        }
    }

    private boolean anyLane(double[] state, int row) {
        for (int lane = 0; lane < options.lanes(); lane++) {
            if (state[row * options.lanes() + lane] != 0) {
                return true;
            }
        }
        return false;
    }

    private double[] carried(Flattened old, double[] state, Flattened wider) {
        int lanes = options.lanes();
        double[] next = new double[Math.multiplyExact(wider.program().outputRows(), lanes)];
        for (PortRows p : old.outputs()) {
            int[] row = {p.row()};
            p.shape().forEach((path, one) -> {
                int from = row[0]++;
                Path known = anyLane(state, from) ? old.known(path) : null;
                if (known != null) {
                    int to = wider.row(p.port(), known);
                    if (to >= 0) {
                        System.arraycopy(state, from * lanes, next, to * lanes, lanes);
                    }
                }
            });
        }
        return next;
    }

    private double[] state() {
        double[] s = new double[Math.multiplyExact(flattened.program().outputRows(), options.lanes())];
        executor.readState(s);
        return s;
    }

    // ---- other links -------------------------------------------------------------------------------

    @Override
    public void rewire(List<Link> links) {
        if (!canRewire) {
            throw new DmmException(
                    "a program that was flattened before, or for its probes only, cannot change its links");
        }
        Network before = network;
        network = before.withLinks(links);
        if (samePattern(before.links(), links)) {
            reweigh();
            return;
        }
        try {
            grow(Map.of());
        } catch (DmmException e) {
            network = before;
            throw e;
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
    private void reweigh() {
        double[] parameters = flattened.program().parameters().clone();
        for (int k = 0; k < network.links().size(); k++) {
            parameters[k] = network.links().get(k).weight();
        }
        executor.setParameters(parameters);
    }

    // ---- reading and writing -----------------------------------------------------------------------

    @Override
    public VValue probed(int cycleOfWindow, int probe, int lane) {
        options.checkLane(lane);
        int left = cycleOfWindow - 1;
        for (Chunk c : chunks) {
            if (left >= 0 && left < c.cycles) {
                return probed(c, left, probe, lane);
            }
            left -= c.cycles;
        }
        int window = chunks.stream().mapToInt(Chunk::cycles).sum();
        throw new DmmException("cycle " + cycleOfWindow + " of the window: expected 1 to " + window);
    }

    private VValue probed(Chunk c, int at, int probe, int lane) {
        int first = 0;
        for (int i = 0; i < probe; i++) {
            first += c.program.program().probes().length()[i];
        }
        int base = at * c.perCycle + first * options.lanes() + lane;
        PortRows rows = c.program.rows(network.probes().get(probe));
        return c.program.tree(rows, i -> c.probed[base + i * options.lanes()]);
    }

    @Override
    public VValue output(Port output, int lane) {
        options.checkLane(lane);
        if (network.self() != null && flattened.output(output) == null) {
            return VValue.EMPTY;
        }
        PortRows p = rowsOf(output);
        double[] state = state();
        return flattened.tree(p, i -> state[(p.row() + i) * options.lanes() + lane]);
    }

    /** Copies the rows; but while spare labels may still get their words, reading labels is for this thread only. */
    @Override
    public Supplier<VValue> outputLater(Port output, int lane) {
        PortRows p = flattened.output(output);
        if (p == null || flattened.spare() > 0) {
            return Machine.super.outputLater(output, lane);
        }
        options.checkLane(lane);
        Flattened program = flattened;
        double[] state = state();
        return () -> program.tree(p, i -> state[(p.row() + i) * options.lanes() + lane]);
    }

    @Override
    public void setOutput(Port output, int lane, VValue value) {
        options.checkLane(lane);
        PortRows p = rowsOf(output);
        boolean[] missing = {false};
        value.forEach((path, x) -> missing[0] |= flattened.row(output, path) < 0);
        if (missing[0] && canGrow) {
            grow(Map.of(output, value));
            p = rowsOf(output);
        } else if (missing[0] && !options.liveOnly()) {
            throw new DmmException(
                    "output " + output + ": the value has paths without a row, and the machine is closed to growth");
        }
        double[] state = state();
        for (int i = 0; i < p.count(); i++) {
            state[(p.row() + i) * options.lanes() + lane] = 0;
        }
        value.forEach((path, x) -> {
            int row = flattened.row(output, path);
            if (row >= 0) {
                state[row * options.lanes() + lane] = x;
            }
        });
        executor.writeState(state, cycle);
        changed = flattened.program().guards().count() > 0;
    }

    private PortRows rowsOf(Port output) {
        PortRows p = flattened.output(output);
        if (p == null) {
            throw new DmmException("no output " + output);
        }
        return p;
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
        return replays;
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

    @Override
    public void close() {
        executor.close();
    }
}
