package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.Ranges;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A list of rows on the device, and what is done to such rows in all lanes. */
final class RowList {
    private final Workshop shop;
    private final int count;
    private final Memory rows;

    RowList(Workshop shop, int[] rows, String what) {
        this.shop = shop;
        count = rows.length;
        this.rows = count == 0 ? null : shop.ints(rows, what);
    }

    /** The rows of ranges, one after the other. */
    static int[] rows(Ranges ranges) {
        return IntStream.range(0, ranges.count())
                .flatMap(i -> IntStream.range(ranges.start()[i], Math.addExact(ranges.start()[i], ranges.length()[i])))
                .toArray();
    }

    /** Rows without repetitions: for kernels that write them. */
    static int[] distinct(int[] rows) {
        return Arrays.stream(rows).distinct().toArray();
    }

    int count() {
        return count;
    }

    long address() {
        return rows.address();
    }

    /** Sets the rows to 0. */
    void clear(DeviceState state) {
        if (count > 0) {
            shop.spread(
                    state.lanes(),
                    count,
                    onState(Kernel.ROWS_CLEAR, state).pointer("rows", address()).number("count", count));
        }
    }

    /** Sets each row to its number. */
    void set(DeviceState state, Memory values) {
        if (count > 0) {
            shop.spread(
                    state.lanes(),
                    count,
                    onState(Kernel.ROWS_SET, state)
                            .pointer("rows", address())
                            .pointer("values", values.address())
                            .number("count", count));
        }
    }

    /** Copies the rows to a matrix that has just them. */
    void gather(DeviceState state, long to, long toStride) {
        if (count > 0) {
            shop.spread(
                    state.lanes(),
                    count,
                    Args.of(Kernel.ROWS_GATHER)
                            .pointer("from", state.address())
                            .number("fromStride", state.lanes().stride())
                            .number("lanes", state.lanes().count())
                            .pointer("rows", address())
                            .number("count", count)
                            .pointer("to", to)
                            .number("toStride", toStride));
        }
    }

    static Args onState(Kernel kernel, DeviceState state) {
        return Args.of(kernel)
                .pointer("state", state.address())
                .number("stride", state.lanes().stride())
                .number("lanes", state.lanes().count());
    }
}
