package io.dmm4j.testing;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * One op on given rows.
 *
 * @param name what it is about
 * @param op an op of flat programs
 * @param n rows of the operands
 * @param i0 the first immediate
 * @param i1 the second immediate
 * @param operands the rows of each operand, [operand][lane][row], in full where the operand is a scalar (one row)
 * @param before what the destination held, [lane][row]
 * @param byHand what it holds after, [lane][row], as a person wrote it down; null where only {@link TrackedMath} says
 *     what it is
 * @param inPlace whether the destination is the first operand
 */
public record RowCase(
        String name,
        Op op,
        int n,
        double i0,
        double i1,
        double[][][] operands,
        double[][] before,
        double[][] byHand,
        boolean inPlace) {

    /** Lanes of the case. */
    public int lanes() {
        return before.length;
    }

    /** The rows that the op writes. */
    public int written() {
        return op.isReduction() ? 1 : n;
    }

    /** What is wrong with an executor: nothing, or one line per row. */
    public List<String> against(BiFunction<FlatProgram, ExecutorOptions, Executor> open, Precision precision) {
        FlatProgram program = program();
        double[] state = new double[program.outputRows() * lanes()];
        double[] probed = new double[written() * lanes()];
        fill(state);
        try (Executor e = open.apply(program, new ExecutorOptions(lanes(), precision, 1, 1))) {
            e.writeState(state, 0);
            e.run(1, new Events());
            e.readProbes(0, probed);
            e.readState(state);
        }
        List<String> wrong = new ArrayList<>();
        for (int lane = 0; lane < lanes(); lane++) {
            check(lane, precision, probed, state, wrong);
        }
        return wrong;
    }

    private void check(int lane, Precision precision, double[] probed, double[] state, List<String> wrong) {
        Tracked[] expected = byHand == null ? expected(lane, precision) : null;
        for (int i = 0; i < written(); i++) {
            double found = probed[i * lanes() + lane];
            String wanted = expected == null ? String.valueOf(byHand[lane][i]) : expected[i].toString();
            if (expected == null ? !same(found, byHand[lane][i]) : !expected[i].admits(found)) {
                wrong.add("lane " + lane + ", row " + i + ": found " + found + ", expected " + wanted);
            }
        }
        for (int j = inPlace ? 1 : 0; j < operands.length; j++) {
            for (int i = 0; i < operands[j][lane].length; i++) {
                if (!same(state[(first(j) + i) * lanes() + lane], precision.round(operands[j][lane][i]))) {
                    wrong.add("lane " + lane + ": the op changed row " + i + " of operand " + j);
                }
            }
        }
    }

    private static boolean same(double x, double y) {
        return x == y || Double.isNaN(x) && Double.isNaN(y);
    }

    /** One stage with this op: the destination first, then the operands, each one row apart. */
    private FlatProgram program() {
        int[] at = new int[3];
        for (int j = 0; j < operands.length; j++) {
            at[j] = first(j);
        }
        FlatOps ops =
                new FlatOps.Builder().add(op, n, 0, at[0], at[1], at[2], i0, i1).build();
        return FlatProgram.builder()
                .rows(first(operands.length), 0, 0)
                .stages(List.of(new Stage(Runs.NONE, ops)))
                .probes(new Ranges(new int[] {0}, new int[] {written()}))
                .build();
    }

    private int first(int operand) {
        if (inPlace && operand == 0) {
            return 0;
        }
        int row = written() + 1;
        for (int j = inPlace ? 1 : 0; j < operand; j++) {
            row += operands[j][0].length + 1;
        }
        return row;
    }

    private void fill(double[] state) {
        for (int lane = 0; lane < lanes(); lane++) {
            put(state, 0, lane, before[lane]);
            for (int j = 0; j < operands.length; j++) {
                put(state, first(j), lane, operands[j][lane]);
            }
        }
    }

    private void put(double[] state, int first, int lane, double[] rows) {
        for (int i = 0; i < rows.length; i++) {
            state[(first + i) * lanes() + lane] = rows[i];
        }
    }

    // ---- what is expected, from the definition of the op -------------------------------------------------

    private Tracked[] expected(int lane, Precision precision) {
        Accuracy accuracy = new Accuracy(precision);
        List<List<Tracked>> x = new ArrayList<>();
        for (double[][] operand : operands) {
            x.add(held(accuracy, operand[lane]));
        }
        List<Tracked> old = held(accuracy, inPlace ? operands[0][lane] : before[lane]);
        return Arrays.stream(values(accuracy, x, old)).map(accuracy::stored).toArray(Tracked[]::new);
    }

    private static List<Tracked> held(Accuracy accuracy, double[] rows) {
        return Arrays.stream(rows)
                .mapToObj(v -> accuracy.held(accuracy.precision().round(v)))
                .toList();
    }

    private Tracked[] values(Accuracy accuracy, List<List<Tracked>> x, List<Tracked> old) {
        TrackedMath math = new TrackedMath(accuracy);
        if (op == Op.SOFTMAX) {
            return math.softmax(x.get(0)).toArray(Tracked[]::new);
        } else if (op.isReduction()) {
            List<Tracked> a = x.get(0);
            return new Tracked[] {x.size() == 1 ? math.reduce(op, a) : math.reduce2(op, a, x.get(1))};
        }
        Tracked[] result = new Tracked[n];
        for (int i = 0; i < n; i++) {
            result[i] = value(math, x, i, old.get(i));
        }
        return result;
    }

    private Tracked value(TrackedMath math, List<List<Tracked>> x, int i, Tracked old) {
        Tracked a = x.isEmpty() ? Tracked.ZERO : x.get(0).get(FlatOps.isScalarOperand(op, 0) ? 0 : i);
        Tracked b = x.size() < 2 ? Tracked.ZERO : x.get(1).get(i);
        return switch (op.group()) {
            case MAP, SCALAR_MAP -> math.map(op, a, i0, i1);
            case ZIP -> math.zip(op, a, b);
            case BROADCAST ->
                op == Op.SCALE
                        ? math.product(a, b)
                        : TrackedMath.select(a, b, x.get(2).get(i));
            case MOVE ->
                switch (op) {
                    case ZERO -> Tracked.ZERO;
                    case COPY, DETACH -> a;
                    case ACCUMULATE -> math.sumOfProducts(List.of(old, a), List.of(Tracked.ONE, Tracked.ONE));
                    case SCALE_ADD, MUL_ADD -> math.sumOfProducts(List.of(old, a), List.of(Tracked.ONE, b));
                    default -> throw new IllegalArgumentException(op + " is not a move");
                };
            case LEAF,
                    VIEW,
                    MASKING,
                    REDUCE,
                    REDUCE2,
                    SEGMENT,
                    ADJOINT_MAP,
                    ADJOINT_ZIP,
                    ADJOINT_SPREAD,
                    ADJOINT_SUM,
                    ADJOINT_SEGMENT -> throw new IllegalArgumentException(op + " of one row");
        };
    }

    @Override
    public String toString() {
        return op + (inPlace ? " in place" : "") + ", n = " + n + ", " + lanes() + " lanes, " + name;
    }
}
