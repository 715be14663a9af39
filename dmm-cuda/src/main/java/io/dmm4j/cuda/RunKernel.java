package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.cuda.kernel.RunTable;

/** A table of runs on the device and the kernels that move by it, with weights of three kinds. */
final class RunKernel {
    private final Workshop shop;
    private final RunTable table;
    private final Memory groups;
    private final Memory entries;

    RunKernel(Workshop shop, RunTable table, String what) {
        this.shop = shop;
        this.table = table;
        groups = shop.bytes(table.groupBytes(), "groups of " + what);
        entries = shop.bytes(table.entryBytes(), "entries of " + what);
    }

    /** With weights that all lanes share, at an address. */
    void shared(DeviceState state, long weights) {
        launch(state, args(Kernel.DOWN_SHARED, state).pointer("weights", weights));
    }

    /** With weights of each lane's own: [weights × stride]. */
    void lanes(DeviceState state, DeviceState weights) {
        launch(
                state,
                args(Kernel.DOWN_LANES, state)
                        .pointer("weights", weights.address())
                        .number("weightStride", weights.lanes().stride()));
    }

    /** With weights that are rows of the state: weight w is row {@code rows[w]}. */
    void rows(DeviceState state, Memory rows) {
        launch(state, args(Kernel.DOWN_ROWS, state).pointer("weightRow", rows.address()));
    }

    private Args args(Kernel kernel, DeviceState state) {
        return Args.of(kernel)
                .pointer("state", state.address())
                .number("stride", state.lanes().stride())
                .number("lanes", state.lanes().count())
                .pointer("groups", groups.address())
                .number("groupCount", table.groups())
                .pointer("entries", entries.address())
                .number("adds", table.adds() ? 1 : 0)
                .number("split", table.split(state.lanes().count()));
    }

    private void launch(DeviceState state, Args args) {
        LaneSlice lanes = state.lanes();
        int split = table.split(lanes.count());
        if (table.items() > 0) {
            shop.launch(
                    lanes.precision(),
                    LaunchShape.spread(table.items(), lanes.count(), lanes.precision(), split),
                    args);
        }
    }
}
