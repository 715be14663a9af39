package io.dmm4j.train;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import java.util.Arrays;

/** The ops of a program in 64-bit floats, one row after the other; what passes a stop of gradients is kept, or given again. */
final class ReferenceOps {
    /** The rows. */
    final double[] s;

    private final FlatProgram program;
    private double[] stopped = new double[64];
    private int stops;
    private boolean replays;
    private Branches branches;

    ReferenceOps(FlatProgram program) {
        this.program = program;
        s = new double[program.rows()];
    }

    /**
     * Before a run: constants, and else zeros.
     *
     * @param told hears of the branches that ops take
     * @param replaying whether what passes stops is what passed them in the latest run that was not so
     */
    void start(Branches told, boolean replaying) {
        branches = told;
        replays = replaying;
        stops = 0;
        Arrays.fill(s, 0);
        for (int i = 0; i < program.constants().count(); i++) {
            s[program.constants().row()[i]] = program.constants().value()[i];
        }
    }

    /** Executes ops in order. */
    void run(FlatOps ops) {
        for (int k = 0; k < ops.count(); k++) {
            up(ops, k);
        }
    }

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
