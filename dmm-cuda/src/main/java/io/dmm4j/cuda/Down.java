package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Product;

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
            case RUNS -> tables.runs.shared(state, parameters.address());
        }
    }
}
