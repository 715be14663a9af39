package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import java.util.Arrays;

/**
 * The adjoint ops, and the dot products that make weight gradients, in plain loops for 64-bit doubles. Generated from {@code FloatAdjointKernels}.
 */
final class DoubleAdjointKernels implements AdjointKernels<double[]> {
    /** Elements of a cache line. */
    static final int LINE = 64 / Double.BYTES;

    static final DoubleAdjointKernels INSTANCE = new DoubleAdjointKernels();

    private DoubleAdjointKernels() {}

    @Override
    public void run(Op op, double[] s, int d, int a, int b, int c, int rows, int lanes, double i0, double i1) {
        switch (op.group()) {
            case ADJOINT_MAP -> map(op, s, d, a, b, rows * lanes, i0, i1);
            case ADJOINT_ZIP -> zip(op, s, d, a, b, c, rows * lanes);
            case ADJOINT_SPREAD -> spread(op, s, d, a, b, rows, lanes, (int) i0);
            case ADJOINT_SUM -> dotAdd(s, d, a, b, rows, lanes);
            case ADJOINT_SEGMENT -> softmax(s, d, a, b, rows, lanes);
            default -> throw new AssertionError(op + " is not an adjoint op");
        }
    }

    // ---- element by element: s[d+i] += g·f' with g = s[a+i] ----------------------------------------

    private static void map(Op op, double[] s, int d, int a, int b, int n, double i0, double i1) {
        switch (op) {
            case D_NEG -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] -= s[a + i];
                }
            }
            case D_TIMES -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] += i0 * s[a + i];
                }
            }
            case D_RELU -> {
                for (int i = 0; i < n; i++) {
                    double x = s[b + i];
                    s[d + i] += x > 0 ? s[a + i] : x == 0 ? i0 * s[a + i] : 0;
                }
            }
            case D_LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] += s[b + i] >= 0 ? s[a + i] : i0 * s[a + i];
                }
            }
            case D_CLAMP -> {
                for (int i = 0; i < n; i++) {
                    double x = s[b + i];
                    s[d + i] += x > i0 && x < i1 ? s[a + i] : 0;
                }
            }
            case D_TANH -> {
                for (int i = 0; i < n; i++) {
                    double y = s[b + i];
                    s[d + i] += s[a + i] * (1 - y * y);
                }
            }
            case D_SQUARE -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] += 2 * s[a + i] * s[b + i];
                }
            }
            case D_SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    double y = s[b + i];
                    s[d + i] += s[a + i] * y * (1 - y);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] += (s[a + i] * slope(op, s[b + i]));
                }
            }
        }
    }

    /** The derivative of the rarer maps, from x or from y as {@link Op} says. */
    private static double slope(Op op, double x) {
        return switch (op) {
            case D_SIN -> Math.cos(x);
            case D_COS -> -Math.sin(x);
            case D_ABS -> Math.signum(x);
            case D_SQRT -> x == 0 ? 0 : 0.5 / x;
            case D_SOFTPLUS -> Scalars.sigmoid(x);
            case D_LOG -> 1 / x;
            default -> throw new AssertionError(op);
        };
    }

    private static void zip(Op op, double[] s, int d, int a, int b, int c, int n) {
        for (int i = 0; i < n; i++) {
            double g = s[a + i];
            double x = s[b + i];
            double y = s[c + i];
            s[d + i] += switch (op) {
                case D_DIV_LEFT -> y != 0 ? g / y : 0;
                case D_DIV_RIGHT -> y != 0 ? -g * x / y : 0;
                case D_MAX2 -> x > y ? g : x == y ? g / 2 : 0;
                case D_MIN2 -> x < y ? g : x == y ? g / 2 : 0;
                case D_WHERE -> x != 0 ? g : 0;
                default -> throw new AssertionError(op);
            };
        }
    }

    // ---- one row and many ----------------------------------------------------------------------------

    private static void spread(Op op, double[] s, int d, int a, int b, int rows, int lanes, int ties) {
        switch (op) {
            case D_SELECT_THEN, D_SELECT_ELSE -> select(op == Op.D_SELECT_THEN, s, d, a, b, rows, lanes);
            case D_SUM -> {
                for (int i = 0; i < rows * lanes; i += lanes) {
                    for (int l = 0; l < lanes; l++) {
                        s[d + i + l] += s[a + l];
                    }
                }
            }
            case D_L1 -> {
                for (int i = 0; i < rows * lanes; i += lanes) {
                    for (int l = 0; l < lanes; l++) {
                        s[d + i + l] += s[a + l] * Math.signum(s[b + i + l]);
                    }
                }
            }
            default -> {
                for (int l = 0; l < lanes; l++) {
                    double g = s[a + l];
                    if (g != 0) {
                        lane(op, s, d + l, g, b + l, rows, lanes, ties);
                    }
                }
            }
        }
    }

    private static void select(boolean then, double[] s, int d, int a, int b, int rows, int lanes) {
        for (int i = 0; i < rows * lanes; i += lanes) {
            for (int l = 0; l < lanes; l++) {
                s[d + i + l] += (s[a + l] != 0) == then ? s[b + i + l] : 0;
            }
        }
    }

    private static void lane(Op op, double[] s, int d, double g, int b, int rows, int lanes, int ties) {
        switch (op) {
            case D_L2 -> l2(s, d, g, b, rows, lanes);
            case D_MEAN -> mean(s, d, g, b, rows, lanes);
            case D_MAX_NORM -> maxNorm(s, d, g, b, rows, lanes, ties);
            case D_MAX -> winner(s, d, g, b, rows, lanes, 1);
            case D_MIN -> winner(s, d, g, b, rows, lanes, -1);
            default -> throw new AssertionError(op);
        }
    }

    private static void l2(double[] s, int d, double g, int b, int rows, int lanes) {
        double squares = 0;
        for (int i = 0; i < rows * lanes; i += lanes) {
            double x = s[b + i];
            squares += x * x;
        }
        if (squares > 0) {
            double scale = (g / Math.sqrt(squares));
            for (int i = 0; i < rows * lanes; i += lanes) {
                s[d + i] += scale * s[b + i];
            }
        }
    }

    private static void mean(double[] s, int d, double g, int b, int rows, int lanes) {
        int count = 0;
        for (int i = 0; i < rows * lanes; i += lanes) {
            count += s[b + i] != 0 ? 1 : 0;
        }
        for (int i = 0; i < rows * lanes; i += lanes) {
            s[d + i] += s[b + i] != 0 ? g / count : 0;
        }
    }

    private static void maxNorm(double[] s, int d, double g, int b, int rows, int lanes, int ties) {
        double top = 0;
        int last = -1;
        int first = -1;
        int equal = 0;
        for (int i = 0; i < rows * lanes; i += lanes) {
            double x = Math.abs(s[b + i]);
            if (x > top) {
                top = x;
                first = i;
                equal = 0;
            }
            if (x == top && x > 0) {
                last = i;
                equal++;
            }
        }
        if (last < 0) {
            return;
        }
        if (ties < 2) {
            int i = ties == 0 ? last : first;
            s[d + i] += g * Math.signum(s[b + i]);
            return;
        }
        for (int i = first; i <= last; i += lanes) {
            s[d + i] += Math.abs(s[b + i]) == top ? g / equal * Math.signum(s[b + i]) : 0;
        }
    }

    private static void winner(double[] s, int d, double g, int b, int rows, int lanes, int sign) {
        int last = -1;
        for (int i = 0; i < rows * lanes; i += lanes) {
            double x = s[b + i];
            if (x != 0 && (last < 0 || sign * x >= sign * s[b + last])) {
                last = i;
            }
        }
        if (last >= 0) {
            s[d + last] += g;
        }
    }

    // ---- sums ------------------------------------------------------------------------------------------

    private static void dotAdd(double[] s, int d, int a, int b, int rows, int lanes) {
        for (int i = 0; i < rows * lanes; i += lanes) {
            for (int l = 0; l < lanes; l++) {
                s[d + l] = Fma.fma(s[a + i + l], s[b + i + l], s[d + l]);
            }
        }
    }

    private static void softmax(double[] s, int d, int a, int b, int rows, int lanes) {
        for (int l = 0; l < lanes; l++) {
            double dot = 0;
            for (int i = l; i < rows * lanes; i += lanes) {
                double g = s[a + i];
                dot += g * s[b + i];
            }
            for (int i = l; i < rows * lanes; i += lanes) {
                s[d + i] += (s[b + i] * (s[a + i] - dot));
            }
        }
    }

    @Override
    public void back(
            DownPlan p, double[] value, double[] s, int lanes, double[] y, int atY, int shift, double[] partial) {
        for (int g = 0, at = 0; g < p.groups(); g++) {
            int d = DoubleScalarKernels.BASE + p.xRow[g] * lanes;
            int n = p.length[g] * lanes;
            if (!p.adds) {
                Arrays.fill(s, d, d + n, 0);
            }
            for (int k = p.first[g]; k < p.first[g + 1]; k++, at += LINE) {
                int x = DoubleScalarKernels.BASE + p.yRow[k] * lanes;
                entry(s, d, x, y, atY + (p.xRow[g] - shift) * lanes, n, value[k], partial, at);
            }
        }
    }

    /** {@code s[d + i] += w·s[x + i]} and {@code part[at + i mod LINE] += s[x + i]·s[y + i]}. */
    private static void entry(double[] s, int d, int x, double[] ys, int y, int n, double w, double[] part, int at) {
        int i = 0;
        for (; i + LINE <= n; i += LINE) {
            for (int j = 0; j < LINE; j++) {
                double g = s[x + i + j];
                s[d + i + j] = Fma.fma(g, w, s[d + i + j]);
                part[at + j] = Fma.fma(g, ys[y + i + j], part[at + j]);
            }
        }
        for (int j = 0; i + j < n; j++) {
            double g = s[x + i + j];
            s[d + i + j] = Fma.fma(g, w, s[d + i + j]);
            part[at + j] = Fma.fma(g, ys[y + i + j], part[at + j]);
        }
    }

    @Override
    public void addSums(double[] partial, int lines, double[] into) {
        for (int k = 0; k < lines; k++) {
            into[k] += sum(partial, k * LINE, LINE);
        }
        Arrays.fill(partial, 0, lines * LINE, 0);
    }

    /** The sum of 4, 8 or 16 numbers: the second half is added to the first, and so on, until one number is left. */
    static double sum(double[] p, int i, int n) {
        return switch (n) {
            case 4 -> (p[i] + p[i + 2]) + (p[i + 1] + p[i + 3]);
            case 8 -> sumOfEight(p, i);
            case 16 -> sumOfSixteen(p, i);
            default -> throw new AssertionError(n);
        };
    }

    private static double sumOfSixteen(double[] p, int i) {
        double a = ((p[i] + p[i + 8]) + (p[i + 4] + p[i + 12])) + ((p[i + 2] + p[i + 10]) + (p[i + 6] + p[i + 14]));
        double b = ((p[i + 1] + p[i + 9]) + (p[i + 5] + p[i + 13])) + ((p[i + 3] + p[i + 11]) + (p[i + 7] + p[i + 15]));
        return a + b;
    }

    private static double sumOfEight(double[] p, int i) {
        double a = (p[i] + p[i + 4]) + (p[i + 2] + p[i + 6]);
        double b = (p[i + 1] + p[i + 5]) + (p[i + 3] + p[i + 7]);
        return a + b;
    }

    @Override
    public void collect(double[] s, int from, int width, int lanes, int rows, double[] into, int to, int stride) {
        if (width == 1 && stride == OverTime.LINES * LINE) {
            for (int r = 0; r < rows; r++) { // a constant stride, so that bounds are checked once
                into[to + r * OverTime.LINES * LINE] = s[from + r];
            }
        } else if (lanes == 1) {
            for (int r = 0; r < rows; r++) {
                into[to + r * stride] = s[from + r * width];
            }
        } else {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(s, from + r * width, into, to + r * stride, lanes);
            }
        }
    }

    @Override
    public void dots(LinkDots p, double[] x, int atX, double[] y, int atY, int stride, double[] part, double[] into) {
        for (int k = 0; k < p.count(); k++) {
            Arrays.fill(part, 0, LINE, 0);
            int a = atX + p.xRow[k] * stride;
            int b = atY + p.yRow[k] * stride;
            int n = k < p.singles ? stride : p.length[k - p.singles] * stride;
            for (int i = 0; i < n; i += LINE) {
                for (int j = 0; j < LINE; j++) {
                    part[j] = Fma.fma(x[a + i + j], y[b + i + j], part[j]);
                }
            }
            into[k] += sum(part, 0, LINE);
        }
    }

    @Override
    public void sums(int[] row, double[] s, int base, int width, int lanes, double[] into) {
        for (int k = 0; k < row.length; k++) {
            int at = base + row[k] * width;
            for (int l = 0; l < lanes; l++) {
                into[k] += s[at + l];
            }
        }
    }
}
