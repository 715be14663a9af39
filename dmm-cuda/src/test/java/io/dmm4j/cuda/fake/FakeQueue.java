package io.dmm4j.cuda.fake;

import io.dmm4j.cuda.device.Graph;
import io.dmm4j.cuda.device.Grid;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Kernels;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Span;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A stream that does its work as late as it may: when the host waits for it. */
final class FakeQueue extends FakeResource implements Queue {
    private final ArrayDeque<FakeWork> pending = new ArrayDeque<>();
    private long done;
    private List<FakeWork> captured;

    FakeQueue(FakeGpu gpu, String what) {
        super(gpu, what);
    }

    private void add(FakeWork work) {
        requireOpen();
        gpu.calls().next(work.name());
        work.uses().forEach(FakeResource::requireOpen);
        if (captured != null) {
            captured.add(work);
        } else {
            pending.add(work);
        }
    }

    /** Runs what was added before a position, counted from the first piece of work ever. */
    void runTo(long position) {
        while (done < position && !pending.isEmpty()) {
            done++;
            pending.poll().run();
        }
    }

    boolean isCapturing() {
        return captured != null;
    }

    /** Whether work that is still to run uses something. */
    boolean needs(FakeResource resource) {
        return pending.stream().anyMatch(w -> w.uses().contains(resource));
    }

    // ---- work --------------------------------------------------------------------------------------

    private static ByteBuffer part(Span s) {
        return part(((FakeMemory) s.memory()).data(), s.offset(), s.bytes());
    }

    private static ByteBuffer part(ByteBuffer all, long offset, long bytes) {
        return all.duplicate().position(Math.toIntExact(offset)).limit(Math.toIntExact(offset + bytes));
    }

    private static void requireFits(HostMemory host, long offset, long bytes) {
        if (offset < 0 || bytes > host.buffer().capacity() - offset) {
            throw new IllegalStateException(bytes + " bytes from " + offset + " on are not in " + host);
        }
    }

    @Override
    public void upload(HostMemory from, long offset, Span to) {
        requireFits(from, offset, to.bytes());
        gpu.uploads(to.bytes());
        FakeMemory target = (FakeMemory) to.memory();
        add(new FakeWork(
                "copying " + to.bytes() + " bytes to " + target.what(),
                Set.of(target, (FakeResource) from),
                () -> part(to).put(part(from.buffer(), offset, to.bytes()))));
    }

    @Override
    public void download(Span from, HostMemory to, long offset) {
        requireFits(to, offset, from.bytes());
        FakeMemory source = (FakeMemory) from.memory();
        add(new FakeWork(
                "copying " + from.bytes() + " bytes from " + source.what(),
                Set.of(source, (FakeResource) to),
                () -> part(to.buffer(), offset, from.bytes()).put(part(from))));
    }

    @Override
    public void copy(Span from, Span to) {
        boolean overlap = from.memory() == to.memory()
                && from.offset() < to.offset() + to.bytes()
                && to.offset() < from.offset() + from.bytes();
        if (from.bytes() != to.bytes() || overlap) {
            throw new IllegalStateException("a copy of " + from + " to " + to);
        }
        FakeMemory a = (FakeMemory) from.memory();
        FakeMemory b = (FakeMemory) to.memory();
        add(new FakeWork(
                "copying " + from.bytes() + " bytes from " + a.what() + " to " + b.what(),
                a == b ? Set.of(a) : Set.of(a, b),
                () -> part(to).put(part(from))));
    }

    @Override
    public void clear(Span memory) {
        FakeMemory m = (FakeMemory) memory.memory();
        add(new FakeWork("clearing " + m.what(), Set.of(m), () -> {
            ByteBuffer b = part(memory);
            b.put(new byte[b.remaining()]);
        }));
    }

    @Override
    public void launch(Kernels.Function kernel, Grid grid, int sharedBytes, long[] values, int[] bytes) {
        FakeKernels.Entry entry = (FakeKernels.Entry) kernel;
        add(entry.work(grid, values.clone(), bytes));
    }

    @Override
    public void run(Product product) {
        add(((FakeProduct) product).work());
    }

    @Override
    public void run(Graph graph) {
        FakeGraph g = (FakeGraph) graph;
        add(new FakeWork("running " + graph.what(), Set.of(g), () -> g.work.forEach(FakeWork::run)));
    }

    // ---- order -------------------------------------------------------------------------------------

    @Override
    public void record(Marker marker) {
        requireOpen();
        gpu.calls().next("recording a marker");
        ((FakeMarker) marker).requireOpen();
        if (captured == null) {
            ((FakeMarker) marker).recorded(this, done + pending.size());
        }
    }

    @Override
    public void after(Marker marker) {
        add(new FakeWork("waiting for a marker", Set.of((FakeMarker) marker), ((FakeMarker) marker).reach()));
    }

    /** Work that was added is lost if waiting for it fails: as on a device, nobody can tell how far it got. */
    @Override
    public void synchronise() {
        requireOpen();
        gpu.requireNoCapture("synchronising " + what());
        try {
            gpu.calls().next("waiting for the work before (" + what() + ")");
        } catch (RuntimeException e) {
            pending.clear();
            throw e;
        }
        runTo(Long.MAX_VALUE);
    }

    // ---- capture -----------------------------------------------------------------------------------

    @Override
    public void beginCapture() {
        requireOpen();
        gpu.calls().next("capturing");
        gpu.requireNoCapture("beginning a capture");
        captured = new ArrayList<>();
    }

    @Override
    public Graph endCapture(String what) {
        List<FakeWork> work = captured;
        if (work == null) {
            throw new IllegalStateException("no capture to end");
        }
        captured = null;
        gpu.calls().next("ending the capture of " + what);
        return new FakeGraph(gpu, work, what);
    }

    @Override
    public void abandonCapture() {
        captured = null;
    }

    @Override
    void gone() {
        gpu.queues().remove(this);
    }

    private static final class FakeGraph extends FakeResource implements Graph {
        private final List<FakeWork> work;

        FakeGraph(FakeGpu gpu, List<FakeWork> work, String what) {
            super(gpu, what);
            this.work = work;
        }
    }
}
