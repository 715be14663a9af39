package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;

/**
 * The links whose weights are rows of the state, backwards: what a back plan has besides its stages when a machine holds
 * its own matrix.
 */
final class BackRows {
    private final DownPlan back;
    private final RunDots dots;
    private final int derivative;

    private BackRows(AdjointProgram adjoint) {
        FlatProgram p = adjoint.forward();
        Runs runs = p.rowRuns();
        derivative = adjoint.derivative(0);
        int inputs = adjoint.derivative(p.outputRows());
        back = DownPlan.adding(BackPlan.backwards(runs, inputs), derivative, p.outputRows());
        dots = new RunDots(runs, inputs);
    }

    /** The row runs of a program; null if there are none. */
    static BackRows of(AdjointProgram adjoint) {
        return adjoint.forward().rowRuns().count() == 0 ? null : new BackRows(adjoint);
    }

    /** Adds to the derivatives of outputs and of rows of weights, when the state's outputs are those of the last cycle. */
    <A> void run(Kernels<A> kernels, A s, int base, int width, A ownValues, A scratch) {
        LaneWeights.down(kernels, back, s, base, ownValues, s, width, 0, back.groups(), scratch);
        kernels.rows().dots(dots, derivative, s, base, width);
    }

    /** How many numbers a lane block needs room for. */
    int entries() {
        return back.entries();
    }
}
