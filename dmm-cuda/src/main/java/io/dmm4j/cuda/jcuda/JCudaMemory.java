package io.dmm4j.cuda.jcuda;

import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Sizes;
import io.dmm4j.cuda.device.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Memory of the device. */
final class JCudaMemory extends JCudaResource implements Memory {
    private final CUdeviceptr pointer = new CUdeviceptr();
    private final long bytes;
    private final long address;

    JCudaMemory(JCudaGpu gpu, long bytes, String what) {
        super(gpu, what);
        this.bytes = bytes;
        gpu.status()
                .driver(
                        JCudaDriver.cuMemAlloc(pointer, bytes),
                        () -> "allocating " + Sizes.bytes(bytes) + " of GPU memory for " + what);
        address = Address.of(pointer);
    }

    /** Reads what JCuda hides: kernel arguments are built from addresses. */
    private static final class Address extends Pointer {
        private Address(Pointer pointer) {
            super(pointer);
        }

        static long of(Pointer pointer) {
            return new Address(pointer).getNativePointer();
        }
    }

    /** A part of device memory for a call of JCuda. */
    static CUdeviceptr pointer(Span span) {
        JCudaMemory memory = (JCudaMemory) span.memory();
        memory.requireOpen();
        return memory.pointer.withByteOffset(span.offset());
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    void free() {
        gpu.status().driver(JCudaDriver.cuMemFree(pointer), () -> "freeing " + what());
    }

    /** Page-locked memory of the host. */
    static final class Pinned extends JCudaResource implements HostMemory {
        private final Pointer pointer = new Pointer();
        private final ByteBuffer buffer;

        Pinned(JCudaGpu gpu, long bytes, String what) {
            super(gpu, what);
            gpu.status()
                    .driver(
                            JCudaDriver.cuMemHostAlloc(pointer, bytes, 0),
                            () -> "allocating " + Sizes.bytes(bytes) + " of page-locked memory for " + what);
            buffer = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
        }

        Pointer at(long offset) {
            requireOpen();
            return pointer.withByteOffset(offset);
        }

        @Override
        public ByteBuffer buffer() {
            requireOpen();
            return buffer;
        }

        @Override
        void free() {
            gpu.status().driver(JCudaDriver.cuMemFreeHost(pointer), () -> "freeing " + what());
        }
    }
}
