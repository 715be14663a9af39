package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import io.dmm4j.spi.Bulk;
import java.util.Arrays;

/**
 * Kernels in plain loops, for 32-bit numbers: what runs where the Vector API is missing, and what the
 * vector kernels use for ends and for rare ops. {@code DoubleScalarKernels} is generated from this file.
 */
final class FloatScalarKernels implements Kernels<float[]>, Cells<float[]> {
    /** Rows start 64 bytes after a multiple of 64 bytes: 16 bytes of header and these. */
    static final int BASE = 48 / Float.BYTES;

    @Override
    public String name() {
        return "plain loops";
    }

    @Override
    public int line() {
        return 64 / Float.BYTES;
    }

    @Override
    public int base() {
        return BASE;
    }

    @Override
    public float[] array(int elements) {
        return new float[elements];
    }

    @Override
    public double get(float[] s, int i) {
        return s[i];
    }

    @Override
    public void set(float[] s, int i, double x) {
        s[i] = (float) x;
    }

    @Override
    public void add(float[] s, int i, double x) {
        s[i] += (float) x;
    }

    @Override
    public void copy(float[] from, int at, float[] to, int i, int n) {
        System.arraycopy(from, at, to, i, n);
    }

    @Override
    public void fill(float[] s, int i, int n, double x) {
        Arrays.fill(s, i, i + n, (float) x);
    }

    @Override
    public void gather(double[] from, int[] index, float[] to) {
        for (int k = 0; k < index.length; k++) {
            to[k] = (float) from[index[k]];
        }
    }

    @Override
    public void load(Bulk from, int at, int apart, float[] s, int i, int stride, int n, int rows) {
        from.getRows(at, apart, s, i, stride, n, rows);
    }

    @Override
    public void store(float[] s, int i, int stride, Bulk into, int at, int apart, int n, int rows) {
        into.putRows(at, apart, s, i, stride, n, rows);
    }

    @Override
    public void load(double[] from, int at, float[] s, int i, int n) {
        for (int k = 0; k < n; k++) {
            s[i + k] = (float) from[at + k];
        }
    }

    @Override
    public void store(float[] s, int i, double[] into, int at, int n) {
        for (int k = 0; k < n; k++) {
            into[at + k] = s[i + k];
        }
    }

    @Override
    public void down(
            DownPlan p, float[] value, float[] s, int lanes, int from, int to, boolean alone, float[] scratch) {
        FloatScalarLinks.down(p, value, s, lanes, from, to);
    }

    @Override
    public void bundles(Bundles p, float[] value, float[] s, int from, int to, float[] scratch) {
        FloatScalarLinks.bundles(p, value, s, from, to);
    }

    // ---- element by element ------------------------------------------------------------------------

    @Override
    public void map(Op op, float[] s, int d, int a, int n, double i0, double i1) {
        mapRange(op, s, d, a, n, i0, i1);
    }

    static void mapRange(Op op, float[] s, int d, int a, int n, double i0, double i1) {
        switch (op) {
            case ZERO -> Arrays.fill(s, d, d + n, 0);
            case COPY, DETACH -> System.arraycopy(s, a, s, d, n);
            case ACCUMULATE -> zipRange(Op.ADD, s, d, d, a, n);
            case TIMES -> times((float) i0, s, d, a, n);
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = Math.max(s[a + i], 0);
                }
            }
            case LEAKY_RELU -> leaky((float) i0, s, d, a, n);
            case CLAMP -> clamp((float) i0, (float) i1, s, d, a, n);
            case EXP, TANH, SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = FloatFunctions.map(op, s[a + i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = (float) Scalars.map(op, s[a + i], i0, i1);
                }
            }
        }
    }

    private static void times(float factor, float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i++) {
            s[d + i] = factor * s[a + i];
        }
    }

    private static void leaky(float slope, float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i++) {
            float x = s[a + i];
            s[d + i] = x >= 0 ? x : slope * x;
        }
    }

    private static void clamp(float low, float high, float[] s, int d, int a, int n) {
        for (int i = 0; i < n; i++) {
            float x = s[a + i];
            s[d + i] = x < low ? low : x > high ? high : x;
        }
    }

    @Override
    public void zip(Op op, float[] s, int d, int a, int b, int n) {
        zipRange(op, s, d, a, b, n);
    }

    static void zipRange(Op op, float[] s, int d, int a, int b, int n) {
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = s[a + i] + s[b + i];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = s[a + i] - s[b + i];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = s[a + i] * s[b + i];
                }
            }
            case MUL_ADD -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = Fma.fma(s[a + i], s[b + i], s[d + i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    s[d + i] = (float) Scalars.zip(op, s[a + i], s[b + i]);
                }
            }
        }
    }

    // ---- one row and many --------------------------------------------------------------------------

    @Override
    public void broadcast(Op op, float[] s, int d, int a, int b, int c, int rows, int lanes) {
        for (int i = 0; i < rows; i++) {
            int at = i * lanes;
            for (int l = 0; l < lanes; l++) {
                int to = d + at + l;
                float x = s[a + l];
                float y = s[b + at + l];
                s[to] = switch (op) {
                    case SCALE -> x * y;
                    case SCALE_ADD -> Fma.fma(x, y, s[to]);
                    case SELECT -> x != 0 ? y : s[c + at + l];
                    default -> throw new AssertionError(op);
                };
            }
        }
    }

    // ---- many rows to one --------------------------------------------------------------------------

    @Override
    public void reduce(Op op, float[] s, int d, int a, int b, int rows, int lanes) {
        for (int l = 0; l < lanes; l++) {
            if (op == Op.SOFTMAX) {
                softmax(s, d + l, a + l, rows, lanes);
            } else {
                s[d + l] = reduceLane(op, s, a + l, b + l, rows, lanes);
            }
        }
    }

    private static float reduceLane(Op op, float[] s, int a, int b, int rows, int lanes) {
        return switch (op) {
            case SUM -> sum(s, a, rows, lanes);
            case L1 -> l1(s, a, rows, lanes);
            case L2 -> (float) Math.sqrt(dot(s, a, a, rows, lanes));
            case MAX_NORM -> maxNorm(s, a, rows, lanes);
            case MAX -> largest(s, a, rows, lanes);
            case MIN -> smallest(s, a, rows, lanes);
            case COUNT -> count(s, a, rows, lanes);
            case MEAN -> sum(s, a, rows, lanes) / Math.max(1, count(s, a, rows, lanes));
            case DOT -> dot(s, a, b, rows, lanes);
            case LESS_OR_EQUAL -> lessOrEqual(s, a, b, rows, lanes);
            default -> throw new AssertionError(op);
        };
    }

    private static float sum(float[] s, int a, int rows, int lanes) {
        float sum = 0;
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            sum += s[at];
        }
        return sum;
    }

    private static float l1(float[] s, int a, int rows, int lanes) {
        float sum = 0;
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            sum += Math.abs(s[at]);
        }
        return sum;
    }

    private static float dot(float[] s, int a, int b, int rows, int lanes) {
        float sum = 0;
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            sum = Fma.fma(s[a + at], s[b + at], sum);
        }
        return sum;
    }

    private static float maxNorm(float[] s, int a, int rows, int lanes) {
        float max = 0;
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            max = Math.max(max, Math.abs(s[at]));
        }
        return max;
    }

    private static float largest(float[] s, int a, int rows, int lanes) {
        float max = Float.NEGATIVE_INFINITY;
        boolean any = false;
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            if (s[at] != 0) {
                any = true;
                max = Math.max(max, s[at]);
            }
        }
        return any ? max : 0;
    }

    private static float smallest(float[] s, int a, int rows, int lanes) {
        float min = Float.POSITIVE_INFINITY;
        boolean any = false;
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            if (s[at] != 0) {
                any = true;
                min = Math.min(min, s[at]);
            }
        }
        return any ? min : 0;
    }

    private static float count(float[] s, int a, int rows, int lanes) {
        float n = 0;
        for (int i = 0, at = a; i < rows; i++, at += lanes) {
            n += s[at] != 0 ? 1 : 0;
        }
        return n;
    }

    private static float lessOrEqual(float[] s, int a, int b, int rows, int lanes) {
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            if (!(s[a + at] <= s[b + at])) {
                return 0;
            }
        }
        return 1;
    }

    /** d = e^(a − max a) / Σ e^(a − max a) over the rows that are not 0. */
    private static void softmax(float[] s, int d, int a, int rows, int lanes) {
        double top = largest(s, a, rows, lanes);
        double total = 0;
        for (int i = 0, at = 0; i < rows; i++, at += lanes) {
            double e = s[a + at] != 0 ? Math.exp(s[a + at] - top) : 0;
            total += e;
            s[d + at] = (float) e;
        }
        for (int i = 0, at = d; total > 0 && i < rows; i++, at += lanes) {
            s[at] = (float) (s[at] / total);
        }
    }

    @Override
    public RowKernels<float[]> rows() {
        return FloatRowKernels.INSTANCE;
    }

    @Override
    public AdjointKernels<float[]> adjoint() {
        return FloatAdjointKernels.INSTANCE;
    }
}
