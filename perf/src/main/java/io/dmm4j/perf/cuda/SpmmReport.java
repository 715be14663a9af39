package io.dmm4j.perf.cuda;

import io.dmm4j.cuda.CudaBackend;
import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.device.Sparse;
import io.dmm4j.cuda.jcuda.JCudaHost;
import io.dmm4j.spi.Availability;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/**
 * Times the cuSPARSE product alone, on a random matrix of {@value #ROWS} rows with {@value #LINKS} entries each, 32-bit
 * floats. Prints {@code spmm,dmm4j,LANES,MICROSECONDS} for each number of lanes, as medians of batches of {@value #BATCH}
 * calls between two events; {@code perf/peers/cusparse_spmm.py} prints the same for CuPy, {@code cusparse_spmm.cu} for C++.
 */
public final class SpmmReport {
    private static final int ROWS = 20000;
    private static final int LINKS = 50;
    private static final int BATCH = 20;
    private static final int TIMES = 15;

    private SpmmReport() {}

    /** Measures and prints. */
    public static void main(String[] args) {
        Availability a = new CudaBackend().availability();
        if (!a.usable()) {
            System.out.println("Backend cuda is not measured: " + a.detail());
            return;
        }
        int device = Integer.getInteger(CudaBackend.DEVICE, 0);
        try (Gpu gpu = new JCudaHost().open(device)) {
            for (int lanes : new int[] {32, 64, 128, 256, 512, 1024}) {
                System.out.printf(Locale.ROOT, "spmm,dmm4j,%d,%.2f%n", lanes, measure(gpu, lanes));
            }
        }
    }

    private static double measure(Gpu gpu, int lanes) {
        Random random = new Random(1);
        long entries = (long) ROWS * LINKS;
        int[] columns = random.ints(entries, 0, ROWS).toArray();
        for (int r = 0; r < ROWS; r++) {
            Arrays.sort(columns, r * LINKS, (r + 1) * LINKS);
        }
        try (Scope scope = new Scope("a product")) {
            Queue queue = scope.own(gpu.queue("products"));
            Memory start = ints(gpu, scope, queue, ROWS + 1, r -> r * LINKS);
            Memory col = ints(gpu, scope, queue, columns.length, i -> columns[i]);
            IntUnaryOperator number = i -> Float.floatToIntBits(random.nextFloat());
            Memory values = ints(gpu, scope, queue, columns.length, number);
            Memory x = ints(gpu, scope, queue, ROWS * lanes, number);
            Memory y = scope.own(gpu.memory((long) ROWS * lanes * Float.BYTES, "y"));
            Sparse s = new Sparse(
                    ROWS,
                    ROWS,
                    lanes,
                    lanes,
                    entries,
                    false,
                    start.all(),
                    col.all(),
                    values.all(),
                    x.all(),
                    y.all(),
                    false,
                    false,
                    "benchmark");
            Product product = scope.own(gpu.product(s, queue));
            Marker before = scope.own(gpu.marker("before"));
            Marker after = scope.own(gpu.marker("after"));
            double[] us = new double[TIMES];
            for (int t = -3; t < TIMES; t++) {
                queue.record(before);
                for (int i = 0; i < BATCH; i++) {
                    queue.run(product);
                }
                queue.record(after);
                after.await();
                us[Math.max(t, 0)] = 1e3 * after.millisecondsSince(before) / BATCH;
            }
            Arrays.sort(us);
            return us[TIMES / 2];
        }
    }

    private static Memory ints(Gpu gpu, Scope scope, Queue queue, int n, IntUnaryOperator value) {
        Memory m = scope.own(gpu.memory((long) n * Integer.BYTES, "an operand"));
        try (HostMemory host = gpu.pinned(m.bytes(), "an operand")) {
            for (int i = 0; i < n; i++) {
                host.buffer().putInt(i * Integer.BYTES, value.applyAsInt(i));
            }
            queue.upload(host, 0, m.all());
            queue.synchronise();
        }
        return m;
    }
}
