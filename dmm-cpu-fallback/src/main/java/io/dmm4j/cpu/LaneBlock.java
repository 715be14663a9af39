package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Rows;
import io.dmm4j.spi.Events;

/**
 * The state of some lanes, and their cycles. Lanes never meet, so a block runs whole windows by itself.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
class LaneBlock<A> {
    private final Plan<A> plan;
    private final FlatProgram program;
    final Cells<A> cells;
    private final LaneRange lanes;
    final int width;
    final int base;
    final A s;
    private final A[] probed;
    private final int probeElements;

    /**
     * A block of zeros.
     *
     * @param window the most cycles of which probes are remembered
     */
    LaneBlock(Plan<A> plan, Cells<A> cells, LaneRange lanes, int window) {
        this(plan, cells, lanes, window, 1);
    }

    /**
     * A block with room for more rows than the program has.
     *
     * @param copies how many times the program's rows
     */
    @SuppressWarnings("unchecked")
    LaneBlock(Plan<A> plan, Cells<A> cells, LaneRange lanes, int window, int copies) {
        this.plan = plan;
        this.program = plan.program;
        this.cells = cells;
        this.lanes = lanes;
        width = lanes.width();
        base = cells.base();
        s = cells.array(Math.addExact(
                Math.multiplyExact(Math.multiplyExact(program.rows(), copies), width), base + Cells.SLACK));
        probed = (A[]) new Object[window];
        probeElements = Math.multiplyExact(program.probes().total(), width);
    }

    /** Per stage, the bounds of the pieces that a crew of some threads takes its groups in. */
    int[][] shares(int threads) {
        int[][] shares = new int[plan.down.length][];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = plan.down[i].shares(threads * Crew.PIECES, width, cells.line());
        }
        return shares;
    }

    // ---- running -----------------------------------------------------------------------------------

    /** Runs a window alone. */
    void run(Kernels<A> kernels, int cycles, Events events, A scratch) {
        int next = 0;
        prepareProbes(cycles);
        beforeWindow();
        for (int t = 0; t < cycles; t++) {
            for (int i = 0; i < plan.down.length; i++) {
                DownPlan d = plan.down[i];
                kernels.down(d, plan.values[i], s, width, 0, d.groups(), scratch);
                if (i == 0) {
                    next = feed(events, next, t);
                }
                plan.up[i].run(kernels, s, base, width);
            }
            probe(t);
            afterCycle(t);
        }
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
            prepareProbes(cycles);
        }
        for (int t = 0; t < cycles; t++) {
            for (int i = 0; i < plan.down.length; i++) {
                for (int p = crew.take(part); p >= 0; p = crew.take(part)) {
                    kernels.down(plan.down[i], plan.values[i], s, width, shares[i][p], shares[i][p + 1], scratch);
                }
                crew.await();
                if (i == 0 && program.externals().count() > 0) {
                    next = part == 0 ? feed(events, next, t) : 0;
                    crew.await();
                }
                plan.up[i].run(kernels, s, base, width, part, crew);
                crew.await();
            }
            if (part == 0) {
                probe(t);
            }
            if (program.probes().count() > 0) {
                crew.await();
            }
        }
    }

    /** Clears the external inputs and writes this cycle's events of these lanes; answers the next cycle's first event. */
    private int feed(Events events, int from, int cycle) {
        Ranges external = program.externals();
        for (int i = 0; i < external.count(); i++) {
            cells.fill(s, at(external.start()[i], 0), external.length()[i] * width, 0);
        }
        int e = from;
        for (; e < events.count() && events.cycle(e) == cycle; e++) {
            int lane = events.lane(e) - lanes.first();
            if (lane >= 0 && lane < lanes.count()) {
                for (int l = lane; l < sameAs(lane); l++) {
                    cells.add(s, at(events.row(e), l), events.value(e));
                }
            }
        }
        return e;
    }

    /** The end of the lanes that do what a lane does: those that pad the block do what the last one does. */
    private int sameAs(int lane) {
        return lane == lanes.count() - 1 ? width : lane + 1;
    }

    /** Makes room for the probes of so many cycles, if there is none yet. */
    private void prepareProbes(int cycles) {
        for (int t = 0; t < cycles; t++) {
            probed[t] = probed[t] == null ? cells.array(probeElements) : probed[t];
        }
    }

    private void probe(int cycle) {
        Ranges probes = program.probes();
        for (int i = 0, to = 0; i < probes.count(); i++) {
            int n = probes.length()[i] * width;
            System.arraycopy(s, at(probes.start()[i], 0), probed[cycle], to, n);
            to += n;
        }
    }

    private int at(int row, int lane) {
        return base + row * width + lane;
    }

    // ---- reading and writing -----------------------------------------------------------------------

    /** Back to before the first cycle, with these parameters. */
    void reset(double[] parameters) {
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

    /** Brings the rows that hold parameters up to date. */
    void setParameters(double[] parameters) {
        for (int i = 0; i < program.parameterRow().length; i++) {
            cells.fill(s, at(program.parameterRow()[i], 0), width, parameters[program.parameterIndex()[i]]);
        }
    }

    /** Copies what the probes saw in a cycle to these lanes of [rows × {@code stride}]. */
    void readProbes(int cycle, double[] into, int stride) {
        copy(probed[cycle], 0, program.probes().total(), into, stride);
    }

    /** Copies the output rows to these lanes of [rows × {@code stride}]. */
    void readState(double[] into, int stride) {
        copy(s, base, program.outputRows(), into, stride);
    }

    final void copy(A from, int offset, int rows, double[] into, int stride) {
        for (int r = 0; r < rows; r++) {
            for (int l = 0; l < lanes.count(); l++) {
                into[r * stride + lanes.first() + l] = cells.get(from, offset + r * width + l);
            }
        }
    }

    /** Sets the output rows from these lanes of [rows × {@code stride}]. */
    void writeState(double[] from, int stride) {
        for (int r = 0; r < program.outputRows(); r++) {
            for (int l = 0; l < width; l++) {
                cells.set(s, at(r, l), from[r * stride + lanes.first() + Math.min(l, lanes.count() - 1)]);
            }
        }
    }
}
