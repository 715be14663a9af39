package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorChecks;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TapePlan;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
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

    /** What the tapes of blocks hold; null without a backward pass. */
    private TapePlan tape;

    final ExecutorChecks checks;

    private final Thresholds thresholds;
    private final double[] parameters;
    private long cycle;
    private int lastWindow;

    /** Whether probes of the latest window are remembered. */
    private boolean remembers;

    /** Whether parameters were set after the latest window. */
    private boolean replaced;

    /** Whether there is a latest window that the present guards have seen. */
    private boolean watched;

    private double[] laneParameters;
    private boolean closed;

    /**
     * When other threads help, in the units of {@link Cost}, and when code is compiled.
     *
     * @param cycle work per cycle from which they share rows: well above what their meetings cost
     * @param window work per window from which they are woken
     * @param straightAfter cycles of one lane after which its movements are compiled
     * @param straightWork products and elements of a cycle up to which they are
     */
    record Thresholds(long cycle, long window, long straightAfter, long straightWork) {
        static final Thresholds DEFAULT = new Thresholds(1 << 18, 1 << 18, 1 << 16, 1 << 10);
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
        plan = new Plan<>(program, cells, options.lanes(), threads, thresholds, back == null ? 1 : 2);
        team = plan.sharesRows ? sharedRows(threads) : ownLanes(threads);
        checks = new ExecutorChecks(program, options);
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
            long memory = options.memory();
            tape = TapePlan.fitting(back.taped.sizes(), options.window(), stored, 64 / cells.line(), memory, memory);
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
        ranges.forEach(r -> made.add(new GradientBlock<>(plan, back, cells, r, tape, shared)));
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
        run(cycles, new Events(), inputs, probes);
    }

    private void run(int cycles, Events events, Bulk inputs, Bulk probes) {
        open();
        checks.cycles(cycles);
        checks.events(events, cycles);
        if (probes != null) {
            checks.rows(
                    "probes", probes.length(), (long) cycles * program.probes().total());
        }
        for (int i = 0; i < team.blocks.size(); i++) { // no iterator: a window allocates nothing
            team.blocks.get(i).bulk(inputs, probes, options.lanes());
        }
        long cost = cycles * plan.cost;
        team.run(kernels.forWork(cost), cycles, events, cost < thresholds.window);
        cycle += cycles;
        lastWindow = cycles;
        remembers = probes == null;
        replaced = false;
        watched = true;
    }

    @Override
    public void readProbes(int atCycle, double[] into) {
        open();
        requireProbed(atCycle);
        checks.rows("probes", into.length, program.probes().total());
        for (LaneBlock<A> b : team.blocks) {
            b.readProbes(atCycle, into, options.lanes());
        }
    }

    @Override
    public void readProbes(int atCycle, Bulk into, int at) {
        open();
        requireProbed(atCycle);
        checks.rows("probes", into.length() - at, program.probes().total());
        team.each((b, own) -> b.readProbes(atCycle, into, at, options.lanes()), true);
    }

    private void requireProbed(int atCycle) {
        if (!remembers && lastWindow > 0) {
            throw new DmmException(
                    "probes of cycle " + atCycle + ": they went where the latest window was told to write them");
        }
        ExecutorChecks.probed(atCycle, lastWindow);
    }

    // ---- state -------------------------------------------------------------------------------------

    @Override
    public void setParameters(double[] values) {
        open();
        checks.parameters(values.length);
        System.arraycopy(values, 0, parameters, 0, values.length);
        laneParameters = null;
        replaced = true;
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
        checks.rows("lane parameters", values.length, parameters.length);
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
        open();
        int first = -1;
        for (LaneBlock<A> b : team.blocks) {
            first = b.alarm() < 0 || first >= 0 && first < b.alarm() ? first : b.alarm();
        }
        return watched ? first : -1;
    }

    @Override
    public boolean rewire(FlatProgram changed) {
        open();
        if (back != null || !LaneWeights.areIn(program) || !LaneWeights.areIn(changed)) {
            return false;
        }
        program = changed;
        watched = false;
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
        startsAt(0);
    }

    @Override
    public void readState(double[] into) {
        open();
        checks.rows("state", into.length, program.outputRows());
        for (LaneBlock<A> b : team.blocks) {
            b.readState(into, options.lanes());
        }
    }

    @Override
    public void readState(Bulk into) {
        open();
        checks.rows("state", into.length(), program.outputRows());
        team.each((b, own) -> b.readState(into, options.lanes()), true);
    }

    @Override
    public void writeState(double[] from, long atCycle) {
        open();
        checks.rows("state", from.length, program.outputRows());
        for (LaneBlock<A> b : team.blocks) {
            b.writeState(from, options.lanes());
        }
        startsAt(atCycle);
    }

    @Override
    public void writeState(Bulk from, long atCycle) {
        open();
        checks.rows("state", from.length(), program.outputRows());
        team.each((b, own) -> b.writeState(from, options.lanes()), true);
        startsAt(atCycle);
    }

    private void startsAt(long atCycle) {
        cycle = atCycle;
        lastWindow = 0;
        watched = false;
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

    /** Cycles of the latest window, which can be gone back over. */
    final int taped() {
        ExecutorChecks.backward(lastWindow, replaced);
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
        ExecutorChecks.open(closed, CpuBackend.NAME);
    }

    @Override
    public void close() {
        closed = true;
        team.close();
    }
}
