package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.Bulk;

/**
 * Some lanes with their derivatives and a tape. The state has 2R rows; after each cycle its first R rows are
 * copied to the tape, and the backward pass copies them back, one cycle after the other.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GradientBlock<A> extends LaneBlock<A> {
    private final BackPlan<A> back;
    private final FlatProgram program;
    private final LaneRange lanes;
    private final A[] tape;
    private final double[] gradient;
    /** Whether weights get their gradients at the end, from sequences over cycles, because there are few lanes. */
    private final boolean overTime;

    /** Per stage, partial sums of each run's dot products, where lanes fill cache lines and links are not too many; else null. */
    private final A[] partial;

    private final A seeded;
    private final A rowValues;
    private A inputsOverTime;
    private A outputsOverTime;

    @SuppressWarnings("unchecked")
    GradientBlock(Plan<A> plan, BackPlan<A> back, Cells<A> cells, LaneRange lanes, int window) {
        super(plan, cells, lanes, window, 2);
        this.back = back;
        this.lanes = lanes;
        program = plan.program;
        tape = (A[]) new Object[window + 1];
        int elements = Math.multiplyExact(program.rows(), width);
        for (int t = 0; t <= window; t++) {
            tape[t] = cells.array(t == 0 ? program.outputRows() * width : elements);
        }
        gradient = new double[program.parameters().length];
        seeded = cells.array(width);
        partial = partialSums();
        rowValues = cells.array(back.rows == null || width > 1 ? 0 : back.rows.entries());
        overTime = width < cells.line() && back.ops.length == 1 && fitsOverTime(window);
        if (overTime) {
            inputsOverTime = cells.array(program.inputRows() * window * lanes.count() + Cells.SLACK);
            outputsOverTime = cells.array(program.outputRows() * window * lanes.count() + Cells.SLACK);
        }
    }

    /** Cycles after which partial sums are added up, so that they stay accurate. */
    private static final int ADDED_UP = 64;

    /** The most runs that partial sums are kept for: they stay in the cache. */
    private static final int MOST_PARTIAL = 1 << 14;

    @SuppressWarnings("unchecked")
    private A[] partialSums() {
        int runs = 0;
        for (RunDots d : back.dots) {
            runs += d.weight.length;
        }
        if (lanes.count() != width || width % cells.line() != 0 || runs > MOST_PARTIAL) {
            return null;
        }
        A[] sums = (A[]) new Object[back.dots.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = cells.array(back.dots[i].weight.length * cells.line());
        }
        return sums;
    }

    private void dots(AdjointKernels<A> kernels, int stage, int cycle) {
        if (partial == null) {
            kernels.dots(back.dots[stage], s, base, width, lanes.count(), gradient);
            return;
        }
        kernels.partialDots(back.dots[stage], s, base, width, partial[stage]);
        if (cycle % ADDED_UP == 0) {
            kernels.addPartials(back.dots[stage], partial[stage], gradient);
        }
    }

    private boolean fitsOverTime(int window) {
        long rows = Math.max(program.inputRows(), program.outputRows());
        return rows * window * lanes.count() < Integer.MAX_VALUE - Cells.SLACK;
    }

    @Override
    void beforeWindow() {
        System.arraycopy(s, base, tape[0], 0, program.outputRows() * width);
    }

    @Override
    void afterCycle(int cycle) {
        System.arraycopy(s, base, tape[cycle + 1], 0, program.rows() * width);
    }

    /**
     * Goes back over the latest window; afterwards the state is that of its end again.
     *
     * @param seeds ∂L/∂probe, [cycles × probed rows × {@code stride}], these lanes among them
     * @param emitted receives ∂L/∂(external inputs), [cycles, or fewer × their rows × {@code stride}]; null if nobody asks
     */
    void backward(Kernels<A> kernels, int cycles, Bulk seeds, Bulk emitted, int stride, A scratch) {
        java.util.Arrays.fill(gradient, 0);
        int rows = program.rows();
        cells.fill(s, base + rows * width, rows * width, 0);
        for (int t = cycles - 1; t >= 0; t--) {
            restore(t + 1, rows);
            int inputs = rows + program.outputRows();
            cells.fill(s, base + inputs * width, (program.inputRows() + program.tempRows()) * width, 0);
            seed(t, seeds, stride);
            for (int i = back.ops.length - 1; i >= 0; i--) {
                back.ops[i].run(kernels, s, base, width);
                if (i == 0) {
                    if (emitted != null && (long) (t + 1) * program.externals().total() * stride <= emitted.length()) {
                        give(t, emitted, stride);
                    }
                    restore(t, program.outputRows());
                }
                kernels.down(back.back[i], back.values[i], s, width, 0, back.back[i].groups(), scratch);
                if (i == 0 && back.rows != null) {
                    back.rows.run(kernels, s, base, width, rowValues, scratch);
                }
                if (overTime) {
                    collect(kernels.adjoint(), cycles * lanes.count(), t);
                } else {
                    dots(kernels.adjoint(), i, t);
                }
            }
            kernels.adjoint()
                    .sums(back.parameterDerivative, program.parameterIndex(), s, base, width, lanes.count(), gradient);
        }
        if (overTime) {
            kernels.adjoint()
                    .dotsOverTime(back.dots[0], inputsOverTime, outputsOverTime, cycles * lanes.count(), gradient);
        }
        restore(cycles, rows);
    }

    /** Puts the derivatives of this cycle's inputs, and the outputs that they were made of, where the end wants them. */
    private void collect(AdjointKernels<A> kernels, int stride, int cycle) {
        int inputs = base + (program.rows() + program.outputRows()) * width;
        kernels.collect(s, inputs, width, lanes.count(), program.inputRows(), inputsOverTime, stride, cycle);
        kernels.collect(s, base, width, lanes.count(), program.outputRows(), outputsOverTime, stride, cycle);
    }

    private void restore(int slot, int rows) {
        System.arraycopy(tape[slot], 0, s, base, rows * width);
    }

    /** Copies the derivatives of what external inputs emitted in a cycle, which are complete once its ops are undone. */
    private void give(int cycle, Bulk emitted, int stride) {
        Ranges external = program.externals();
        int to = cycle * external.total();
        for (int i = 0; i < external.count(); i++) {
            for (int r = 0; r < external.length()[i]; r++, to++) {
                int from = base + (program.rows() + external.start()[i] + r) * width;
                cells.store(s, from, emitted, to * stride + lanes.first(), lanes.count());
            }
        }
    }

    private void seed(int cycle, Bulk seeds, int stride) {
        Ranges probes = program.probes();
        int from = cycle * probes.total();
        for (int i = 0; i < probes.count(); i++) {
            for (int r = 0; r < probes.length()[i]; r++, from++) {
                int to = base + (program.rows() + probes.start()[i] + r) * width;
                cells.load(seeds, from * stride + lanes.first(), seeded, 0, lanes.count());
                for (int l = 0; l < lanes.count(); l++) {
                    cells.add(s, to + l, cells.get(seeded, l));
                }
            }
        }
    }

    /** Adds this block's share of ∂L/∂parameters. */
    void addGradient(double[] into) {
        for (int i = 0; i < gradient.length; i++) {
            into[i] += gradient[i];
        }
    }

    /** Copies ∂L/∂state before the window to these lanes of [outputRows × stride]. */
    void readStateGradient(double[] into, int stride) {
        copy(s, base + program.rows() * width, program.outputRows(), into, stride);
    }
}
