package io.dmm4j.spi;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * Many numbers that lie outside of an executor, on the heap or off it, as floats or doubles. An executor copies rows from
 * and to here whole, without a number in between; where the widths agree that is a plain copy. Positions count numbers
 * from the start of the buffer; what a buffer's own position says is not looked at.
 */
public interface Bulk {

    /** How many numbers there are. */
    int length();

    /** The number at a position. */
    double get(int at);

    /** Sets the number at a position. */
    void put(int at, double x);

    /** Copies {@code n} numbers from here. */
    void get(int at, float[] into, int offset, int n);

    /** Copies {@code n} numbers from here. */
    void get(int at, double[] into, int offset, int n);

    /** Copies {@code n} numbers to here. */
    void put(int at, float[] from, int offset, int n);

    /** Copies {@code n} numbers to here, rounding if these are floats. */
    void put(int at, double[] from, int offset, int n);

    /** Copies rows of {@code n} numbers, the first from {@code at} to {@code offset}, each {@code apart} here and {@code stride} there. */
    default void getRows(int at, int apart, float[] into, int offset, int stride, int n, int rows) {
        if (apart == n && stride == n) {
            get(at, into, offset, n * rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            get(at + r * apart, into, offset + r * stride, n);
        }
    }

    /** The same for doubles. */
    default void getRows(int at, int apart, double[] into, int offset, int stride, int n, int rows) {
        if (apart == n && stride == n) {
            get(at, into, offset, n * rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            get(at + r * apart, into, offset + r * stride, n);
        }
    }

    /** Copies rows of {@code n} numbers, the first from {@code offset} to {@code at}, each {@code stride} there and {@code apart} here. */
    default void putRows(int at, int apart, float[] from, int offset, int stride, int n, int rows) {
        if (apart == n && stride == n) {
            put(at, from, offset, n * rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            put(at + r * apart, from, offset + r * stride, n);
        }
    }

    /** The same for doubles. */
    default void putRows(int at, int apart, double[] from, int offset, int stride, int n, int rows) {
        if (apart == n && stride == n) {
            put(at, from, offset, n * rows);
            return;
        }
        for (int r = 0; r < rows; r++) {
            put(at + r * apart, from, offset + r * stride, n);
        }
    }

    /** The floats of a buffer, which is shared. */
    static Bulk of(FloatBuffer floats) {
        return new FloatBulk(floats);
    }

    /** The doubles of a buffer, which is shared. */
    static Bulk of(DoubleBuffer doubles) {
        return new DoubleBulk(doubles);
    }

    /** An array, which is shared. */
    static Bulk of(double[] numbers) {
        return new DoubleBulk(DoubleBuffer.wrap(numbers));
    }
}
