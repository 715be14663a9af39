package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Product;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;

/** The links of one stage, in one direction, on one slice of lanes. */
final class Down {
    private final Workshop shop;
    private final DownTables tables;
    private final DeviceState state;
    private final ParameterVector parameters;
    private final Product product;

    Down(Workshop shop, DownTables tables, DeviceState state, ParameterVector parameters, boolean deterministic) {
        this.shop = shop;
        this.tables = tables;
        this.state = state;
        this.parameters = parameters;
        product = tables.kind == DownTables.Kind.MATRIX
                ? tables.matrix.product(state, tables.firstSource, tables.firstTarget, deterministic)
                : null;
    }

    /** Adds the movement to the queue. */
    void run() {
        switch (tables.kind) {
            case NONE -> {
                if (!tables.adds) {
                    shop.clear(state.rows(tables.firstTarget, tables.targets));
                }
            }
            case MATRIX -> shop.queue().run(product);
            case RUNS -> runs();
        }
    }

    private void runs() {
        LaneSlice lanes = state.lanes();
        int split = tables.table.split(lanes.count());
        Args args = Args.of(Kernel.DOWN_SHARED)
                .pointer("state", state.address())
                .number("stride", lanes.stride())
                .number("lanes", lanes.count())
                .pointer("groups", tables.groups.address())
                .number("groupCount", tables.table.groups())
                .pointer("entries", tables.entries.address())
                .number("adds", tables.adds ? 1 : 0)
                .number("split", split)
                .pointer("weights", parameters.address());
        shop.launch(
                lanes.precision(),
                LaunchShape.spread(tables.table.items(), lanes.count(), lanes.precision(), split),
                args);
    }
}
