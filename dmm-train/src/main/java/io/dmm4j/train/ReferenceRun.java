package io.dmm4j.train;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.train.loss.Objective.Term;
import java.util.Arrays;

/**
 * The loss of one sequence, slowly, in 64-bit floats, one row after the other: what a gradient is compared with. Besides the
 * loss it tells which branches were taken ({@link #signature}), and it keeps what passes a stop of gradients, so that another
 * run can be given the same numbers there: a derivative that is taken to be 0 is that of a number that does not change.
 */
final class ReferenceRun {
    private final Model model;
    private final CompiledSequence sequence;
    private final FlatProgram program;
    private final double[] s;
    private double[] stopped = new double[64];
    private int stops;
    private boolean replays;
    private Branches branches;

    ReferenceRun(Model model, CompiledSequence sequence) {
        this.model = model;
        this.sequence = sequence;
        program = model.flattened().program();
        s = new double[program.rows()];
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
        replays = replaying;
        stops = 0;
        branches = new Branches();
        start(p);
        double loss = 0;
        for (int c = 0; c < sequence.cycles; c++) {
            cycle(c, p);
            loss += sequence.absent[c] + probe(c);
        }
        return loss;
    }

    private void start(double[] p) {
        Arrays.fill(s, 0);
        for (int i = 0; i < program.initial().count(); i++) {
            s[program.initial().row()[i]] = program.initial().value()[i];
        }
        int n = model.parameters().inProgram();
        for (int i = n; i < p.length; i++) {
            if (model.initialRow(i - n) >= 0) {
                s[model.initialRow(i - n)] = p[i];
            }
        }
        for (int i = 0; i < program.constants().count(); i++) {
            s[program.constants().row()[i]] = program.constants().value()[i];
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
            for (int k = 0; k < stage.ops().count(); k++) {
                up(stage.ops(), k);
            }
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

    private double probe(int c) {
        double[] seen = new double[model.probeRows()];
        double[] slopes = new double[sequence.wanted.length];
        int at = 0;
        for (int i = 0; i < program.probes().count(); i++) {
            System.arraycopy(
                    s, program.probes().start()[i], seen, at, program.probes().length()[i]);
            at += program.probes().length()[i];
        }
        double loss = 0;
        int from = 0;
        for (int t = 0; t < model.objective().terms().size(); t++) {
            Term term = model.objective().terms().get(t);
            int rows = model.probe(t).count();
            int row = c * seen.length + from;
            loss += term.loss().add(rows, 1, seen, from, sequence.wanted, sequence.weight, slopes, row);
            for (int i = 0; i < rows; i++) {
                branches.add(sequence.weight[row + i] == 0 ? 0 : seen[from + i] - sequence.wanted[row + i]);
            }
            from += rows;
        }
        return loss;
    }

    // ---- ops -----------------------------------------------------------------------------------------------

    private void up(FlatOps ops, int k) {
        Op op = ops.op()[k];
        int n = ops.n()[k];
        int a = ops.a()[k];
        int b = ops.b()[k];
        branches.of(ops, k, s);
        if (op.isReduction()) {
            s[ops.d()[k]] = op.arity() == 1 ? reduce(op, a, n) : reduce2(op, a, b, n);
        } else if (op == Op.SOFTMAX) {
            softmax(ops.d()[k], a, n);
        } else {
            double scalar = FlatOps.isScalarOperand(op, 0) ? s[a] : 0;
            for (int i = 0; i < n; i++) {
                row(ops, k, i, scalar);
            }
        }
    }

    private void row(FlatOps ops, int k, int i, double scalar) {
        Op op = ops.op()[k];
        int d = ops.d()[k] + i;
        int a = ops.a()[k] + i;
        int b = ops.b()[k] + i;
        int c = ops.c()[k] + i;
        s[d] = switch (op) {
            case SCALE -> scalar * s[b];
            case SELECT -> scalar != 0 ? s[b] : s[c];
            case ZERO -> 0;
            case COPY -> s[a];
            case DETACH -> stop(s[a]);
            case ACCUMULATE -> s[d] + s[a];
            case SCALE_ADD -> s[d] + scalar * s[b];
            case MUL_ADD -> s[d] + s[a] * s[b];
            default -> op.arity() == 1 ? Scalars.map(op, s[a], ops.i0()[k], ops.i1()[k]) : Scalars.zip(op, s[a], s[b]);
        };
    }

    private double stop(double x) {
        if (stops == stopped.length) {
            stopped = Arrays.copyOf(stopped, 2 * stops);
        }
        stopped[stops] = replays ? stopped[stops] : x;
        return stopped[stops++];
    }

    private double reduce(Op op, int a, int n) {
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        double norm = 0;
        int count = 0;
        for (int i = a; i < a + n; i++) {
            double x = s[i];
            sum += op == Op.L1 ? Math.abs(x) : op == Op.L2 ? x * x : x;
            norm = Math.max(norm, Math.abs(x));
            if (x != 0) {
                largest = Math.max(largest, x);
                smallest = Math.min(smallest, x);
                count++;
            }
        }
        return switch (op) {
            case SUM, L1 -> sum;
            case L2 -> Math.sqrt(sum);
            case MAX_NORM -> norm;
            case MAX -> count == 0 ? 0 : largest;
            case MIN -> count == 0 ? 0 : smallest;
            case MEAN -> count == 0 ? 0 : sum / count;
            case COUNT -> count;
            default -> throw new IllegalArgumentException(op + " is not a reduction of one tree");
        };
    }

    private double reduce2(Op op, int a, int b, int n) {
        double sum = 0;
        boolean less = true;
        for (int i = 0; i < n; i++) {
            sum += s[a + i] * s[b + i];
            less &= s[b + i] - s[a + i] >= 0;
        }
        return op == Op.DOT ? sum : less ? 1 : 0;
    }

    private void softmax(int d, int a, int n) {
        double top = Double.NEGATIVE_INFINITY;
        for (int i = a; i < a + n; i++) {
            top = s[i] != 0 ? Math.max(top, s[i]) : top;
        }
        double sum = 0;
        for (int i = a; i < a + n; i++) {
            sum += s[i] != 0 ? Math.exp(s[i] - top) : 0;
        }
        for (int i = 0; i < n; i++) {
            double x = s[a + i];
            s[d + i] = x != 0 ? Math.exp(x - top) / sum : 0;
        }
    }
}
