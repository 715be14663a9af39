package io.dmm4j.cuda.kernel;

import io.dmm4j.expr.Op;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The ops that need whole ranges, on the numbers of one lane. */
final class HostReductions {
    private HostReductions() {}

    static double of(Op op, double[] x) {
        double[] present = Arrays.stream(x).filter(v -> v != 0).toArray();
        return switch (op) {
            case SUM -> sum(x);
            case L1 -> sum(Arrays.stream(x).map(Math::abs).toArray());
            case L2 -> Math.sqrt(dot(x, x));
            case MAX_NORM -> Arrays.stream(x).map(Math::abs).reduce(0, Math::max);
            case MAX -> Arrays.stream(present).reduce(Math::max).orElse(0);
            case MIN -> Arrays.stream(present).reduce(Math::min).orElse(0);
            case MEAN -> present.length == 0 ? 0 : sum(x) / present.length;
            case COUNT -> present.length;
            default -> throw new IllegalArgumentException(op + " is not a reduction");
        };
    }

    static double of(Op op, double[] x, double[] y) {
        return switch (op) {
            case DOT -> dot(x, y);
            case LESS_OR_EQUAL -> IntStream.range(0, x.length).allMatch(i -> x[i] <= y[i]) ? 1 : 0;
            default -> throw new IllegalArgumentException(op + " is not a reduction of two trees");
        };
    }

    static double[] softmax(double[] x) {
        double top = of(Op.MAX, x);
        double[] e = Arrays.stream(x).map(v -> v != 0 ? Math.exp(v - top) : 0).toArray();
        double total = sum(e);
        return Arrays.stream(e).map(v -> v != 0 ? v / total : 0).toArray();
    }

    /**
     * What the adjoint adds to each row. For D_SOFTMAX {@code x} is g and {@code y} is the result of the softmax; else
     * {@code x} is one number, g, and {@code y} is what was reduced. Where g = 0 nothing is added; NaN never wins.
     */
    static double[] adjoint(Op op, double[] x, double[] y, int ties) {
        if (op == Op.D_SOFTMAX) {
            double dot = dot(x, y);
            return each(y, i -> y[i] * (x[i] - dot));
        }
        double g = x[0];
        if (g == 0) {
            return new double[y.length];
        }
        return switch (op) {
            case D_L2 -> {
                double norm = Math.sqrt(dot(y, y));
                yield norm == 0 ? new double[y.length] : each(y, i -> g / norm * y[i]);
            }
            case D_MEAN -> {
                double count = of(Op.COUNT, y);
                yield each(y, i -> y[i] != 0 ? g / count : 0);
            }
            case D_MAX -> winner(y, g, 1);
            case D_MIN -> winner(y, g, -1);
            case D_MAX_NORM -> maxNorm(y, g, ties);
            default -> throw new IllegalArgumentException(op + " is not the adjoint of a reduction");
        };
    }

    private static double[] winner(double[] y, double g, int sign) {
        int last = -1;
        for (int i = 0; i < y.length; i++) {
            if (y[i] != 0 && y[i] == y[i] && (last < 0 || sign * y[i] >= sign * y[last])) {
                last = i;
            }
        }
        int won = last;
        return each(y, i -> i == won ? g : 0);
    }

    private static double[] maxNorm(double[] y, double g, int ties) {
        double top = Arrays.stream(y).map(Math::abs).filter(v -> v == v).max().orElse(0);
        int[] equal = IntStream.range(0, y.length)
                .filter(i -> top > 0 && Math.abs(y[i]) == top)
                .toArray();
        return each(y, i -> {
            boolean wins =
                    top > 0 && Math.abs(y[i]) == top && (ties == 2 || i == equal[ties == 0 ? equal.length - 1 : 0]);
            return wins ? (ties == 2 ? g / equal.length : g) * Math.signum(y[i]) : 0;
        });
    }

    private static double[] each(double[] y, java.util.function.IntToDoubleFunction f) {
        return IntStream.range(0, y.length).mapToDouble(f).toArray();
    }

    static double dot(double[] x, double[] y) {
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            total += x[i] * y[i];
        }
        return total;
    }

    private static double sum(double[] x) {
        double total = 0;
        for (double v : x) {
            total += v;
        }
        return total;
    }
}
