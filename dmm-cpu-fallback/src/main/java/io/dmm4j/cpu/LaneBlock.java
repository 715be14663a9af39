package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Rows;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;

/**
 * The state of some lanes, and their cycles. Lanes never meet, so a block runs whole windows by itself.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
class LaneBlock<A> {
    final Plan<A> plan;
    private final FlatProgram program;
    final Cells<A> cells;
    private final LaneRange lanes;
    final int width;
    final int base;
    final A s;
    private final BlockProbes<A> probes;
    private final Guards<A> guards;
    private Bulk inputs;

    /** The first cycles, for which there are inputs. */
    private long inputCycles;

    private int stride;

    /** Per plan of row runs, weights of one lane in the order in which it reads them: threads may be in different plans. */
    private A[] rowValues;

    /** Parameters of each lane's own, [parameters × width]; null if all lanes have the same. */
    private A laneParameters;

    private A[] laneValues;

    private CarriedRows<A> carried;

    /** Cycles of one lane that are still to come before its movements are compiled. */
    private long untilStraight;

    /** The movements as code of their own; null if there are many lanes, or cycles are long, or few have run. */
    private StraightStages<A> straight;

    /**
     * A block of zeros.
     *
     * @param window the most cycles of which probes are remembered
     */
    LaneBlock(Plan<A> plan, Cells<A> cells, LaneRange lanes, int window) {
        this(plan, cells, lanes, window, plan.program.rows());
    }

    /**
     * A block with room for more rows than the program has.
     *
     * @param rows the program's and more
     */
    LaneBlock(Plan<A> plan, Cells<A> cells, LaneRange lanes, int window, int rows) {
        this.plan = plan;
        this.program = plan.program;
        this.cells = cells;
        this.lanes = lanes;
        width = lanes.width();
        base = cells.base();
        s = cells.array(Math.addExact(Math.multiplyExact(rows, width), base + Cells.SLACK));
        probes = new BlockProbes<>(program.probes(), cells, lanes, window);
        guards = new Guards<>(cells, lanes);
        rewire();
    }

    /** Per stage, the bounds of the pieces that a crew of some threads takes its groups in. */
    int[][] shares(int threads) {
        int[][] shares = new int[plan.down.length][];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = plan.links[i].shares(threads * Crew.PIECES, width, cells.line());
        }
        return shares;
    }

    // ---- running -----------------------------------------------------------------------------------

    /** Runs a window alone. */
    void run(Kernels<A> kernels, int cycles, Events events, A scratch) {
        int next = 0;
        guards.start();
        straighten(cycles);
        probes.prepare(cycles);
        beforeWindow();
        for (int t = 0; t < cycles; t++) {
            next = stages(kernels, t, events, next, scratch);
            probes.take(s, t, 0, 1);
            watch(kernels, t);
            afterCycle(t);
        }
    }

    /** All movements of a cycle; answers the first event of the next. */
    private int stages(Kernels<A> kernels, int cycle, Events events, int firstEvent, A scratch) {
        int next = firstEvent;
        for (int i = 0; i < plan.down.length; i++) {
            down(kernels, i, 0, plan.links[i].pieces(), true, scratch);
            if (i == 0) {
                rows(kernels, 0, 1, scratch);
                carried.keep(s);
                next = events == null ? feedAgain(cycle) : feed(events, firstEvent, cycle);
                carried.carry(kernels, s, lanes.count());
                addToCarried(kernels);
            }
            up(kernels, i);
        }
        return next;
    }

    private void addToCarried(Kernels<A> kernels) {
        if (straight != null) {
            straight.addToCarried(s);
        } else {
            carried.add(kernels, s);
        }
    }

    private void up(Kernels<A> kernels, int stage) {
        if (straight != null) {
            straight.up(stage, s);
        } else {
            plan.up[stage].run(kernels, s, base, width);
        }
    }

    /** Counts cycles, and compiles the movements once there have been many. */
    private void straighten(int cycles) {
        if (straight == null && (untilStraight -= cycles) < 0) {
            straighten();
        }
    }

    /** Compiles the movements. */
    void straighten() {
        straight = new StraightStages<>(plan.links, plan.laneWeights(), plan.carried(), plan.ops(), cells);
    }

    /** Does a cycle of the latest window again, from the outputs before it; probes are not read again. */
    final void again(Kernels<A> kernels, int cycle, A scratch) {
        stages(kernels, cycle, null, 0, scratch);
    }

    /** Writes what external inputs emitted in a cycle of the latest window; the answer has no meaning. */
    int feedAgain(int cycle) {
        throw new AssertionError("only blocks with a tape know what was fed");
    }

    /** Called before the first cycle of a window that is run alone. */
    void beforeWindow() {}

    /** Called after each cycle of a window that is run alone. */
    void afterCycle(int cycle) {}

    /**
     * Runs a window together with the other members of a crew.
     *
     * @param shares per stage, the bounds of the pieces of its groups
     */
    void run(Kernels<A> kernels, int cycles, Events events, A scratch, int[][] shares, int part, Crew crew) {
        int next = 0;
        if (part == 0) {
            guards.start();
            probes.prepare(cycles);
        }
        for (int t = 0; t < cycles; t++) {
            for (int i = 0; i < plan.down.length; i++) {
                for (int p = crew.take(part); p >= 0; p = crew.take(part)) {
                    down(kernels, i, shares[i][p], shares[i][p + 1], false, scratch);
                }
                crew.await();
                if (i == 0 && plan.laneWeights() != null) {
                    rows(kernels, part, crew.size(), scratch);
                    crew.await();
                }
                if (i == 0 && program.externals().count() > 0) {
                    next = part == 0 ? feed(events, next, t) : 0;
                    crew.await();
                }
                plan.up[i].run(kernels, s, base, width, part, crew);
                crew.await();
            }
            probes.take(s, t, part, crew.size());
            if (part == 0) {
                watch(kernels, t);
            }
            if (program.probes().count() > 0 || plan.laneWeights() != null) {
                crew.await();
            }
        }
    }

    /**
     * Says what external inputs emit in the coming window besides events: [cycles, or fewer × their rows × {@code
     * ofLanes}], these lanes among them; null for nothing. And where probes go, [cycles × probed rows × {@code ofLanes}];
     * null to remember them.
     */
    final void bulk(Bulk dense, Bulk seen, int ofLanes) {
        long perCycle = (long) program.externals().total() * ofLanes;
        inputs = dense;
        inputCycles = dense == null || perCycle == 0 ? 0 : dense.length() / perCycle;
        stride = ofLanes;
        probes.writeTo(seen, ofLanes);
    }

    /** The down movement of some pieces of a stage. */
    private void down(Kernels<A> kernels, int stage, int from, int to, boolean alone, A scratch) {
        if (laneParameters != null) {
            DownPlan groups = plan.down[stage]; // pieces are groups: there are several lanes
            LaneWeights.down(kernels, groups, laneParameters, 0, laneValues[stage], s, width, from, to, scratch);
        } else if (straight != null) {
            straight.down(stage, plan.links[stage], s);
        } else {
            plan.links[stage].down(kernels, s, width, from, to, alone, scratch);
        }
    }

    /** One of some parts of the links whose weights are rows of the state. */
    private void rows(Kernels<A> kernels, int part, int parts, A scratch) {
        LaneWeights w = plan.laneWeights();
        if (w != null && straight != null) {
            straight.rows(s);
        } else if (w != null) {
            for (int i = 0; i < w.rows.length; i++) {
                int from = parts == 1 ? 0 : w.bounds[i][part];
                int to = parts == 1 ? w.rows[i].groups() : w.bounds[i][part + 1];
                LaneWeights.down(kernels, w.rows[i], s, base, rowValues[i], s, width, from, to, scratch);
            }
        }
    }

    private void watch(Kernels<A> kernels, int cycle) {
        if (plan.laneWeights() != null) {
            guards.watch(kernels.rows(), s, plan.laneWeights().guards, cycle);
        }
    }

    /** The first cycle of the latest window after which a guarded row was not 0; −1 if there was none. */
    int alarm() {
        return guards.alarm();
    }

    /** Makes room for what the plan's row runs and carried rows need. */
    @SuppressWarnings("unchecked")
    final void rewire() {
        LaneWeights w = plan.laneWeights();
        rowValues = (A[]) new Object[w == null ? 0 : w.rows.length];
        for (int i = 0; i < rowValues.length && width == 1; i++) {
            rowValues[i] = cells.array(w.rows[i].entries());
        }
        carried = new CarriedRows<>(plan.carried(), cells, width);
        straight = null;
        boolean small = width == 1
                && !plan.sharesRows
                && StraightStages.work(plan.links, w, plan.ops()) <= plan.thresholds.straightWork();
        untilStraight = small ? plan.thresholds.straightAfter() : Long.MAX_VALUE;
    }

    /** Clears the external inputs and writes this cycle's events of these lanes; answers the next cycle's first event. */
    private int feed(Events events, int from, int cycle) {
        Ranges external = program.externals();
        for (int i = 0; i < external.count(); i++) {
            cells.fill(s, at(external.start()[i], 0), external.length()[i] * width, 0);
        }
        if (cycle < inputCycles) {
            emit(external, cycle * external.total());
        }
        int e = from;
        for (; e < events.count() && events.cycle(e) == cycle; e++) {
            int lane = events.lane(e) - lanes.first();
            if (lane >= 0 && lane < lanes.count()) {
                cells.add(s, at(events.row(e), lane), events.value(e));
            }
        }
        return e;
    }

    private void emit(Ranges external, int firstRow) {
        int from = firstRow;
        for (int i = 0; i < external.count(); i++) {
            int rows = external.length()[i];
            int to = at(external.start()[i], 0);
            cells.load(inputs, from * stride + lanes.first(), stride, s, to, width, lanes.count(), rows);
            from += rows;
        }
    }

    private int at(int row, int lane) {
        return base + row * width + lane;
    }

    // ---- reading and writing -----------------------------------------------------------------------

    /** Back to before the first cycle, with these parameters. */
    void reset(double[] parameters) {
        carried.unsettle();
        cells.fill(s, base, program.rows() * width, 0);
        write(program.constants());
        write(program.initial());
        setParameters(parameters);
    }

    private void write(Rows rows) {
        for (int i = 0; i < rows.count(); i++) {
            cells.fill(s, at(rows.row()[i], 0), width, rows.value()[i]);
        }
    }

    /** Gives these lanes of [parameters × {@code stride}] to the lanes, of which there are several in all. */
    @SuppressWarnings("unchecked")
    void setLaneParameters(double[] values, int stride) {
        int n = program.parameters().length;
        if (laneParameters == null) {
            laneParameters = cells.array(Math.addExact(Math.multiplyExact(n, width), Cells.SLACK));
        }
        laneValues = (A[]) new Object[plan.down.length];
        for (int i = 0; i < laneValues.length && width == 1; i++) {
            laneValues[i] = cells.array(plan.down[i].entries());
        }
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < lanes.count(); l++) {
                cells.set(laneParameters, i * width + l, values[i * stride + lanes.first() + l]);
            }
        }
        for (int i = 0; i < program.parameterRow().length; i++) {
            int from = program.parameterIndex()[i] * width;
            System.arraycopy(laneParameters, from, s, at(program.parameterRow()[i], 0), width);
        }
        carried.setLaneParameters(laneParameters);
    }

    /** Brings the rows that hold parameters up to date; all lanes have the same. */
    void setParameters(double[] parameters) {
        laneParameters = null;
        for (int i = 0; i < program.parameterRow().length; i++) {
            cells.fill(s, at(program.parameterRow()[i], 0), width, parameters[program.parameterIndex()[i]]);
        }
        carried.setParameters(parameters);
    }

    /** Copies what the probes saw in a cycle to these lanes of [rows × {@code stride}]. */
    void readProbes(int cycle, double[] into, int stride) {
        copy(probes.of(cycle), 0, program.probes().total(), into, stride);
    }

    /** The same in bulk, from {@code at} on. */
    void readProbes(int cycle, Bulk into, int at, int ofLanes) {
        int rows = program.probes().total();
        cells.store(probes.of(cycle), 0, width, into, at + lanes.first(), ofLanes, lanes.count(), rows);
    }

    /** Copies the output rows to these lanes of [rows × {@code stride}]. */
    void readState(double[] into, int stride) {
        copy(s, base, program.outputRows(), into, stride);
    }

    /** The same in bulk. */
    void readState(Bulk into, int stride) {
        cells.store(s, base, width, into, lanes.first(), stride, lanes.count(), program.outputRows());
    }

    final void copy(A from, int offset, int rows, double[] into, int stride) {
        if (holdsAll(stride)) {
            cells.store(from, offset, into, 0, rows * width);
            return;
        }
        for (int r = 0; r < rows; r++) {
            cells.store(from, offset + r * width, into, r * stride + lanes.first(), lanes.count());
        }
    }

    /** Whether these are all of so many lanes, without a gap between rows. */
    private boolean holdsAll(int stride) {
        return width == stride && lanes.count() == stride;
    }

    /** Sets the output rows from these lanes of [rows × {@code stride}]. */
    void writeState(double[] from, int stride) {
        carried.unsettle();
        if (holdsAll(stride)) {
            cells.load(from, 0, s, base, program.outputRows() * width);
            return;
        }
        for (int r = 0; r < program.outputRows(); r++) {
            cells.load(from, r * stride + lanes.first(), s, at(r, 0), lanes.count());
        }
    }

    /** The same in bulk. */
    void writeState(Bulk from, int stride) {
        carried.unsettle();
        cells.load(from, lanes.first(), stride, s, base, width, lanes.count(), program.outputRows());
    }
}
