package io.dmm4j.cuda.kernel;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import io.dmm4j.flat.FlatOps;

/** One entry of an {@link OpTable} in one lane, as {@link Op} defines it: computed in 64-bit numbers, rounded when stored. */
final class HostOps {
    private final HostMatrix s;
    private final int lane;
    private final Op op;
    private final int n;
    private final int d;
    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final double i0;
    private final double i1;

    private HostOps(HostMatrix s, int lane, Op op, int n, int[] rows, double i0, double i1) {
        this.s = s;
        this.lane = lane;
        this.op = op;
        this.n = n;
        this.d = rows[0];
        x = operand(0, rows[1]);
        y = operand(1, rows[2]);
        z = operand(2, rows[3]);
        this.i0 = s.precision().round(i0);
        this.i1 = s.precision().round(i1);
    }

    /** Executes an op; {@code rows} are the first rows d, a, b, c. */
    static void run(HostMatrix s, int lane, Op op, int n, int[] rows, double i0, double i1) {
        new HostOps(s, lane, op, n, rows, i0, i1).run();
    }

    private double[] operand(int j, int row) {
        if (j >= op.arity()) {
            return new double[0];
        }
        double[] values = new double[FlatOps.isScalarOperand(op, j) ? 1 : n];
        for (int i = 0; i < values.length; i++) {
            values[i] = s.get((long) row + i, lane);
        }
        return values;
    }

    private void run() {
        if (op == Op.DOT_ADD) {
            s.add(d, lane, HostReductions.dot(x, y));
        } else if (op.isReduction()) {
            s.set(d, lane, op.arity() == 1 ? HostReductions.of(op, x) : HostReductions.of(op, x, y));
        } else if (op == Op.SOFTMAX) {
            store(HostReductions.softmax(x));
        } else if (OpCode.isWhole(op)) {
            add(HostReductions.adjoint(op, x, y, (int) i0));
        } else {
            rows();
        }
    }

    private void store(double[] values) {
        for (int i = 0; i < n; i++) {
            s.set((long) d + i, lane, values[i]);
        }
    }

    private void add(double[] values) {
        for (int i = 0; i < n; i++) {
            if (values[i] != 0) {
                s.add((long) d + i, lane, values[i]);
            }
        }
    }

    private void rows() {
        for (int i = 0; i < n; i++) {
            long row = (long) d + i;
            switch (op.group()) {
                case MAP, SCALAR_MAP -> s.set(row, lane, Scalars.map(op, x[i], i0, i1));
                case ZIP -> s.set(row, lane, Scalars.zip(op, x[i], y[i]));
                case BROADCAST -> s.set(row, lane, op == Op.SCALE ? x[0] * y[i] : x[0] != 0 ? y[i] : z[i]);
                case MOVE -> move(row, i);
                case ADJOINT_MAP -> s.add(row, lane, slope(x[i], y.length == 0 ? 0 : y[i]));
                case ADJOINT_ZIP -> s.add(row, lane, side(x[i], y[i], z[i]));
                case ADJOINT_SPREAD -> s.add(row, lane, spread(x[0], y[i]));
                default -> throw new IllegalArgumentException(op + " of one row");
            }
        }
    }

    private void move(long row, int i) {
        switch (op) {
            case ZERO -> s.set(row, lane, 0);
            case COPY, DETACH -> s.set(row, lane, x[i]);
            case ACCUMULATE -> s.add(row, lane, x[i]);
            case SCALE_ADD -> s.add(row, lane, x[0] * y[i]);
            case MUL_ADD -> s.add(row, lane, x[i] * y[i]);
            default -> throw new IllegalArgumentException(op + " is not a move");
        }
    }

    /** g·f'(x), from x or from y = f(x) as {@link Op} says. */
    private double slope(double g, double v) {
        return switch (op) {
            case D_NEG -> -g;
            case D_RELU -> v > 0 ? g : v == 0 ? i0 * g : 0;
            case D_LEAKY_RELU -> v >= 0 ? g : i0 * g;
            case D_TANH -> g * (1 - v * v);
            case D_SIN -> g * Math.cos(v);
            case D_ABS -> g * Math.signum(v);
            case D_SQUARE -> 2 * g * v;
            case D_SQRT -> v != 0 ? g / (2 * v) : 0;
            case D_CLAMP -> i0 < v && v < i1 ? g : 0;
            case D_TIMES -> i0 * g;
            case D_SIGMOID -> g * v * (1 - v);
            case D_SOFTPLUS -> g * Scalars.sigmoid(v);
            case D_COS -> -g * Math.sin(v);
            case D_LOG -> g / v;
            default -> throw new IllegalArgumentException(op + " is not the adjoint of a map");
        };
    }

    private double side(double g, double b, double c) {
        return switch (op) {
            case D_DIV_LEFT -> c != 0 ? g / c : 0;
            case D_DIV_RIGHT -> c != 0 ? -g * b / c : 0;
            case D_MAX2 -> b > c ? g : b == c ? g / 2 : 0;
            case D_MIN2 -> b < c ? g : b == c ? g / 2 : 0;
            case D_WHERE -> b != 0 ? g : 0;
            default -> throw new IllegalArgumentException(op + " is not the adjoint of two trees");
        };
    }

    private double spread(double g, double b) {
        return switch (op) {
            case D_SELECT_THEN -> g != 0 ? b : 0;
            case D_SELECT_ELSE -> g == 0 ? b : 0;
            case D_SUM -> g;
            case D_L1 -> g * Math.signum(b);
            default -> throw new IllegalArgumentException(op + " is not a spread of one row");
        };
    }
}
