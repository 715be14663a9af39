package io.dmm4j.spi;

import java.nio.FloatBuffer;

/** Floats in bulk. */
record FloatBulk(FloatBuffer all) implements Bulk {
    /** Numbers that change width at a time: loops over arrays are vectors, those over buffers need not be. */
    private static final int SOME = 1024;

    @Override
    public int length() {
        return all.limit();
    }

    @Override
    public double get(int at) {
        return all.get(at);
    }

    @Override
    public void put(int at, double x) {
        all.put(at, (float) x);
    }

    @Override
    public void get(int at, float[] into, int offset, int n) {
        all.get(at, into, offset, n);
    }

    @Override
    public void get(int at, double[] into, int offset, int n) {
        float[] some = new float[Math.min(n, SOME)];
        for (int done = 0; done < n; done += SOME) {
            int count = Math.min(SOME, n - done);
            all.get(at + done, some, 0, count);
            for (int i = 0; i < count; i++) {
                into[offset + done + i] = some[i];
            }
        }
    }

    @Override
    public void put(int at, float[] from, int offset, int n) {
        all.put(at, from, offset, n);
    }

    @Override
    public void put(int at, double[] from, int offset, int n) {
        float[] some = new float[Math.min(n, SOME)];
        for (int done = 0; done < n; done += SOME) {
            int count = Math.min(SOME, n - done);
            for (int i = 0; i < count; i++) {
                some[i] = (float) from[offset + done + i];
            }
            all.put(at + done, some, 0, count);
        }
    }
}
