package io.dmm4j.dl4j.machine;

import io.dmm4j.spi.Bulk;

/** The numbers of another bulk from a position on. */
record Tail(Bulk all, int first) implements Bulk {

    @Override
    public int length() {
        return all.length() - first;
    }

    @Override
    public double get(int at) {
        return all.get(first + at);
    }

    @Override
    public void put(int at, double x) {
        all.put(first + at, x);
    }

    @Override
    public void get(int at, float[] into, int offset, int n) {
        all.get(first + at, into, offset, n);
    }

    @Override
    public void get(int at, double[] into, int offset, int n) {
        all.get(first + at, into, offset, n);
    }

    @Override
    public void put(int at, float[] from, int offset, int n) {
        all.put(first + at, from, offset, n);
    }

    @Override
    public void put(int at, double[] from, int offset, int n) {
        all.put(first + at, from, offset, n);
    }
}
