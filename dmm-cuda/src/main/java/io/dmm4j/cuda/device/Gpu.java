package io.dmm4j.cuda.device;

/**
 * One open GPU: all that this module asks of CUDA. Every failure is a {@link GpuException}. A {@code Gpu} serves one
 * thread at a time.
 *
 * <p>What is made here is freed by its maker, best through a {@link Scope}.
 */
public interface Gpu extends AutoCloseable {

    /** What the device is. */
    DeviceInfo info();

    /** Whether a call has failed with {@link GpuException.Kind#LOST}: then all calls fail but those that free something. */
    boolean isLost();

    /** The bytes that are free now. */
    long freeBytes();

    /** Allocates device memory, at least 1 byte. */
    Memory memory(long bytes, String what);

    /** Allocates page-locked host memory, 1 byte to 2^31 − 1. */
    HostMemory pinned(long bytes, String what);

    /** Makes a queue. */
    Queue queue(String what);

    /** Makes a marker. */
    Marker marker(String what);

    /** Loads kernels from PTX text. */
    Kernels kernels(byte[] ptx, String what);

    /** Prepares a sparse product to run in a queue. */
    Product product(Sparse sparse, Queue queue);

    /** Prepares a dense product to run in a queue; needs cuBLAS. */
    Product product(Dense dense, Queue queue);

    /** Whether {@link #product(Dense, Queue)} can work: cuBLAS is there. */
    boolean hasDense();

    /** Gives the device back; everything that was made must be freed before, unless the device is lost. */
    @Override
    void close();
}
