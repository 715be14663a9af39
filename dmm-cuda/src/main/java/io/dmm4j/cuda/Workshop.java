package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Gpu;
import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Queue;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.spi.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the parts of an executor are made: its device, its queue, its scope. */
final class Workshop {
    private static final int LEAST_STAGED = 1 << 12;
    private static final int MOST_STAGED = 1 << 20;

    private final OpenGpu device;
    private final Scope scope;
    private final Queue queue;
    private HostMemory staging;

    Workshop(OpenGpu device, Scope scope) {
        this.device = device;
        this.scope = scope;
        queue = scope.own(device.gpu().queue("queue of an executor"));
    }

    /** A part of another workshop: the same queue, things of its own. */
    Workshop(Workshop whole, Scope scope) {
        device = whole.device;
        queue = whole.queue;
        this.scope = scope;
    }

    Gpu gpu() {
        return device.gpu();
    }

    Queue queue() {
        return queue;
    }

    Scope scope() {
        return scope;
    }

    // ---- memory ------------------------------------------------------------------------------------

    /** Memory that lives as long as the executor; never smaller than one number, so that it has an address. */
    Memory memory(long bytes, String what) {
        return scope.own(gpu().memory(Math.max(Double.BYTES, bytes), what));
    }

    HostMemory pinned(long bytes, String what) {
        return scope.own(gpu().pinned(Math.max(Double.BYTES, bytes), what));
    }

    /** Gives memory back before the executor ends; nothing that is queued may need it. */
    void free(Memory memory) {
        scope.free(memory);
    }

    Memory ints(int[] values, String what) {
        ByteBuffer b = ByteBuffer.allocate(Math.multiplyExact(values.length, Integer.BYTES))
                .order(ByteOrder.nativeOrder());
        b.asIntBuffer().put(values);
        return bytes(b, what);
    }

    Memory doubles(double[] values, String what) {
        ByteBuffer b = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.nativeOrder());
        b.asDoubleBuffer().put(values);
        return bytes(b, what);
    }

    /** Memory with all the bytes of a buffer; they have arrived when this returns. */
    Memory bytes(ByteBuffer values, String what) {
        ByteBuffer from = values.duplicate().clear();
        Memory m = memory(from.remaining(), what);
        int piece = staging(from.remaining());
        for (long at = 0; from.hasRemaining(); ) {
            int n = Math.min(piece, from.remaining());
            staging.buffer().clear();
            staging.buffer().put(from.duplicate().limit(from.position() + n));
            from.position(from.position() + n);
            queue.upload(staging, 0, m.span(at, n));
            queue.synchronise();
            at += n;
        }
        return m;
    }

    /** Makes the staging buffer as large as is good for so many bytes; gives its size. */
    private int staging(int bytes) {
        int wanted = Math.min(MOST_STAGED, Math.max(LEAST_STAGED, bytes));
        if (staging == null || staging.buffer().capacity() < wanted) {
            if (staging != null) {
                scope.free(staging);
                staging = null;
            }
            staging = pinned(wanted, "staging of tables");
        }
        return staging.buffer().capacity();
    }

    // ---- launches ----------------------------------------------------------------------------------

    void launch(Precision precision, LaunchShape shape, Args args) {
        device.launch(queue, precision, shape, args);
    }

    /** Launches a kernel over rows in all lanes of a slice. */
    void spread(LaneSlice lanes, long items, Args args) {
        if (items > 0) {
            launch(lanes.precision(), LaunchShape.spread(items, lanes.count(), lanes.precision()), args);
        }
    }

    /** Launches a kernel over items without lanes. */
    void flat(Precision precision, long items, Args args) {
        if (items > 0) {
            launch(precision, LaunchShape.flat(items), args);
        }
    }

    void clear(Span span) {
        if (span.bytes() > 0) {
            queue.clear(span);
        }
    }

    void copy(Span from, Span to) {
        if (from.bytes() > 0) {
            queue.copy(from, to);
        }
    }
}
