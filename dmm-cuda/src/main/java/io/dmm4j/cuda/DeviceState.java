package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Span;

/** A matrix on the device: [rows × stride] numbers of one slice of lanes. */
record DeviceState(Memory memory, LaneSlice lanes, long rows) {

    static DeviceState make(Workshop shop, LaneSlice lanes, long rows, String what) {
        String words = what + " of " + rows + " rows × " + lanes.count() + " lanes";
        return new DeviceState(shop.memory(lanes.bytes(rows), words), lanes, rows);
    }

    long address() {
        return memory.address();
    }

    /** Rows {@code first} to {@code first + count}. */
    Span rows(long first, long count) {
        return memory.span(lanes.bytes(first), lanes.bytes(count));
    }

    long addressOf(long row) {
        return memory.address() + lanes.bytes(row);
    }
}
