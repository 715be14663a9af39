package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.Dense;
import io.dmm4j.cuda.device.DeviceInfo;
import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.GpuException;
import io.dmm4j.cuda.device.GpuException.Kind;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Sparse;
import io.dmm4j.cuda.kernel.HostKernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A device on host memory. What it checks is a defect of the caller and throws {@link IllegalStateException}; what it is
 * told to let fail throws {@link GpuException}.
 */
public final class FakeGpu implements Gpu {
    private final FakeAddresses addresses = new FakeAddresses();
    private final Calls calls = new Calls();
    private final Set<FakeResource> live = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<FakeQueue> queues = Collections.newSetFromMap(new IdentityHashMap<>());
    private final long bytes;
    private long used;
    private long uploaded;
    private boolean dense = true;
    private KernelRunner runner = HostKernels::launch;
    private boolean closed;

    /** A device with 1 GiB. */
    public FakeGpu() {
        this(1L << 30);
    }

    /** A device with so much memory. */
    public FakeGpu(long bytes) {
        this.bytes = bytes;
    }

    // ---- what tests ask ----------------------------------------------------------------------------

    /** Lets one call fail: 0 is the next one, below 0 is none. A lost device fails in all calls after it too. */
    public void failAt(long call, Kind kind) {
        calls.failAt(call, kind);
    }

    /** The calls so far. */
    public long count() {
        return calls.count();
    }

    /** Bytes that were uploaded so far. */
    public long uploaded() {
        return uploaded;
    }

    /** What is alive, each with the place where it was made. */
    public List<String> leaks() {
        return live.stream().map(FakeResource::toString).sorted().toList();
    }

    /** Lets cuBLAS be absent. */
    public FakeGpu withoutDense() {
        dense = false;
        return this;
    }

    /** Lets something else than {@link HostKernels} run the kernels. */
    public FakeGpu withKernels(KernelRunner other) {
        runner = other;
        return this;
    }

    /** Whether it was given back. */
    public boolean isClosed() {
        return closed;
    }

    // ---- what the parts need -----------------------------------------------------------------------

    FakeAddresses addresses() {
        return addresses;
    }

    KernelRunner runner() {
        return runner;
    }

    Calls calls() {
        return calls;
    }

    Set<FakeResource> live() {
        return live;
    }

    Set<FakeQueue> queues() {
        return queues;
    }

    /** During a capture only work may be added. */
    void requireNoCapture(String operation) {
        if (queues.stream().anyMatch(FakeQueue::isCapturing)) {
            throw new IllegalStateException(operation + " while work is captured");
        }
    }

    void uploads(long size) {
        uploaded += size;
    }

    void freed(long size) {
        used -= size;
    }

    /** Memory must not be freed while work is queued on it. */
    void requireIdle(FakeResource resource) {
        for (FakeQueue q : new ArrayList<>(queues)) {
            if (q.needs(resource)) {
                throw new IllegalStateException(resource + " was freed while " + q + " still needs it");
            }
        }
    }

    private void making(String what) {
        if (closed) {
            throw new IllegalStateException("the device is closed");
        }
        requireNoCapture("making " + what);
        calls.next("making " + what);
    }

    // ---- the layer ---------------------------------------------------------------------------------

    @Override
    public DeviceInfo info() {
        return new DeviceInfo(0, "a fake device", 9, 0, 4, bytes, 96 << 10, 12_060);
    }

    @Override
    public boolean isLost() {
        return calls.isLost();
    }

    @Override
    public long freeBytes() {
        calls.next("asking for free memory");
        return bytes - used;
    }

    @Override
    public Memory memory(long size, String what) {
        if (size < 1) {
            throw new IllegalStateException(what + ": " + size + " bytes");
        }
        making(what);
        if (size > bytes - used) {
            throw new GpuException(Kind.OUT_OF_MEMORY, "allocating " + size + " bytes of GPU memory for " + what);
        }
        FakeMemory m = new FakeMemory(this, size, addresses.reserve(size), what);
        used += size;
        addresses.add(m);
        return m;
    }

    @Override
    public HostMemory pinned(long size, String what) {
        if (size < 1) {
            throw new IllegalStateException(what + ": " + size + " bytes");
        }
        making(what);
        return new FakeMemory.Pinned(this, size, what);
    }

    @Override
    public Queue queue(String what) {
        making(what);
        FakeQueue q = new FakeQueue(this, what);
        queues.add(q);
        return q;
    }

    @Override
    public Marker marker(String what) {
        making(what);
        return new FakeMarker(this, what);
    }

    @Override
    public Kernels kernels(byte[] ptx, String what) {
        making(what);
        return new FakeKernels(this, what);
    }

    @Override
    public Product product(Sparse s, Queue queue) {
        making(s.what());
        return new FakeProduct(this, s);
    }

    @Override
    public Product product(Dense d, Queue queue) {
        making(d.what());
        if (!dense) {
            throw new IllegalStateException("there is no cuBLAS");
        }
        return new FakeProduct(this, d);
    }

    @Override
    public boolean hasDense() {
        return dense;
    }

    @Override
    public void close() {
        closed = true;
    }
}
