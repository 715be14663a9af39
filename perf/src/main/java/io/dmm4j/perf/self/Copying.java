package io.dmm4j.perf.self;

/** How fast threads together copy arrays. */
final class Copying {
    /** Floats that are copied in one measurement. */
    private static final long FLOATS = 1L << 26;

    private final int threads;
    private final float[][] from;
    private final float[][] to;
    private final int passes;

    /**
     * Arrays to copy.
     *
     * @param bytes the size of what is copied in one pass, by all threads together
     */
    Copying(int threads, long bytes) {
        this.threads = threads;
        int each = (int) Math.max(256, bytes / Float.BYTES / threads);
        from = new float[threads][each];
        to = new float[threads][each];
        passes = (int) Math.max(1, FLOATS / each / threads);
    }

    /** Bytes read and written per second, all threads together, in some passes. */
    double bytesPerSecond() {
        Thread[] all = new Thread[threads];
        long start = System.nanoTime();
        for (int t = 0; t < threads; t++) {
            int i = t;
            all[t] = new Thread(() -> copy(from[i], to[i]));
            all[t].start();
        }
        for (Thread t : all) {
            join(t);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return 2.0 * Float.BYTES * from[0].length * passes * threads / seconds;
    }

    private void copy(float[] a, float[] b) {
        for (int p = 0; p < passes; p++) {
            System.arraycopy(p % 2 == 0 ? a : b, 0, p % 2 == 0 ? b : a, 0, a.length);
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
