package io.dmm4j.cuda;

import io.dmm4j.cuda.device.HostMemory;
import io.dmm4j.cuda.device.Marker;
import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.nio.ByteBuffer;

/**
 * The events of a window on the device, for one slice of lanes: starts of the cycles, numbers, rows, lanes. Two host buffers
 * take turns, so that the next window's events are packed while this one's are still on their way. Where the arrays lie
 * depends on the room there is and not on the events, because captured work has their addresses; what is uploaded depends on
 * the events.
 */
final class EventBuffer {
    private static final int LEAST = 256;

    /** Bytes of an event: its number, row and lane. */
    private static final int EACH = Double.BYTES + 2 * Integer.BYTES;

    private final Workshop shop;
    private final LaneSlice lanes;
    private final int window;
    private final Marker[] uploaded = new Marker[2];
    private final HostMemory[] host = new HostMemory[2];
    private Memory memory;
    private int capacity;
    private int turn;

    EventBuffer(Workshop shop, LaneSlice lanes, int window) {
        this.shop = shop;
        this.lanes = lanes;
        this.window = window;
        for (int i = 0; i < 2; i++) {
            uploaded[i] = shop.scope().own(shop.gpu().marker("events uploaded"));
        }
        grow(LEAST);
    }

    /** The most events of a window of one slice: a host buffer has less than 2^31 bytes. */
    static int most(int window) {
        return (int) Math.max(0, (Integer.MAX_VALUE - startBytes(window)) / EACH);
    }

    /** Fails if a window has more events than that. */
    static void check(int events, int window) {
        if (events > most(window)) {
            throw new DmmException("events: found " + events + " in a window, expected at most " + most(window)
                    + " for backend cuda; run shorter windows or fewer lanes");
        }
    }

    private static long startBytes(int window) {
        return 8L * (window + 2);
    }

    private long bytes(long events) {
        return startBytes(window) + events * EACH;
    }

    private void grow(int events) {
        shop.queue().synchronise();
        if (memory != null) {
            shop.free(memory);
            shop.scope().free(host[0]);
            shop.scope().free(host[1]);
        }
        capacity = events;
        memory = shop.memory(bytes(events), "events");
        for (int i = 0; i < 2; i++) {
            host[i] = shop.pinned(bytes(events), "events");
        }
    }

    /** Uploads the events of a window; gives whether the addresses have changed. */
    boolean upload(EventTable events) {
        int n = events.row().length;
        boolean grows = n > capacity;
        if (grows) {
            grow((int) Math.min(most(window), Math.max(n, 2L * capacity)));
        }
        turn = 1 - turn;
        uploaded[turn].await();
        ByteBuffer b = host[turn].buffer();
        for (int t = 0; t < events.start().length; t++) {
            b.putInt(t * Integer.BYTES, events.start()[t]);
        }
        int rows = Math.toIntExact(rowsAt());
        int lane = Math.toIntExact(lanesAt());
        int values = Math.toIntExact(valuesAt());
        for (int i = 0; i < n; i++) {
            b.putInt(rows + i * Integer.BYTES, events.row()[i]);
            b.putInt(lane + i * Integer.BYTES, events.lane()[i]);
            if (lanes.precision() == Precision.FLOAT32) {
                b.putFloat(values + i * Float.BYTES, (float) events.value()[i]);
            } else {
                b.putDouble(values + i * Double.BYTES, events.value()[i]);
            }
        }
        send(n);
        shop.queue().record(uploaded[turn]);
        return grows;
    }

    /** One upload, unless that would be mostly what an earlier window needed. */
    private void send(int n) {
        if (capacity == LEAST || 2L * n >= capacity) {
            send(0, memory.bytes());
            return;
        }
        send(0, valuesAt() + (long) n * LaneSlice.bytes(lanes.precision()));
        if (n > 0) {
            send(rowsAt(), (long) n * Integer.BYTES);
            send(lanesAt(), (long) n * Integer.BYTES);
        }
    }

    private void send(long at, long bytes) {
        shop.queue().upload(host[turn], at, memory.span(at, bytes));
    }

    private long rowsAt() {
        return valuesAt() + (long) capacity * Double.BYTES;
    }

    private long lanesAt() {
        return rowsAt() + (long) capacity * Integer.BYTES;
    }

    /** Numbers stand after the starts, on a multiple of 8. */
    private long valuesAt() {
        return startBytes(window);
    }

    /** Adds the events of a cycle to their rows; how many there are is read on the device. */
    void add(DeviceState state, int cycle) {
        shop.launch(
                lanes.precision(),
                LaunchShape.flat(capacity),
                Args.of(Kernel.EVENTS)
                        .pointer("state", state.address())
                        .number("stride", lanes.stride())
                        .pointer("start", memory.address())
                        .number("cycle", cycle)
                        .pointer("rows", memory.address() + rowsAt())
                        .pointer("lane", memory.address() + lanesAt())
                        .pointer("values", memory.address() + valuesAt()));
    }
}
