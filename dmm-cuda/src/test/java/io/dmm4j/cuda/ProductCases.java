package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cuda.device.Dense;
import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.device.Sparse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Products of a device, sparse and dense, alone and captured, against plain loops: tiny sizes, empty rows, one full row,
 * strides wider than rows, results that are added to, and results that held NaN before.
 */
final class ProductCases {
    private static final int[][] SIZES = {{1, 1}, {1, 7}, {7, 1}, {5, 5}, {64, 40}, {33, 129}};
    private static final int[][] WIDTHS = {{1, 1}, {2, 2}, {3, 4}, {31, 32}, {32, 32}, {33, 36}, {100, 100}};

    private final Gpu gpu;
    private final SplittableRandom random = new SplittableRandom(11);

    ProductCases(Gpu gpu) {
        this.gpu = gpu;
    }

    /** All sizes, widths and ways in one precision. */
    void check(boolean wide) {
        for (int[] size : SIZES) {
            for (int[] width : WIDTHS) {
                for (int way = 0; way < 4; way++) {
                    one(size[0], size[1], width[0], width[1], wide, way % 2 == 1, way < 2, false);
                    if (gpu.hasDense()) {
                        one(size[0], size[1], width[0], width[1], wide, way % 2 == 1, way < 2, true);
                    }
                }
            }
        }
    }

    private void one(
            int rows, int cols, int width, int stride, boolean wide, boolean add, boolean deterministic, boolean full) {
        double[] a = matrix(rows, cols, full);
        double[] x = numbers(cols * stride);
        double[] y = numbers(rows * stride);
        if (!add) {
            Arrays.fill(y, Double.NaN);
        }
        int[] start = new int[rows + 1];
        int[] col = new int[a.length];
        double[] values = new double[a.length];
        for (int r = 0, n = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                if (a[r * cols + c] != 0) {
                    col[n] = c;
                    values[n++] = a[r * cols + c];
                }
            }
            start[r + 1] = n;
        }
        String what = rows + " × " + cols + " times " + width + " of " + stride + (add ? ", added" : "")
                + (full ? ", full" : "");
        try (Scope scope = new Scope(what)) {
            Queue queue = scope.own(gpu.queue(what));
            Memory yMemory = numbers(scope, queue, y, wide);
            Memory xMemory = numbers(scope, queue, x, wide);
            Product p;
            if (full) {
                Memory m = numbers(scope, queue, a, wide);
                Dense d = new Dense(rows, cols, width, stride, wide, m.all(), xMemory.all(), yMemory.all(), add, what);
                p = scope.own(gpu.product(d, queue));
            } else {
                Memory starts = ints(scope, queue, start);
                Memory cols32 = ints(scope, queue, col);
                Memory m = numbers(scope, queue, values, wide);
                Sparse s = new Sparse(
                        rows,
                        cols,
                        width,
                        stride,
                        start[rows],
                        wide,
                        starts.all(),
                        cols32.all(),
                        m.all(),
                        xMemory.all(),
                        yMemory.all(),
                        add,
                        deterministic,
                        what);
                p = scope.own(gpu.product(s, queue));
            }
            queue.run(p);
            compare(a, x, y, read(scope, queue, yMemory, wide), rows, cols, width, stride, add ? 1 : 0, what);
            queue.beginCapture();
            queue.run(p);
            queue.run(scope.own(queue.endCapture(what)));
            compare(
                    a,
                    x,
                    y,
                    read(scope, queue, yMemory, wide),
                    rows,
                    cols,
                    width,
                    stride,
                    add ? 2 : 0,
                    what + ", again");
        }
    }

    /** Times is how often the product was added, 0 if it replaces. */
    private static void compare(
            double[] a,
            double[] x,
            double[] y,
            double[] found,
            int rows,
            int cols,
            int width,
            int stride,
            int times,
            String what) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < stride; j++) {
                double before = y[r * stride + j];
                double sum = 0;
                for (int c = 0; c < cols; c++) {
                    sum += a[r * cols + c] * x[c * stride + j];
                }
                double expected = j >= width ? before : times == 0 ? sum : before + times * sum;
                assertEquals(expected, found[r * stride + j], what + ", row " + r + ", column " + j);
            }
        }
    }

    /** Numbers that every sum of these sizes is exact in, in either precision. */
    private double[] numbers(int n) {
        return random.ints(n, -8, 9).mapToDouble(i -> i / 4.0).toArray();
    }

    private double[] matrix(int rows, int cols, boolean full) {
        double[] a = numbers(rows * cols);
        for (int r = 0; r < rows && !full; r++) {
            for (int c = 0; c < cols; c++) {
                boolean emptyRow = r % 3 == 1;
                boolean fullRow = r == 0;
                a[r * cols + c] = emptyRow || !fullRow && random.nextInt(4) != 0 ? 0 : a[r * cols + c];
            }
        }
        a[0] = a[0] == 0 ? 1 : a[0];
        return a;
    }

    private Memory numbers(Scope scope, Queue queue, double[] values, boolean wide) {
        return memory(scope, queue, values.length * (wide ? Double.BYTES : Float.BYTES), b -> {
            for (double v : values) {
                if (wide) {
                    b.putDouble(v);
                } else {
                    b.putFloat((float) v);
                }
            }
        });
    }

    private Memory ints(Scope scope, Queue queue, int[] values) {
        return memory(scope, queue, values.length * Integer.BYTES, b -> b.asIntBuffer()
                .put(values));
    }

    private Memory memory(Scope scope, Queue queue, int bytes, java.util.function.Consumer<ByteBuffer> filling) {
        HostMemory host = scope.own(gpu.pinned(bytes, "an operand"));
        Memory m = scope.own(gpu.memory(bytes, "an operand"));
        filling.accept(host.buffer());
        queue.upload(host, 0, m.all());
        queue.synchronise();
        return m;
    }

    private double[] read(Scope scope, Queue queue, Memory m, boolean wide) {
        HostMemory host = scope.own(gpu.pinned(m.bytes(), "a result"));
        queue.download(m.all(), host, 0);
        queue.synchronise();
        double[] found = new double[(int) m.bytes() / (wide ? Double.BYTES : Float.BYTES)];
        for (int i = 0; i < found.length; i++) {
            found[i] = wide
                    ? host.buffer().getDouble(i * Double.BYTES)
                    : host.buffer().getFloat(i * Float.BYTES);
        }
        return found;
    }
}
