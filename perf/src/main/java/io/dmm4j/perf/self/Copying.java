package io.dmm4j.perf.self;

import java.util.Arrays;

/** How fast threads together copy arrays. */
final class Copying {
    private Copying() {}

    /**
     * Bytes read and written per second: the median of some runs.
     *
     * @param bytes the size of what is copied in one pass, by all threads together
     */
    static double bytesPerSecond(int threads, long bytes, int runs) {
        int each = (int) Math.max(256, bytes / 4 / threads);
        int passes = (int) Math.max(1, (1L << 28) / each);
        double[] rate = new double[runs];
        for (int r = -2; r < runs; r++) {
            Thread[] all = new Thread[threads];
            long start = System.nanoTime();
            for (int t = 0; t < threads; t++) {
                all[t] = new Thread(() -> copy(each, passes / threads + 1));
                all[t].start();
            }
            for (Thread t : all) {
                join(t);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            rate[Math.max(0, r)] = 8.0 * each * (passes / threads + 1) * threads / seconds;
        }
        Arrays.sort(rate);
        return rate[runs / 2];
    }

    private static void copy(int n, int passes) {
        float[] a = new float[n];
        float[] b = new float[n];
        for (int p = 0; p < passes; p++) {
            System.arraycopy(p % 2 == 0 ? a : b, 0, p % 2 == 0 ? b : a, 0, n);
        }
    }

    private static void join(Thread t) {
        try {
            t.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
