package io.dmm4j.spi;

import java.nio.FloatBuffer;

/** Floats in bulk. */
record FloatBulk(FloatBuffer all) implements Bulk {

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
        for (int i = 0; i < n; i++) {
            into[offset + i] = all.get(at + i);
        }
    }

    @Override
    public void put(int at, float[] from, int offset, int n) {
        all.put(at, from, offset, n);
    }

    @Override
    public void put(int at, double[] from, int offset, int n) {
        for (int i = 0; i < n; i++) {
            all.put(at + i, (float) from[offset + i]);
        }
    }
}
