package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A program on lane blocks. Where every thread can have lanes of its own it runs whole windows on them
 * without meeting the others; where lanes are few and a cycle is long, threads share the rows of each
 * block; where work is short the caller does it all. The bits are the same in every case.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
class CpuExecutor<A> implements Executor {
    private FlatProgram program;
    private final ExecutorOptions options;
    private final Cells<A> cells;
    private final KernelChoice<A> kernels;
    private final Plan<A> plan;
    private final BackPlan<A> back;
    final Team<A> team;

    /** What the blocks of each thread add gradients to; empty without a backward pass. */
    final List<GradientSums> sums = new ArrayList<>();

    /** Cycles that tapes hold at a time. */
    private int segment;

    private final Thresholds thresholds;
    private final BitSet external = new BitSet();
    private final double[] parameters;
    private long cycle;
    private int lastWindow;

    /** Whether probes of the latest window are remembered. */
    private boolean remembers;

    private double[] laneParameters;
    private boolean closed;

    /**
     * When other threads help, in the units of {@link Cost}.
     *
     * @param cycle work per cycle from which they share rows: well above what their meetings cost
     * @param window work per window from which they are woken
     */
    record Thresholds(long cycle, long window) {
        static final Thresholds DEFAULT = new Thresholds(1 << 18, 1 << 18);
    }

    CpuExecutor(
            FlatProgram program,
            ExecutorOptions options,
            Cells<A> cells,
            KernelChoice<A> kernels,
            Thresholds thresholds) {
        this(program, options, cells, kernels, thresholds, null);
    }

    /** With the plan of the backward pass, whose blocks are never shared; null if there is none. */
    CpuExecutor(
            FlatProgram program,
            ExecutorOptions options,
            Cells<A> cells,
            KernelChoice<A> kernels,
            Thresholds thresholds,
            BackPlan<A> back) {
        this.back = back;
        this.program = program;
        this.options = options;
        this.cells = cells;
        this.kernels = kernels;
        this.thresholds = thresholds;
        parameters = program.parameters().clone();
        int threads = options.threads();
        long sharedCycle = back == null ? thresholds.cycle : Long.MAX_VALUE;
        plan = new Plan<>(program, cells, options.lanes(), threads, sharedCycle, back == null ? 1 : 2);
        team = plan.sharesRows ? sharedRows(threads) : ownLanes(threads);
        Ranges e = program.externals();
        for (int i = 0; i < e.count(); i++) {
            external.set(e.start()[i], e.start()[i] + e.length()[i]);
        }
        setParameters(parameters);
        reset();
    }

    // ---- making blocks -----------------------------------------------------------------------------

    private Team<A> sharedRows(int threads) {
        return new Team.SharedRows<>(
                blocks(LaneRange.cut(0, options.lanes(), cells.line(), plan.widest)), threads, cells);
    }

    private Team<A> ownLanes(int threads) {
        int lines = 1 + (options.lanes() - 1) / cells.line();
        int members = Math.min(threads, lines);
        List<LaneBlock<A>> all = new ArrayList<>();
        int[] first = new int[members + 1];
        List<List<LaneRange>> shares = LaneRange.share(options.lanes(), members, cells.line(), plan.widest);
        if (back != null) {
            long stored = shares.stream()
                    .flatMap(List::stream)
                    .mapToLong(LaneRange::width)
                    .sum();
            segment = back.taped.segment(options.window(), stored, 64 / cells.line(), options.memory());
        }
        for (int t = 0; t < members; t++) {
            all.addAll(blocks(shares.get(t)));
            first[t + 1] = all.size();
        }
        return new Team.OwnLanes<>(all, first, cells);
    }

    private List<LaneBlock<A>> blocks(List<LaneRange> ranges) {
        List<LaneBlock<A>> made = new ArrayList<>();
        if (back == null) {
            ranges.forEach(r -> made.add(new LaneBlock<>(plan, cells, r, options.window())));
            return made;
        }
        GradientSums shared = new GradientSums(back);
        sums.add(shared);
        ranges.forEach(r -> made.add(new GradientBlock<>(plan, back, cells, r, options.window(), segment, shared)));
        return made;
    }

    // ---- running -----------------------------------------------------------------------------------

    @Override
    public void run(int cycles, Events events) {
        run(cycles, events, null, null);
    }

    @Override
    public void run(int cycles, Bulk inputs) {
        run(cycles, new Events(), inputs, null);
    }

    @Override
    public void run(int cycles, Bulk inputs, Bulk probes) {
        requireLength(
                "probes",
                probes.length(),
                Math.multiplyExact(cycles, program.probes().total()));
        run(cycles, new Events(), inputs, probes);
    }

    private void run(int cycles, Events events, Bulk inputs, Bulk probes) {
        open();
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        check(events, cycles);
        for (int i = 0; i < team.blocks.size(); i++) { // no iterator: a window allocates nothing
            team.blocks.get(i).bulk(inputs, probes, options.lanes());
        }
        long cost = cycles * plan.cost;
        team.run(kernels.forWork(cost), cycles, events, cost < thresholds.window);
        cycle += cycles;
        lastWindow = cycles;
        remembers = probes == null;
    }

    private void check(Events events, int cycles) {
        for (int e = 0; e < events.count(); e++) {
            boolean fits = events.cycle(e) >= 0
                    && events.cycle(e) < cycles
                    && events.lane(e) >= 0
                    && events.lane(e) < options.lanes()
                    && events.row(e) >= 0
                    && external.get(events.row(e));
            if (!fits) {
                throw new DmmException("event " + e + ": found cycle " + events.cycle(e) + ", row " + events.row(e)
                        + ", lane " + events.lane(e) + ", expected a cycle below " + cycles
                        + ", a row of an external input and a lane below " + options.lanes());
            }
        }
    }

    @Override
    public void readProbes(int atCycle, double[] into) {
        open();
        requireProbed(atCycle);
        requireLength("probes", into.length, program.probes().total());
        for (LaneBlock<A> b : team.blocks) {
            b.readProbes(atCycle, into, options.lanes());
        }
    }

    @Override
    public void readProbes(int atCycle, Bulk into, int at) {
        open();
        requireProbed(atCycle);
        requireLength("probes", into.length() - at, program.probes().total());
        team.each((b, own) -> b.readProbes(atCycle, into, at, options.lanes()), true);
    }

    private void requireProbed(int atCycle) {
        if (!remembers && lastWindow > 0) {
            throw new DmmException(
                    "probes of cycle " + atCycle + ": they went where the latest window was told to write them");
        }
        if (atCycle < 0 || atCycle >= lastWindow) {
            throw new DmmException(
                    "probes of cycle " + atCycle + ": expected a cycle of the latest window, 0 to " + (lastWindow - 1));
        }
    }

    // ---- state -------------------------------------------------------------------------------------

    @Override
    public void setParameters(double[] values) {
        open();
        if (values.length != parameters.length) {
            throw new DmmException("parameters: found " + values.length + ", expected " + parameters.length);
        }
        System.arraycopy(values, 0, parameters, 0, values.length);
        laneParameters = null;
        plan.setParameters(parameters);
        if (back != null) {
            back.setParameters(cells, parameters);
        }
        for (LaneBlock<A> b : team.blocks) {
            b.setParameters(parameters);
        }
    }

    @Override
    public void setLaneParameters(double[] values) {
        open();
        requireLength("lane parameters", values.length, parameters.length);
        laneParameters = values.clone();
        bringLaneParameters();
    }

    /** One lane reads them where parameters of all lanes are: its links are bundled, and bundles know no others. */
    private void bringLaneParameters() {
        if (options.lanes() == 1) {
            plan.setParameters(laneParameters);
        }
        for (LaneBlock<A> b : team.blocks) {
            if (options.lanes() == 1) {
                b.setParameters(laneParameters);
            } else {
                b.setLaneParameters(laneParameters, options.lanes());
            }
        }
    }

    @Override
    public boolean hasLaneParameters() {
        return true;
    }

    @Override
    public int alarm() {
        int first = -1;
        for (LaneBlock<A> b : team.blocks) {
            first = b.alarm() < 0 || first >= 0 && first < b.alarm() ? first : b.alarm();
        }
        return first;
    }

    @Override
    public boolean rewire(FlatProgram changed) {
        open();
        if (back != null || !LaneWeights.areIn(program) || !LaneWeights.areIn(changed)) {
            return false;
        }
        program = changed;
        plan.rewire(changed);
        team.blocks.forEach(LaneBlock::rewire);
        plan.setParameters(parameters);
        for (LaneBlock<A> b : team.blocks) {
            b.setParameters(parameters);
        }
        if (laneParameters != null) {
            bringLaneParameters();
        }
        return true;
    }

    @Override
    public void reset() {
        open();
        for (LaneBlock<A> b : team.blocks) {
            b.reset(parameters);
        }
        if (laneParameters != null) {
            bringLaneParameters();
        }
        cycle = 0;
        lastWindow = 0;
    }

    @Override
    public void readState(double[] into) {
        open();
        requireLength("state", into.length, program.outputRows());
        for (LaneBlock<A> b : team.blocks) {
            b.readState(into, options.lanes());
        }
    }

    @Override
    public void readState(Bulk into) {
        open();
        requireLength("state", into.length(), program.outputRows());
        team.each((b, own) -> b.readState(into, options.lanes()), true);
    }

    @Override
    public void writeState(double[] from, long atCycle) {
        open();
        requireLength("state", from.length, program.outputRows());
        for (LaneBlock<A> b : team.blocks) {
            b.writeState(from, options.lanes());
        }
        startsAt(atCycle);
    }

    @Override
    public void writeState(Bulk from, long atCycle) {
        open();
        requireLength("state", from.length(), program.outputRows());
        team.each((b, own) -> b.writeState(from, options.lanes()), true);
        startsAt(atCycle);
    }

    private void startsAt(long atCycle) {
        cycle = atCycle;
        lastWindow = 0;
    }

    final void requireLength(String what, int found, int rows) {
        long expected = (long) rows * options.lanes();
        if (found < expected) {
            throw new DmmException(what + ": an array of " + found + " numbers, expected " + rows + " rows × "
                    + options.lanes() + " lanes");
        }
    }

    // ---- parts -------------------------------------------------------------------------------------

    @Override
    public FlatProgram program() {
        return program;
    }

    @Override
    public ExecutorOptions options() {
        return options;
    }

    @Override
    public long cycle() {
        return cycle;
    }

    /** Cycles of the latest window. */
    final int lastWindow() {
        return lastWindow;
    }

    /** The kernels for the backward pass over so many cycles. */
    final Kernels<A> backwardKernels(int cycles) {
        return kernels.forWork(2 * cycles * plan.cost);
    }

    /** Whether a pass over so many cycles is too short to wake other threads. */
    final boolean isShort(int cycles) {
        return cycles * plan.cost < thresholds.window;
    }

    /** Whether threads share the rows of blocks. */
    boolean sharesRows() {
        return plan.sharesRows;
    }

    final void open() {
        if (closed) {
            throw new DmmException("this executor of backend cpu is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        team.close();
    }
}
