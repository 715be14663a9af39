package io.dmm4j.checkpoint;

import io.dmm4j.value.DmmException;
import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * An array with a shape, row-major: element (i, j) of shape [m, n] stands at i·n + j. Arrays are neither copied when a
 * tensor is made nor when they are handed out: who saves a running computation saves between two of its steps.
 */
public final class Tensor {
    private final DType dtype;
    private final long[] shape;
    private final Object array;

    Tensor(DType dtype, long[] shape, Object array) {
        this.dtype = dtype;
        this.shape = shape;
        this.array = array;
    }

    /** A vector. */
    public static Tensor of(double[] values) {
        return vector(DType.F64, values);
    }

    /** A vector. */
    public static Tensor of(float[] values) {
        return vector(DType.F32, values);
    }

    /** A vector. */
    public static Tensor of(long[] values) {
        return vector(DType.I64, values);
    }

    /** A vector. */
    public static Tensor of(int[] values) {
        return vector(DType.I32, values);
    }

    /** A vector. */
    public static Tensor of(byte[] values) {
        return vector(DType.U8, values);
    }

    private static Tensor vector(DType dtype, Object array) {
        return new Tensor(dtype, new long[] {Array.getLength(array)}, array);
    }

    /**
     * The same numbers in another shape; no lengths at all for a single number.
     *
     * @throws IllegalArgumentException if the shape holds another number of elements
     */
    public Tensor shaped(long... lengths) {
        if (count(lengths) != size()) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(lengths) + " does not hold " + size() + " elements");
        }
        return new Tensor(dtype, lengths.clone(), array);
    }

    /** The product of the lengths; -1 if a length is negative or the product is no {@code long}. */
    static long count(long[] lengths) {
        long count = 1;
        boolean empty = false;
        for (long length : lengths) {
            if (length < 0) {
                return -1;
            }
            empty |= length == 0;
            count = length == 0 ? count : multiply(count, length);
        }
        return empty ? 0 : count;
    }

    private static long multiply(long count, long length) {
        return count < 0 || count > Long.MAX_VALUE / length ? -1 : count * length;
    }

    /** The kind of the numbers. */
    public DType dtype() {
        return dtype;
    }

    /** The lengths of the axes, slowest first; empty for a single number. */
    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers. */
    public int size() {
        return Array.getLength(array);
    }

    /** The numbers of an {@link DType#F64}; all five accessors throw {@link DmmException} if it is of another kind. */
    public double[] doubles() {
        return (double[]) array(DType.F64);
    }

    /** The numbers of an {@link DType#F32}. */
    public float[] floats() {
        return (float[]) array(DType.F32);
    }

    /** The numbers of an {@link DType#I64}. */
    public long[] longs() {
        return (long[]) array(DType.I64);
    }

    /** The numbers of an {@link DType#I32}. */
    public int[] ints() {
        return (int[]) array(DType.I32);
    }

    /** The numbers of a {@link DType#U8}. */
    public byte[] bytes() {
        return (byte[]) array(DType.U8);
    }

    private Object array(DType expected) {
        if (dtype != expected) {
            throw new DmmException("expected numbers of kind " + expected + ", found " + dtype);
        }
        return array;
    }

    Object array() {
        return array;
    }

    /** For example {@code F32[3, 4]}. */
    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
