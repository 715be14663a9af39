package io.dmm4j.testing;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** The cases of {@link OpCases#rows()}. */
final class RowCases {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    /** Sizes around the widths of vectors, and the largest just beyond two of the widest. */
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 25, 31, 32, 33};

    private static final int[] LANES = {1, 2, 3, 8, 17};

    private final List<RowCase> cases = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(11);

    private RowCases() {}

    static List<RowCase> all() {
        RowCases c = new RowCases();
        c.mapsByHand();
        c.pairsByHand();
        c.reductionsByHand();
        c.movesByHand();
        for (Op op : Op.values()) {
            if (op.isFlat() && !op.group().isAdjoint()) {
                c.atRandom(op);
            }
        }
        return List.copyOf(c.cases);
    }

    // ---- by hand, one lane -------------------------------------------------------------------------------

    private void hand(Op op, double i0, double i1, double[] expected, double[] before, double[]... operands) {
        double[][][] x = new double[operands.length][][];
        int n = expected.length;
        for (int j = 0; j < x.length; j++) {
            x[j] = new double[][] {operands[j]};
            n = FlatOps.isScalarOperand(op, j) ? n : operands[j].length;
        }
        double[][] wanted = {expected};
        cases.add(new RowCase("by hand", op, n, i0, i1, x, new double[][] {before}, wanted, false));
        if (x.length > 0 && operands[0].length == expected.length && op.group() != Op.Group.MOVE) {
            cases.add(new RowCase("by hand", op, n, i0, i1, x, x[0], wanted, true));
        }
    }

    private void hand(Op op, double[] expected, double[]... operands) {
        hand(op, 0, 0, expected, filled(expected.length, 77), operands);
    }

    private static double[] filled(int n, double x) {
        double[] a = new double[n];
        Arrays.fill(a, x);
        return a;
    }

    private static double[] of(double... x) {
        return x;
    }

    private void mapsByHand() {
        double[] x = {0, -0.0, 1, -1, 4, -0.25, INF, -INF, NAN};
        hand(Op.NEG, of(0, 0, -1, 1, -4, 0.25, -INF, INF, NAN), x);
        hand(Op.RELU, of(0, 0, 1, 0, 4, 0, INF, 0, NAN), x);
        hand(Op.ABS, of(0, 0, 1, 1, 4, 0.25, INF, INF, NAN), x);
        hand(Op.SQUARE, of(0, 0, 1, 1, 16, 0.0625, INF, INF, NAN), x);
        hand(Op.SQRT, of(0, 0, 1, NAN, 2, NAN, INF, NAN, NAN), x);
        hand(Op.SIGN, of(0, 0, 1, -1, 1, -1, 1, -1, NAN), x);
        hand(Op.LEAKY_RELU, 0.5, 0, of(0, 0, 1, -0.5, 4, -0.125, INF, -INF, NAN), filled(9, 7), x);
        hand(Op.LEAKY_RELU, 2, 0, of(0, 0, 1, -2, 4, -0.5, INF, -INF, NAN), filled(9, 7), x);
        hand(Op.CLAMP, -0.5, 2, of(0, 0, 1, -0.5, 2, -0.25, 2, -0.5, NAN), filled(9, 7), x);
        hand(Op.TIMES, -2, 0, of(0, 0, -2, 2, -8, 0.5, -INF, INF, NAN), filled(9, 7), x);
        hand(Op.TANH, of(0, 0, 1, -1, 1, -1, NAN), of(0, -0.0, INF, -INF, 60, -60, NAN));
        hand(Op.SIN, of(0, 0, NAN, NAN, NAN), of(0, -0.0, INF, -INF, NAN));
        hand(Op.COS, of(1, 1, NAN, NAN, NAN), of(0, -0.0, INF, -INF, NAN));
        hand(Op.EXP, of(1, 1, INF, 0, INF, 0, NAN), of(0, -0.0, INF, -INF, 1e4, -1e4, NAN));
        hand(Op.LOG, of(0, -INF, INF, NAN, NAN, NAN), of(1, 0, INF, -1, -INF, NAN));
        hand(Op.SIGMOID, of(0.5, 1, 0, 1, 0, NAN), of(0, INF, -INF, 1e4, -1e4, NAN));
        hand(Op.SOFTPLUS, of(INF, 0, 4096, 0, NAN), of(INF, -INF, 4096, -4096, NAN));
    }

    private void pairsByHand() {
        double[] a = {0, 3, -3, 0, 5, -1, INF, NAN, 0};
        double[] b = {0, 2, 4, -2, 0, -1, 1, 2, NAN};
        hand(Op.ADD, of(0, 5, 1, -2, 5, -2, INF, NAN, NAN), a, b);
        hand(Op.SUB, of(0, 1, -7, 2, 5, 0, INF, NAN, NAN), a, b);
        hand(Op.MUL, of(0, 6, -12, 0, 0, 1, INF, NAN, NAN), a, b);
        hand(Op.DIV, of(0, 1.5, -0.75, 0, 0, 1, INF, NAN, NAN), a, b);
        hand(Op.MAX2, of(0, 3, 4, 0, 5, -1, INF, NAN, NAN), a, b);
        hand(Op.MIN2, of(0, 2, -3, -2, 0, -1, 1, NAN, NAN), a, b);
        hand(Op.WHERE, of(0, 2, 4, 0, 0, -1, 1, 2, 0), a, b);
        hand(Op.SCALE, of(-6, 0, 1, INF, NAN), of(-2), of(3, 0, -0.5, -INF, NAN));
        hand(Op.SCALE, of(0, 0, 0), of(0), of(3, 0, -0.5));
        hand(Op.SELECT, of(1, 0, NAN), of(-2), of(1, 0, NAN), of(4, 5, 6));
        hand(Op.SELECT, of(4, 5, NAN), of(0), of(1, 0, 7), of(4, 5, NAN));
        hand(Op.SELECT, of(1, 2), of(NAN), of(1, 2), of(4, 5));
    }

    private void reductionsByHand() {
        double[] x = {-3, 0, 4, -0.0, -1, 2};
        double[] none = {0, -0.0, 0};
        hand(Op.SUM, of(2), x);
        hand(Op.L1, of(10), x);
        hand(Op.L2, of(13), of(-3, 0, 4, 12));
        hand(Op.MAX_NORM, of(4), x);
        hand(Op.MAX_NORM, of(9), of(4, -9, 0));
        hand(Op.MAX_NORM, of(NAN), of(4, NAN, -9));
        hand(Op.MAX, of(4), x);
        hand(Op.MAX, of(-1), of(0, -2, -1, 0));
        hand(Op.MIN, of(-3), x);
        hand(Op.MIN, of(1), of(0, 2, 1, 0));
        hand(Op.MEAN, of(0.5), x);
        hand(Op.COUNT, of(4), x);
        hand(Op.COUNT, of(3), of(NAN, 0, INF, -1));
        hand(Op.SUM, of(INF), of(1, INF, 2));
        hand(Op.SUM, of(NAN), of(-INF, INF, 2));
        for (Op op : Op.values()) {
            if (op.group() == Op.Group.REDUCE) {
                hand(op, of(0), none);
                hand(op, of(0), of(0));
            }
        }
        hand(Op.DOT, of(-11), of(1, 2, 0, -3), of(3, -1, 9, 4));
        hand(Op.DOT, of(0), of(0), of(5));
        hand(Op.LESS_OR_EQUAL, of(1), of(1, -2, 0), of(1, 5, 0));
        hand(Op.LESS_OR_EQUAL, of(0), of(1, -2, 0), of(1, 5, -0.5));
        hand(Op.LESS_OR_EQUAL, of(0), of(1, NAN), of(1, 5));
        hand(Op.LESS_OR_EQUAL, of(1), of(-INF, 2), of(1, INF));
        hand(Op.SOFTMAX, of(0.25, 0, 0.25, 0.25, 0, 0.25), of(-7, 0, -7, -7, -0.0, -7));
        hand(Op.SOFTMAX, of(0, 1, 0), of(-500, 500, 0));
        hand(Op.SOFTMAX, of(0, 0), of(0, 0));
    }

    private void movesByHand() {
        double[] before = {1, 2, 0};
        hand(Op.ZERO, 0, 0, of(0, 0, 0), of(1, NAN, INF));
        hand(Op.COPY, 0, 0, of(5, NAN, -INF), before, of(5, NAN, -INF));
        hand(Op.DETACH, 0, 0, of(5, NAN, -INF), before, of(5, NAN, -INF));
        hand(Op.ACCUMULATE, 0, 0, of(6, 1, 7), before, of(5, -1, 7));
        hand(Op.SCALE_ADD, 0, 0, of(-9, 4, -14), before, of(-2), of(5, -1, 7));
        hand(Op.MUL_ADD, 0, 0, of(6, 2, -21), before, of(1, 0, -3), of(5, -1, 7));
    }

    // ---- at random ---------------------------------------------------------------------------------------

    private void atRandom(Op op) {
        for (int n : SIZES) {
            add(op, n, LANES[n % LANES.length], "numbers", () -> random.nextDouble(-4, 4));
            add(
                    op,
                    n,
                    LANES[(n + 1) % LANES.length],
                    "zeros among others",
                    () -> random.nextInt(3) == 0 ? 0 : random.nextDouble(-4, 4));
        }
        add(op, 33, 3, "positive", () -> random.nextDouble(0.01, 9));
        add(op, 9, 2, "ties", () -> random.nextInt(-1, 2) * 1.5);
        add(op, 17, 2, "small", () -> random.nextDouble(-1e-3, 1e-3));
        add(op, 13, 2, "large", () -> random.nextDouble(-80, 80));
        add(op, 200, 5, "many rows", () -> random.nextDouble(-4, 4));
        add(op, 5, 100, "many lanes", () -> random.nextDouble(-4, 4));
    }

    private void add(Op op, int n, int lanes, String name, DoubleSupplier number) {
        double[][][] x = new double[op.arity()][lanes][];
        for (int j = 0; j < x.length; j++) {
            for (int lane = 0; lane < lanes; lane++) {
                x[j][lane] = draw(FlatOps.isScalarOperand(op, j) ? 1 : n, number);
            }
        }
        double[][] before = new double[lanes][];
        for (int lane = 0; lane < lanes; lane++) {
            before[lane] = draw(op.isReduction() ? 1 : n, number);
        }
        double i0 = op == Op.CLAMP ? -0.7 : op.immediates() > 0 ? 0.3 : 0;
        double i1 = op.immediates() > 1 ? 1.1 : 0;
        cases.add(new RowCase(name, op, n, i0, i1, x, before, null, false));
        boolean fits = op.arity() > 0 && x[0][0].length == before[0].length;
        if (fits && (n == 1 || !FlatOps.isScalarOperand(op, 0))) {
            cases.add(new RowCase(name, op, n, i0, i1, x, x[0], null, true));
        }
    }

    private static double[] draw(int n, DoubleSupplier number) {
        double[] a = new double[n];
        Arrays.setAll(a, i -> number.getAsDouble());
        return a;
    }
}
