package io.dmm4j.dl4j.arrays;

import io.dmm4j.spi.Bulk;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * The memory of ND4J arrays as buffers, so that executors read and write it in place.
 *
 * <p>The layout that both sides share: an array [batch, features, time] in Fortran order lies in memory as [time × features ×
 * batch] with the batch as the fast index, which is what executors call [cycles × rows × lanes].
 */
public final class Buffers {
    private Buffers() {}

    /**
     * The numbers of an array in the order of memory, shared.
     *
     * @param a of floats or doubles, contiguous, as {@link #contiguous} makes it
     */
    public static Bulk of(INDArray a) {
        return of(a, 0, a.length());
    }

    /**
     * Some numbers of an array in the order of memory, shared.
     *
     * @param from the first
     * @param count how many, below 2^31
     */
    public static Bulk of(INDArray a, long from, long count) {
        int first = Math.toIntExact(from);
        int n = Math.toIntExact(count);
        if (a.dataType() == DataType.FLOAT) {
            return Bulk.of(floats(a).slice(first, n));
        } else if (a.dataType() == DataType.DOUBLE) {
            return Bulk.of(doubles(a).slice(first, n));
        }
        throw new IllegalArgumentException("array of " + a.dataType() + ", expected FLOAT or DOUBLE");
    }

    /** The array itself if it lies in memory without gaps in Fortran order, else a copy that does. */
    public static INDArray contiguous(INDArray a) {
        boolean asIs = a.ordering() == 'f' && Shape.hasDefaultStridesForShape(a);
        return asIs ? a : a.dup('f');
    }

    private static FloatBuffer floats(INDArray a) {
        return new FloatPointer(address(a)).capacity(a.length()).asBuffer();
    }

    private static DoubleBuffer doubles(INDArray a) {
        return new DoublePointer(address(a)).capacity(a.length()).asBuffer();
    }

    private static Pointer address(INDArray a) {
        return a.data().addressPointer();
    }
}
