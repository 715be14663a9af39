package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import java.util.BitSet;

/**
 * An adjoint program prepared for the kernels: per stage the adjoint ops, the links backwards, and the dot
 * products for weights. Rows 0 … R−1 are those of the program, rows R … 2R−1 their derivatives.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BackPlan<A> {
    final FlatProgram program;
    final UpPlan[] ops;
    final DownPlan[] back;
    final RunDots[] dots;
    final A[] values;
    final int[] parameterDerivative;

    /** The links whose weights are rows of the state; null if there are none. */
    final BackRows rows;

    @SuppressWarnings("unchecked")
    BackPlan(AdjointProgram adjoint, Cells<A> cells) {
        program = adjoint.forward();
        int stages = program.stages().size();
        ops = new UpPlan[stages];
        back = new DownPlan[stages];
        dots = new RunDots[stages];
        values = (A[]) new Object[stages];
        int inputs = adjoint.derivative(program.outputRows());
        for (int i = 0; i < stages; i++) {
            Runs runs = program.stages().get(i).runs();
            ops[i] = UpPlan.of(adjoint.ops().get(i));
            dots[i] = new RunDots(runs, inputs);
            back[i] = i == 0
                    ? DownPlan.replacing(backwards(runs, inputs), adjoint.derivative(0), program.outputRows(), all())
                    : DownPlan.adding(backwards(runs, inputs), adjoint.derivative(0), program.outputRows());
            values[i] = cells.array(back[i].entries());
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
        for (int i = 0; i < back.length; i++) {
            cells.gather(parameters, back[i].weight, values[i]);
        }
    }
}
