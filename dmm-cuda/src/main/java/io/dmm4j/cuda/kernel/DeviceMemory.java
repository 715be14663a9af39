package io.dmm4j.cuda.kernel;

/**
 * Memory that {@link HostKernels} read and write: little-endian numbers at a byte offset from an address that was
 * allocated. An implementation may check every access.
 */
public interface DeviceMemory {

    /** The int at {@code address + offset}. */
    int readInt(long address, long offset);

    /** The float at {@code address + offset}. */
    float readFloat(long address, long offset);

    /** The double at {@code address + offset}. */
    double readDouble(long address, long offset);

    /** Writes a float. */
    void writeFloat(long address, long offset, float x);

    /** Writes a double. */
    void writeDouble(long address, long offset, double x);
}
