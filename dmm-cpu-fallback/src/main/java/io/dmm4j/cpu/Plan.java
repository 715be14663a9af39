package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import java.util.BitSet;
import java.util.List;

/**
 * A program prepared for the kernels: per stage a down plan, the weights in the order in which it reads
 * them, and an up plan. Shared by all lane blocks.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Plan<A> {
    final FlatProgram program;
    final DownPlan[] down;
    final A[] values;
    final UpPlan[] up;

    /**
     * Prepares a program.
     *
     * @param sharedLanes the width of the blocks that several threads share, or 0 if none are shared
     */
    @SuppressWarnings("unchecked")
    Plan(FlatProgram program, Cells<A> cells, int sharedLanes) {
        this.program = program;
        List<Stage> stages = program.stages();
        down = new DownPlan[stages.size()];
        up = new UpPlan[stages.size()];
        values = (A[]) new Object[stages.size()];
        for (int i = 0; i < down.length; i++) {
            Runs runs = stages.get(i).runs();
            down[i] = i == 0
                    ? DownPlan.replacing(runs, program.outputRows(), program.inputRows(), inputsOf(stages))
                    : DownPlan.adding(runs, program.outputRows(), program.inputRows());
            up[i] = sharedLanes == 0
                    ? UpPlan.of(stages.get(i).ops())
                    : UpPlan.shared(stages.get(i).ops(), sharedLanes);
            values[i] = cells.array(down[i].entries());
        }
    }

    /** The input rows that some stage after the first adds to: the first must clear them. */
    private static BitSet inputsOf(List<Stage> stages) {
        BitSet rows = new BitSet();
        for (Stage s : stages.subList(1, stages.size())) {
            Runs r = s.runs();
            for (int k = 0; k < r.count(); k++) {
                rows.set(r.xRow()[k], r.xRow()[k] + r.length()[k]);
            }
        }
        return rows;
    }

    /** Brings the weights up to date. */
    void setParameters(Cells<A> cells, double[] parameters) {
        for (int i = 0; i < down.length; i++) {
            cells.gather(parameters, down[i].weight, values[i]);
        }
    }
}
