package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * An adjoint program prepared for the kernels: per stage the adjoint ops and the links backwards. Rows 0 … R−1 are those
 * of the program, rows R … 2R−1 their derivatives.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BackPlan<A> {
    /** The most entries whose sums of products, a line each, stay in a core's second cache from cycle to cycle. */
    private static final int SMALL = 1 << 12;

    final FlatProgram program;
    final UpPlan[] ops;

    /** The same one by one, with {@link FirstTerms}. */
    final List<FlatOps> flatOps;

    final DownPlan[] back;

    /** The same with their weights, as the kernels read them. */
    final Links<A>[] links;

    final int[] parameterDerivative;

    /** Per stage, what gradients are summed from where that is not done on the way. */
    final LinkDots[] dots;

    /** The derivatives that have to be cleared before a cycle. */
    final Ranges cleared;

    final TapedRows taped;

    /** Whether links are few enough for their sums of products to be kept over cycles. */
    final boolean small;

    /** The links whose weights are rows of the state; null if there are none. */
    final BackRows rows;

    @SuppressWarnings("unchecked")
    BackPlan(AdjointProgram adjoint, Cells<A> cells, int lanes) {
        program = adjoint.forward();
        int stages = program.stages().size();
        ops = new UpPlan[stages];
        back = new DownPlan[stages];
        links = new Links[stages];
        Runs[] runs = program.stages().stream().map(Stage::runs).toArray(Runs[]::new);
        dots = Arrays.stream(runs).map(LinkDots::new).toArray(LinkDots[]::new);
        taped = new TapedRows(adjoint);
        FirstTerms first = new FirstTerms(adjoint);
        flatOps = first.ops();
        cleared = first.cleared();
        int inputs = adjoint.derivative(program.outputRows());
        for (int i = 0; i < stages; i++) {
            Runs turned = backwards(runs[i], inputs);
            ops[i] = UpPlan.of(flatOps.get(i));
            back[i] = i == 0
                    ? DownPlan.replacing(turned, adjoint.derivative(0), program.outputRows(), all())
                    : DownPlan.adding(turned, adjoint.derivative(0), program.outputRows());
        }
        small = Arrays.stream(back).mapToLong(DownPlan::entries).sum() <= SMALL;
        for (int i = 0; i < stages; i++) {
            links[i] = Links.of(back[i], cells, lanes == 1);
        }
        rows = BackRows.of(adjoint);
        parameterDerivative = program.parameterRow().clone();
        for (int k = 0; k < parameterDerivative.length; k++) {
            parameterDerivative[k] = adjoint.derivative(parameterDerivative[k]);
        }
    }

    /** What the first stage leaves in the derivatives of outputs is all there is: rows without links become 0. */
    private BitSet all() {
        BitSet rows = new BitSet();
        rows.set(0, program.outputRows());
        return rows;
    }

    static Runs backwards(Runs r, int inputs) {
        int[] from = new int[r.count()];
        for (int k = 0; k < from.length; k++) {
            from[k] = inputs + r.xRow()[k];
        }
        return new Runs(r.yRow(), from, r.length(), r.weight());
    }

    void setParameters(Cells<A> cells, double[] parameters) {
        for (Links<A> l : links) {
            l.setParameters(cells, parameters);
        }
    }
}
