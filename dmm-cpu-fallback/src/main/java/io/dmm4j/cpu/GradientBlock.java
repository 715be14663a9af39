package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.TapePlan;

/**
 * Some lanes with their derivatives and a tape. The state has 2R rows; what the way back needs of its first R is copied to
 * the tape after each cycle, and back again, one cycle after the other.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GradientBlock<A> extends LaneBlock<A> {
    private final BackPlan<A> back;
    private final FlatProgram program;
    private final LaneRange lanes;
    private final Tape<A> tape;
    private final GradientSums sums;
    /** Sums of products of a small program that are not yet added up, a line for each entry of each stage; else null. */
    private final A[] partial;

    /** Whether links read outputs where the tape has them, and nothing but a few ops needs them in the state. */
    private final boolean linksReadTape;

    /** Gathers what weights' gradients are made of over cycles, where lanes do not fill enough lines; else null. */
    private final OverTime<A> overTime;

    /** Room for products of some links. */
    private final A products;

    private final A rowValues;
    private final int probedRows;

    /** The derivatives of few probed rows of one lane, in order; null if rows or lanes are many. */
    private final int[] probed;

    /** Their seeds, [cycles × probed rows]. */
    private final A seeds;

    /** The movements backwards as code of their own; null if they are long, or few have run. */
    private StraightStages<A> straight;

    /**
     * A block of zeros.
     *
     * @param held what the tape holds
     * @param sums where gradients are added up, shared by the blocks of a thread
     */
    GradientBlock(Plan<A> plan, BackPlan<A> back, Cells<A> cells, LaneRange lanes, TapePlan held, GradientSums sums) {
        super(plan, cells, lanes, held.window(), 2 * plan.program.rows() + SEEDED);
        this.back = back;
        this.lanes = lanes;
        this.sums = sums;
        program = plan.program;
        probedRows = program.probes().total();
        probed = width == 1 && probedRows <= FEW ? probedRows(program) : null;
        seeds = cells.array(probed == null ? 0 : Math.multiplyExact(held.window(), probedRows));
        tape = new Tape<>(back.taped, cells, width, held);
        products = cells.array(AdjointKernels.BATCH * cells.line());
        boolean fill = lanes.count() == width && width % cells.line() == 0;
        partial = fill && back.small ? partialSums() : null;
        linksReadTape = partial != null && back.back.length == 1 && back.rows == null;
        boolean alone = fill && OverTime.cycles(back, cells, lanes) == 1;
        overTime = partial != null || alone ? null : new OverTime<>(back, cells, lanes, tape);
        rowValues = cells.array(back.rows == null || width > 1 ? 0 : back.rows.entries());
    }

    /** Rows of seeds that are brought at a time, to rows behind the derivatives: what the first cache holds. */
    private static final int SEEDED = 32;

    /** Probed rows of one lane whose seeds are added one by one. */
    private static final int FEW = 4;

    /** Cycles after which kept sums are added up, so that they stay accurate. */
    private static final int ADDED_UP = 64;

    @SuppressWarnings("unchecked")
    private A[] partialSums() {
        A[] made = (A[]) new Object[back.back.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = cells.array(back.back[i].entries() * cells.line());
        }
        return made;
    }

    private int[] probedRows(FlatProgram p) {
        int[] made = new int[probedRows];
        for (int i = 0, k = 0; i < p.probes().count(); i++) {
            for (int r = 0; r < p.probes().length()[i]; r++) {
                made[k++] = base + p.rows() + p.probes().start()[i] + r;
            }
        }
        return made;
    }

    @Override
    void beforeWindow() {
        tape.start(s);
    }

    @Override
    void afterCycle(int cycle) {
        tape.save(s, cycle);
    }

    @Override
    int feedAgain(int cycle) {
        tape.restoreFed(cycle, s);
        return 0;
    }

    @Override
    void straighten() {
        super.straighten();
        if (overTime != null && StraightStages.work(back.links, null, back.flatOps) <= plan.thresholds.straightWork()) {
            straight = new StraightStages<>(back.links, null, null, back.flatOps, cells);
        }
    }

    /** Brings a cycle's segment to the tape, and its last outputs to the state. */
    private void recall(Kernels<A> kernels, int cycle, A scratch) {
        int first = tape.first(cycle);
        tape.restoreOutputs(first, s);
        for (int t = first; t <= cycle; t++) {
            again(kernels, t, scratch);
            tape.again(s, t);
        }
    }

    /**
     * Goes back over the latest window; afterwards the state is that of its end again.
     *
     * @param given ∂L/∂probe, [cycles × probed rows × {@code stride}], these lanes among them
     * @param emitted receives ∂L/∂(external inputs), [cycles, or fewer × their rows × {@code stride}]; null if nobody asks
     */
    void backward(Kernels<A> kernels, int cycles, Bulk given, Bulk emitted, int stride, A scratch) {
        int rows = program.rows();
        cells.fill(s, base + rows * width, program.outputRows() * width, 0);
        tape.end(s);
        if (probed != null) {
            cells.load(given, lanes.first(), stride, seeds, 0, 1, 1, cycles * probedRows);
        }
        for (int t = cycles - 1; t >= 0; t--) {
            if (!tape.holds(t)) {
                recall(kernels, t, scratch);
            }
            tape.restoreOthers(t, s);
            clear(back.cleared);
            seed(kernels, t, given, stride);
            for (int i = back.ops.length - 1; i >= 0; i--) {
                if (straight != null) {
                    straight.up(i, s);
                } else {
                    back.ops[i].run(kernels, s, base, width);
                }
                if (i == 0) {
                    if (emitted != null && (long) (t + 1) * program.externals().total() * stride <= emitted.length()) {
                        give(t, emitted, stride);
                    }
                    if (linksReadTape) {
                        tape.restoreOutputsOfOps(t, s);
                    } else {
                        tape.restoreOutputs(t, s);
                    }
                }
                links(kernels, i, t, scratch);
                if (i == 0 && back.rows != null) {
                    back.rows.run(kernels, s, base, width, rowValues, scratch);
                }
            }
            if (overTime != null) {
                overTime.collect(kernels.adjoint(), s, t, cycles, products, sums.runs);
            }
            kernels.adjoint().sums(back.parameterDerivative, s, base, width, lanes.count(), sums.rows);
        }
        tape.restoreEnd(cycles, s);
    }

    private void clear(Ranges rows) {
        for (int i = 0; i < rows.count(); i++) {
            cells.fill(s, base + rows.start()[i] * width, rows.length()[i] * width, 0);
        }
    }

    private void links(Kernels<A> kernels, int stage, int cycle, A scratch) {
        Links<A> turned = back.links[stage];
        if (straight != null) {
            straight.down(stage, turned, s);
            return;
        }
        AdjointKernels<A> k = kernels.adjoint();
        if (partial != null) {
            A y = linksReadTape ? tape.before(cycle) : s;
            k.back(
                    turned.groups,
                    turned.groupValue,
                    s,
                    width,
                    y,
                    linksReadTape ? 0 : base,
                    program.rows(),
                    partial[stage]);
            if (cycle % ADDED_UP == 0) {
                k.addSums(partial[stage], turned.groups.entries(), sums.entries[stage]);
            }
            return;
        }
        turned.down(kernels, s, width, 0, turned.pieces(), true, scratch);
        if (overTime == null) {
            int inputs = base + (program.rows() + program.outputRows()) * width;
            k.dots(back.dots[stage], s, inputs, s, base, width, products, sums.runs[stage]);
        }
    }

    /** Copies the derivatives of what external inputs emitted in a cycle, which are complete once its ops are undone. */
    private void give(int cycle, Bulk emitted, int stride) {
        Ranges external = program.externals();
        int to = cycle * external.total();
        for (int i = 0; i < external.count(); i++) {
            int rows = external.length()[i];
            int from = base + (program.rows() + external.start()[i]) * width;
            cells.store(s, from, width, emitted, to * stride + lanes.first(), stride, lanes.count(), rows);
            to += rows;
        }
    }

    private void seed(Kernels<A> kernels, int cycle, Bulk given, int stride) {
        for (int r = 0; probed != null && r < probedRows; r++) {
            cells.add(s, probed[r], cells.get(seeds, cycle * probedRows + r));
        }
        if (probed == null) {
            seedBlock(kernels, cycle, given, stride);
        }
    }

    private void seedBlock(Kernels<A> kernels, int cycle, Bulk given, int stride) {
        Ranges probes = program.probes();
        int from = cycle * probedRows;
        int brought = base + 2 * program.rows() * width;
        if (lanes.count() < width) {
            cells.fill(s, brought, SEEDED * width, 0);
        }
        for (int i = 0; i < probes.count(); i++) {
            int end = probes.length()[i];
            for (int r = 0; r < end; r += SEEDED) {
                int rows = Math.min(SEEDED, end - r);
                int at = (from + r) * stride + lanes.first();
                cells.load(given, at, stride, s, brought, width, lanes.count(), rows);
                int to = base + (program.rows() + probes.start()[i] + r) * width;
                kernels.zip(Op.ADD, s, to, to, brought, rows * width);
            }
            from += end;
        }
    }

    /** Copies ∂L/∂state before the window to these lanes of [outputRows × stride]. */
    void readStateGradient(double[] into, int stride) {
        copy(s, base + program.rows() * width, program.outputRows(), into, stride);
    }

    /** The same of some rows, in bulk. */
    void readStateGradient(int row, int rows, Bulk into, int at, int stride) {
        int from = base + (program.rows() + row) * width;
        cells.store(s, from, width, into, at + lanes.first(), stride, lanes.count(), rows);
    }
}
