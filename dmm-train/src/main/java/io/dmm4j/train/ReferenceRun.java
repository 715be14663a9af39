package io.dmm4j.train;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import java.util.Arrays;

/**
 * The loss of one sequence, slowly, in 64-bit floats, one row after the other: what a gradient is compared with. Besides the
 * loss (without that of what is wanted where the machine has no row, which is the same whatever the parameters, and would drown
 * the rest) it tells which branches were taken ({@link #signature}), and it keeps what passes a stop of gradients, so that another
 * run can be given the same numbers there: a derivative that is taken to be 0 is that of a number that does not change.
 */
final class ReferenceRun {
    private final Model model;
    private final CompiledSequence sequence;
    private final FlatProgram program;
    private final double[] s;
    private final ReferenceOps cycle;
    private final ReferenceOps compare;
    private Branches branches;

    ReferenceRun(Model model, CompiledSequence sequence) {
        this.model = model;
        this.sequence = sequence;
        program = model.flattened().program();
        cycle = new ReferenceOps(program);
        compare = new ReferenceOps(model.loss().program());
        s = cycle.s;
    }

    /** The loss, keeping what passes stops. */
    double record(double[] p) {
        return run(p, false);
    }

    /** The loss, with what passed stops in the latest {@link #record}. */
    double replay(double[] p) {
        return run(p, true);
    }

    /** Which branches the latest run took: equal for equal branches, and almost surely only then. */
    long signature() {
        return branches.signature();
    }

    private double run(double[] p, boolean replaying) {
        branches = new Branches();
        cycle.start(branches, replaying);
        compare.start(branches, replaying);
        start(p);
        double loss = 0;
        for (int c = 0; c < sequence.cycles; c++) {
            cycle(c, p);
            loss += probe(c);
        }
        return loss;
    }

    private void start(double[] p) {
        for (int i = 0; i < program.initial().count(); i++) {
            s[program.initial().row()[i]] = program.initial().value()[i];
        }
        int n = model.parameters().inProgram();
        for (int i = n; i < p.length; i++) {
            if (model.initialRow(i - n) >= 0) {
                s[model.initialRow(i - n)] = p[i];
            }
        }
        for (int i = 0; i < program.parameterRow().length; i++) {
            s[program.parameterRow()[i]] = p[program.parameterIndex()[i]];
        }
    }

    private void cycle(int c, double[] p) {
        Arrays.fill(s, program.outputRows(), program.outputRows() + program.inputRows(), 0);
        boolean first = true;
        for (Stage stage : program.stages()) {
            down(stage.runs(), p);
            if (first) {
                down(program.rowRuns(), s);
                feed(c);
            }
            first = false;
            cycle.run(stage.ops());
        }
    }

    private void down(Runs r, double[] p) {
        for (int k = 0; k < r.count(); k++) {
            for (int i = 0; i < r.length()[k]; i++) {
                s[program.outputRows() + r.xRow()[k] + i] += p[r.weight()[k]] * s[r.yRow()[k] + i];
            }
        }
    }

    private void feed(int c) {
        Ranges e = program.externals();
        for (int i = 0; i < e.count(); i++) {
            Arrays.fill(s, e.start()[i], e.start()[i] + e.length()[i], 0);
        }
        for (int i = sequence.firstEvent[c]; i < sequence.firstEvent[c + 1]; i++) {
            s[sequence.eventRow[i]] += sequence.eventValue[i];
        }
    }

    /** The loss of one cycle: what was probed, through the loss program. */
    private double probe(int c) {
        LossProgram loss = model.loss();
        double[] rows = compare.s;
        int at = loss.predictions();
        for (int i = 0; i < program.probes().count(); i++) {
            int n = program.probes().length()[i];
            System.arraycopy(s, program.probes().start()[i], rows, at, n);
            at += n;
        }
        System.arraycopy(sequence.wanted, c * loss.probeRows(), rows, loss.targets(), loss.probeRows());
        System.arraycopy(sequence.weight, c * loss.terms(), rows, loss.weights(), loss.terms());
        compare.run(loss.program().stages().get(0).ops());
        double sum = 0;
        for (int t = 0; t < loss.terms(); t++) {
            sum += rows[loss.losses() + t];
        }
        return sum;
    }
}
