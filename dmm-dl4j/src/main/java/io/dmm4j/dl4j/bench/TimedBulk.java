package io.dmm4j.dl4j.bench;

import io.dmm4j.spi.Bulk;

/** Numbers whose copies are timed where whole rows go to and fro, as executors ask for them. */
record TimedBulk(Bulk all) implements Bulk {

    @Override
    public int length() {
        return all.length();
    }

    @Override
    public double get(int at) {
        return all.get(at);
    }

    @Override
    public void put(int at, double x) {
        all.put(at, x);
    }

    @Override
    public void get(int at, float[] into, int offset, int n) {
        all.get(at, into, offset, n);
    }

    @Override
    public void get(int at, double[] into, int offset, int n) {
        all.get(at, into, offset, n);
    }

    @Override
    public void put(int at, float[] from, int offset, int n) {
        all.put(at, from, offset, n);
    }

    @Override
    public void put(int at, double[] from, int offset, int n) {
        all.put(at, from, offset, n);
    }

    @Override
    public void getRows(int at, int apart, float[] into, int offset, int stride, int n, int rows) {
        long start = System.nanoTime();
        all.getRows(at, apart, into, offset, stride, n, rows);
        Clock.STEP.inCopies(System.nanoTime() - start);
    }

    @Override
    public void putRows(int at, int apart, float[] from, int offset, int stride, int n, int rows) {
        long start = System.nanoTime();
        all.putRows(at, apart, from, offset, stride, n, rows);
        Clock.STEP.inCopies(System.nanoTime() - start);
    }
}
