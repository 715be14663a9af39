package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Device memory on the heap, poisoned: what reads it before it was written reads NaN or −1. */
final class FakeMemory extends FakeResource implements Memory {
    private static final byte POISON = (byte) 0xff;

    private final long address;
    private final ByteBuffer data;

    FakeMemory(FakeGpu gpu, long bytes, long address, String what) {
        super(gpu, what);
        this.address = address;
        data = poisoned(bytes);
    }

    private static ByteBuffer poisoned(long bytes) {
        byte[] b = new byte[Math.toIntExact(bytes)];
        Arrays.fill(b, POISON);
        return ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long bytes() {
        return data.capacity();
    }

    @Override
    public long address() {
        return address;
    }

    ByteBuffer data() {
        requireOpen();
        return data;
    }

    @Override
    void gone() {
        gpu.addresses().remove(address);
        gpu.freed(bytes());
    }

    /** Page-locked memory. */
    static final class Pinned extends FakeResource implements HostMemory {
        private final ByteBuffer data;

        Pinned(FakeGpu gpu, long bytes, String what) {
            super(gpu, what);
            data = poisoned(bytes);
        }

        @Override
        public ByteBuffer buffer() {
            requireOpen();
            return data;
        }
    }
}
