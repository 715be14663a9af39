package io.dmm4j.cpu;

import io.dmm4j.spi.Bulk;

/**
 * What differs between arrays of 32-bit and 64-bit floats outside of inner loops.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Cells<A> {
    /** Elements to leave free after the last row: as many as the longest vector register holds. */
    int SLACK = 64;

    /** Elements in a cache line: the unit to which many lanes are padded. */
    int line();

    /**
     * The element of row 0, lane 0. Large arrays start on a page with 16 bytes of header (G1 gives them
     * regions of their own), so this many elements later rows start on a cache line.
     */
    int base();

    /** An array of zeros. */
    A array(int elements);

    /** Element {@code i}, exactly. */
    double get(A s, int i);

    /** Sets element {@code i}, rounding to the precision. */
    void set(A s, int i, double x);

    /** Adds to element {@code i} in the precision of the array. */
    void add(A s, int i, double x);

    /** Copies {@code n} elements; {@code System.arraycopy} without a kind of array takes several times as long for a few. */
    void copy(A from, int at, A to, int i, int n);

    /** Sets {@code n} elements from {@code i} on. */
    void fill(A s, int i, int n, double x);

    /** {@code to[k] = from[index[k]]}, rounded: brings weights to where the down movement reads them. */
    void gather(double[] from, int[] index, A to);

    /** Sets rows of {@code n} elements, from {@code i} on and {@code stride} apart, to rows from outside, {@code apart} there. */
    void load(Bulk from, int at, int apart, A s, int i, int stride, int n, int rows);

    /** Copies rows of {@code n} elements, from {@code i} on and {@code stride} apart, to rows outside, {@code apart} there. */
    void store(A s, int i, int stride, Bulk into, int at, int apart, int n, int rows);

    /** Sets {@code n} elements from {@code i} on, rounding to the precision. */
    void load(double[] from, int at, A s, int i, int n);

    /** Copies {@code n} elements from {@code i} on, exactly. */
    void store(A s, int i, double[] into, int at, int n);
}
