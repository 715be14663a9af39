package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.kernel.DeviceMemory;
import java.util.Map;
import java.util.TreeMap;

/** The address space of a fake device: kernels reach what is alive and nothing else. */
public final class FakeAddresses implements DeviceMemory {
    private static final long FIRST = 1L << 40;
    private static final long GAP = 1 << 16;
    private static final long ALIGNED = 256;

    private final TreeMap<Long, FakeMemory> live = new TreeMap<>();
    private long next = FIRST;

    /** An address for a new piece of memory, far from all others. */
    long reserve(long bytes) {
        long address = next;
        next += (bytes + GAP + ALIGNED - 1) / ALIGNED * ALIGNED;
        return address;
    }

    void add(FakeMemory memory) {
        live.put(memory.address(), memory);
    }

    void remove(long address) {
        live.remove(address);
    }

    /** The memory that an address lies in. */
    FakeMemory at(long address) {
        Map.Entry<Long, FakeMemory> e = live.floorEntry(address);
        if (e == null || address > e.getKey() + e.getValue().bytes()) {
            throw new IllegalStateException("address " + address + " lies in no memory that is alive");
        }
        return e.getValue();
    }

    /** Where the memory begins that an address lies in. */
    public long start(long address) {
        return at(address).address();
    }

    /** The bytes of the memory that an address lies in; what is written to them is written to the memory. */
    public byte[] bytes(long address) {
        return at(address).data().array();
    }

    private int index(FakeMemory memory, long address, long offset, int size) {
        long i = address - memory.address() + offset;
        if (i < 0 || i > memory.bytes() - size) {
            throw new IllegalStateException(
                    "byte " + i + " of " + memory + ", which has " + memory.bytes() + " bytes, is out of bounds");
        }
        if (i % size != 0) {
            throw new IllegalStateException("byte " + i + " of " + memory + " is not aligned to " + size);
        }
        return (int) i;
    }

    @Override
    public int readInt(long address, long offset) {
        FakeMemory m = at(address);
        return m.data().getInt(index(m, address, offset, Integer.BYTES));
    }

    @Override
    public float readFloat(long address, long offset) {
        FakeMemory m = at(address);
        return m.data().getFloat(index(m, address, offset, Float.BYTES));
    }

    @Override
    public double readDouble(long address, long offset) {
        FakeMemory m = at(address);
        return m.data().getDouble(index(m, address, offset, Double.BYTES));
    }

    @Override
    public void writeFloat(long address, long offset, float x) {
        FakeMemory m = at(address);
        m.data().putFloat(index(m, address, offset, Float.BYTES), x);
    }

    @Override
    public void writeDouble(long address, long offset, double x) {
        FakeMemory m = at(address);
        m.data().putDouble(index(m, address, offset, Double.BYTES), x);
    }
}
