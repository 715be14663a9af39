package io.dmm4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The kinds of numbers that a {@link Tensor} can hold, under the names of the safetensors format. */
public enum DType {
    /** {@code double}. */
    F64(8),
    /** {@code long}. */
    I64(8),
    /** {@code float}. */
    F32(4),
    /** {@code int}. */
    I32(4),
    /** {@code byte}, read as 0 to 255. */
    U8(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per number. */
    public int bytes() {
        return bytes;
    }

    Object newArray(int count) {
        return switch (this) {
            case F64 -> new double[count];
            case I64 -> new long[count];
            case F32 -> new float[count];
            case I32 -> new int[count];
            case U8 -> new byte[count];
        };
    }

    /**
     * Appends array[from .. from + count) to the buffer, little-endian. The bulk methods of buffers copy bits, so that NaN
     * payloads and the sign of zero stay as they are.
     */
    void put(Object array, int from, int count, ByteBuffer target) {
        target.order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case F64 -> target.asDoubleBuffer().put((double[]) array, from, count);
            case I64 -> target.asLongBuffer().put((long[]) array, from, count);
            case F32 -> target.asFloatBuffer().put((float[]) array, from, count);
            case I32 -> target.asIntBuffer().put((int[]) array, from, count);
            case U8 -> target.duplicate().put((byte[]) array, from, count);
        }
        target.position(target.position() + count * bytes);
    }

    /** Takes array[from .. from + count) from the buffer: the inverse of {@link #put}. */
    void get(Object array, int from, int count, ByteBuffer source) {
        source.order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case F64 -> source.asDoubleBuffer().get((double[]) array, from, count);
            case I64 -> source.asLongBuffer().get((long[]) array, from, count);
            case F32 -> source.asFloatBuffer().get((float[]) array, from, count);
            case I32 -> source.asIntBuffer().get((int[]) array, from, count);
            case U8 -> source.duplicate().get((byte[]) array, from, count);
        }
        source.position(source.position() + count * bytes);
    }
}
