package io.dmm4j.cuda.kernel;

import io.dmm4j.spi.Precision;

/** A matrix in device memory: element (row, lane) is number {@code row · stride + lane} after the address. */
final class HostMatrix {
    private final DeviceMemory memory;
    private final Precision precision;
    private final long address;
    private final long stride;

    HostMatrix(DeviceMemory memory, Precision precision, long address, long stride) {
        this.memory = memory;
        this.precision = precision;
        this.address = address;
        this.stride = stride;
    }

    Precision precision() {
        return precision;
    }

    double get(long row, int lane) {
        long i = row * stride + lane;
        return precision == Precision.FLOAT32
                ? memory.readFloat(address, i * Float.BYTES)
                : memory.readDouble(address, i * Double.BYTES);
    }

    /** Writes {@code x} as the precision holds it. */
    void set(long row, int lane, double x) {
        long i = row * stride + lane;
        if (precision == Precision.FLOAT32) {
            memory.writeFloat(address, i * Float.BYTES, (float) x);
        } else {
            memory.writeDouble(address, i * Double.BYTES, x);
        }
    }

    void add(long row, int lane, double x) {
        set(row, lane, get(row, lane) + x);
    }
}
