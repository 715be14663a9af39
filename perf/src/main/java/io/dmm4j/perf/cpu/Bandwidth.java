package io.dmm4j.perf.cpu;

import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;

/** How fast threads of this machine read arrays that lie in a cache or in memory. */
final class Bandwidth {
    private static final long BYTES_PER_RUN = 1L << 30;

    private Bandwidth() {}

    /**
     * Bytes per second that {@code threads} threads read together, each all of an array of its own again and
     * again: the median of several runs. Reading is a comparison of equal halves, which the JVM compiles to
     * vector loads.
     *
     * @param bytes size of each array
     */
    static double read(int threads, long bytes, int runs) {
        int half = (int) Math.max(1024, bytes / 8);
        int passes = (int) Math.max(1, BYTES_PER_RUN / (8L * half));
        double[] rates = new double[runs + 1];
        CyclicBarrier meet = new CyclicBarrier(threads + 1);
        Thread[] readers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            readers[t] = new Thread(() -> read(half, passes, runs + 1, meet));
            readers[t].setDaemon(true);
            readers[t].start();
        }
        for (int r = 0; r <= runs; r++) {
            await(meet);
            long start = System.nanoTime();
            await(meet);
            rates[r] = 8.0 * half * passes * threads / (System.nanoTime() - start) * 1e9;
        }
        Arrays.sort(rates, 1, runs + 1); // the first warms up
        return rates[1 + runs / 2];
    }

    private static void read(int half, int passes, int runs, CyclicBarrier meet) {
        int[] a = new int[2 * half];
        for (int r = 0; r < runs; r++) {
            await(meet);
            for (int p = 0; p < passes; p++) {
                if (Arrays.mismatch(a, 0, half, a, half, 2 * half) >= 0) {
                    throw new IllegalStateException("equal halves differ");
                }
            }
            await(meet);
        }
    }

    private static void await(CyclicBarrier b) {
        try {
            b.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
