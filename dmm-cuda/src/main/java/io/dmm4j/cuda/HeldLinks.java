package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.flat.FlatProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * What a machine that holds its own matrix may change between two windows, on the device: the runs whose weights are rows, and
 * the guarded rows with what they held after each cycle of a window, by slice. It lives in a scope of its own.
 */
final class HeldLinks implements AutoCloseable {
    final RowList guards;
    private final RowRuns runs;
    private final List<LaneSlice> slices;
    private final List<Memory> guarded = new ArrayList<>();
    private final Scope scope;

    /** Makes it in a scope of its own; {@code gradient} says whether there are derivatives. */
    static HeldLinks make(Workshop whole, FlatProgram program, List<LaneSlice> slices, int window, boolean gradient) {
        try (Scope scope = new Scope("held links")) {
            HeldLinks made = new HeldLinks(new Workshop(whole, scope), program, slices, window, gradient);
            scope.keep();
            return made;
        }
    }

    private HeldLinks(Workshop shop, FlatProgram program, List<LaneSlice> slices, int window, boolean gradient) {
        this.slices = slices;
        scope = shop.scope();
        guards = new RowList(shop, RowList.rows(program.guards()), "guards");
        runs = program.rowRuns().count() == 0 ? null : new RowRuns(shop, program, gradient);
        if (guards.count() > 0) {
            for (LaneSlice lanes : slices) {
                long bytes = Math.multiplyExact(lanes.bytes(guards.count()), window);
                guarded.add(shop.memory(bytes, "guarded rows in a window of " + window + " cycles"));
            }
        }
    }

    /** The runs; null if there are none. */
    RowRuns runs() {
        return runs;
    }

    /** Queues a copy of the guarded rows after a cycle of a window. */
    void watch(DeviceState state, int cycle) {
        if (guards.count() > 0) {
            long to = guarded(state.lanes()).address() + at(state.lanes(), cycle);
            guards.gather(state, to, state.lanes().stride());
        }
    }

    /** The guarded rows of a slice after each cycle: [cycles × guards × stride]. */
    Memory guarded(LaneSlice lanes) {
        return guarded.get(slices.indexOf(lanes));
    }

    /** First byte of the guarded rows of a cycle of the window. */
    long at(LaneSlice lanes, int cycle) {
        return Math.multiplyExact(lanes.bytes(guards.count()), cycle);
    }

    @Override
    public void close() {
        scope.close();
    }
}
