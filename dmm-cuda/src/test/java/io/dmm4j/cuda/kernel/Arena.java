package io.dmm4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.spi.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A device's memory in one array: addresses count from its first byte. Between allocations lie bytes that nothing may
 * change, and new memory holds NaN and senseless integers. Every access through {@link DeviceMemory} is checked.
 */
final class Arena implements DeviceMemory {
    private static final int ALIGNMENT = 256;

    private byte[] bytes = new byte[1 << 12];
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private long end = ALIGNMENT;

    Arena() {
        Arrays.fill(bytes, (byte) 0xff);
    }

    Arena copy() {
        Arena a = new Arena();
        a.bytes = bytes.clone();
        a.sizes.putAll(sizes);
        a.end = end;
        return a;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, (int) end);
    }

    void setBytes(byte[] b) {
        bytes = b;
    }

    /** An address for so many bytes, {@code skip} bytes after a multiple of 256. */
    long allocate(long size, int skip) {
        long address = end + skip;
        sizes.put(address, size);
        end = (address + size + ALIGNMENT) / ALIGNMENT * ALIGNMENT + ALIGNMENT;
        if (end > bytes.length) {
            int old = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) (2 * end));
            Arrays.fill(bytes, old, bytes.length, (byte) 0xff);
        }
        return address;
    }

    long ints(int... values) {
        long address = allocate(4L * values.length, 0);
        for (int i = 0; i < values.length; i++) {
            buffer().putInt((int) address + 4 * i, values[i]);
        }
        return address;
    }

    long numbers(Precision precision, double... values) {
        int size = size(precision);
        long address = allocate((long) size * values.length, 0);
        for (int i = 0; i < values.length; i++) {
            set(precision, address, i, values[i]);
        }
        return address;
    }

    long bytes(ByteBuffer b) {
        long address = allocate(b.remaining(), 0);
        b.get(bytes, (int) address, b.remaining());
        return address;
    }

    static int size(Precision precision) {
        return precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    }

    double get(Precision precision, long address, long i) {
        return precision == Precision.FLOAT32 ? readFloat(address, 4 * i) : readDouble(address, 8 * i);
    }

    void set(Precision precision, long address, long i, double x) {
        if (precision == Precision.FLOAT32) {
            writeFloat(address, 4 * i, (float) x);
        } else {
            writeDouble(address, 8 * i, x);
        }
    }

    /** The allocations, address to bytes. */
    Map<Long, Long> sizes() {
        return sizes;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int at(long address, long offset, int size) {
        Long allocated = sizes.get(address);
        assertTrue(allocated != null, () -> "no memory was allocated at " + address);
        assertTrue(
                offset >= 0 && offset + size <= allocated,
                () -> "offset " + offset + " is outside the " + allocated + " bytes at " + address);
        return (int) (address + offset);
    }

    @Override
    public int readInt(long address, long offset) {
        return buffer().getInt(at(address, offset, 4));
    }

    @Override
    public float readFloat(long address, long offset) {
        return buffer().getFloat(at(address, offset, 4));
    }

    @Override
    public double readDouble(long address, long offset) {
        return buffer().getDouble(at(address, offset, 8));
    }

    @Override
    public void writeFloat(long address, long offset, float x) {
        buffer().putFloat(at(address, offset, 4), x);
    }

    @Override
    public void writeDouble(long address, long offset, double x) {
        buffer().putDouble(at(address, offset, 8), x);
    }
}
