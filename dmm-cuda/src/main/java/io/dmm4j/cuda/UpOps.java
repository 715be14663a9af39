package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.cuda.kernel.OpTable;
import io.dmm4j.flat.FlatOps;

/**
 * A list of ops on the device. Where lanes fill the device, or there is little to do, one launch walks all levels;
 * otherwise each level is spread over the device by a launch of its own.
 */
final class UpOps {
    /** Numbers up to which a launch costs more than the work it spreads. */
    private static final long LITTLE = 1 << 15;

    private final Workshop shop;
    private final OpTable table;
    private final Memory entries;
    private final Memory levels;

    UpOps(Workshop shop, FlatOps ops, String what) {
        this.shop = shop;
        table = OpTable.of(ops);
        boolean none = table.entries() == 0;
        entries = none ? null : shop.bytes(table.entryBytes(), "ops, " + what);
        levels = none ? null : shop.bytes(table.levelBytes(), "levels of ops, " + what);
    }

    /** Adds the ops to the queue. */
    void run(DeviceState state) {
        if (entries == null) {
            return;
        }
        LaneSlice lanes = state.lanes();
        int n = table.levels().size();
        LaunchShape fused = LaunchShape.fused(lanes.count(), lanes.precision());
        long work = table.levels().stream().mapToLong(OpTable.Level::work).sum() * lanes.count();
        if (n > 1 && (fused.gridX() >= shop.gpu().info().multiprocessors() || work <= LITTLE)) {
            shop.launch(
                    lanes.precision(),
                    fused,
                    args(Kernel.OPS_FUSED, state).number("from", 0).number("to", n));
            return;
        }
        for (int level = 0; level < n; level++) {
            LaunchShape shape = LaunchShape.spread(table.levels().get(level).work(), lanes.count(), lanes.precision());
            shop.launch(lanes.precision(), shape, args(Kernel.OPS_LEVEL, state).number("level", level));
        }
    }

    private Args args(Kernel kernel, DeviceState state) {
        return Args.of(kernel)
                .pointer("state", state.address())
                .number("stride", state.lanes().stride())
                .number("lanes", state.lanes().count())
                .pointer("entries", entries.address())
                .pointer("levels", levels.address());
    }
}
