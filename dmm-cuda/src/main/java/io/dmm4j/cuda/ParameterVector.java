package io.dmm4j.cuda;

import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.spi.Precision;

/**
 * The parameters on the device: as 64-bit numbers, and rounded to the precision of the state. After the last there is a 0,
 * which stands for absent weights.
 */
final class ParameterVector {
    private final Workshop shop;
    private final Precision precision;
    private final int count;
    private final Memory exact;
    private final Memory rounded;
    private final HostMemory host;

    ParameterVector(Workshop shop, Precision precision, int count) {
        this.shop = shop;
        this.precision = precision;
        this.count = count;
        exact = shop.memory((count + 1L) * Double.BYTES, "parameters");
        rounded = shop.memory((count + 1L) * LaneSlice.bytes(precision), "rounded parameters");
        host = shop.pinned((count + 1L) * Double.BYTES, "parameters");
        host.buffer().asDoubleBuffer().put(new double[count + 1]);
    }

    /** Replaces the first of them; when this returns the host's array may change. */
    void set(double[] values) {
        shop.queue().synchronise(); // an earlier upload may still read the buffer
        host.buffer().asDoubleBuffer().put(values, 0, Math.min(count, values.length));
        shop.queue().upload(host, 0, exact.all());
        round();
    }

    /** Rounds the 64-bit numbers to the precision of the state. */
    void round() {
        shop.flat(
                precision,
                count + 1L,
                Args.of(Kernel.ROUND)
                        .pointer("from", exact.address())
                        .number("count", count + 1L)
                        .pointer("to", rounded.address()));
    }

    /** The 64-bit numbers. */
    Span exact() {
        return exact.all();
    }

    /** The address of the rounded numbers. */
    long address() {
        return rounded.address();
    }

    /** The index of the 0 that stands for absent weights. */
    int zero() {
        return count;
    }

    Precision precision() {
        return precision;
    }
}
