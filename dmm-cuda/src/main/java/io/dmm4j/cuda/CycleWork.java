package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.flat.FlatProgram;
import java.util.ArrayList;
import java.util.List;

/** The cycles of one slice of lanes: its state, its events, what its probes saw, and its tape where there is one. */
final class CycleWork {
    final DeviceState state;
    final EventBuffer events;
    private final Workshop shop;
    private final ProgramTables tables;
    private final List<Down> down = new ArrayList<>();
    final ProbeLayout layout;
    private final Memory seen;
    private final Memory tape;
    private final Memory guarded;
    /** Not null while lanes have parameters of their own: how they move, and [parameters × stride]. */
    private LaneWeights laneWeights;

    private DeviceState own;

    /**
     * A slice before cycle 1.
     *
     * @param rows rows of the state: R, or 2R where derivatives follow
     * @param taped whether each cycle's rows are kept
     * @param byColumn how what the probes see lies in memory, see {@link ProbeLayout}
     */
    CycleWork(
            Workshop shop,
            ProgramTables tables,
            LaneSlice lanes,
            CudaOptions options,
            int window,
            long rows,
            boolean taped,
            boolean byColumn) {
        this.shop = shop;
        this.tables = tables;
        state = DeviceState.make(shop, lanes, rows, "the state");
        events = new EventBuffer(shop, lanes, window);
        layout = new ProbeLayout(lanes, tables.probes.count(), window, byColumn);
        seen = layout.rows() == 0
                ? null
                : shop.memory(layout.bytes(), "what the probes see in a window of " + window + " cycles");
        if (byColumn && seen != null) {
            shop.clear(seen.all()); // columns that are no lane are read by the loss program too
        }
        tape = taped
                ? shop.memory(
                        Math.addExact(
                                lanes.bytes(program().outputRows()),
                                Math.multiplyExact(lanes.bytes(program().rows()), window)),
                        "the tape of a window of " + window + " cycles")
                : null;
        guarded = tables.guards.count() == 0
                ? null
                : shop.memory(
                        Math.multiplyExact(lanes.bytes(tables.guards.count()), window),
                        "guarded rows in a window of " + window + " cycles");
        for (DownTables d : tables.down) {
            down.add(new Down(shop, d, state, tables.parameters, options.deterministic()));
        }
    }

    FlatProgram program() {
        return tables.program;
    }

    LaneSlice lanes() {
        return state.lanes();
    }

    /** Adds the cycles of a window to the queue. */
    void run(int cycles) {
        if (tape != null) {
            shop.copy(
                    state.rows(0, program().outputRows()),
                    tape.span(0, lanes().bytes(program().outputRows())));
        }
        for (int t = 0; t < cycles; t++) {
            cycle(t);
        }
    }

    private void cycle(int t) {
        for (int s = 0; s < down.size(); s++) {
            down(s);
            if (s == 0 && tables.externals.count() > 0) {
                tables.externals.clear(state);
                events.add(state, t);
            }
            tables.up.get(s).run(state);
        }
        if (seen != null) {
            tables.probes.gather(state, seen.address() + layout.at(t, 0), layout.rowStride());
        }
        if (guarded != null) {
            tables.guards.gather(state, guarded.address() + guardedAt(t), lanes().stride());
        }
        if (tape != null) {
            long bytes = lanes().bytes(program().rows());
            shop.copy(state.rows(0, program().rows()), tape.span(tapeAt(t), bytes));
        }
    }

    private void down(int stage) {
        if (laneWeights == null) {
            down.get(stage).run();
        } else {
            laneWeights.down(stage, state, own);
        }
        if (stage == 0 && tables.rowRuns != null) {
            tables.rowRuns.down(state);
        }
    }

    /** Gives every lane parameters of its own, which are written to what this gives; null ends that. */
    DeviceState own(LaneWeights weights) {
        laneWeights = weights;
        if (weights != null && own == null) {
            own = DeviceState.make(shop, lanes(), program().parameters().length, "parameters of each lane");
        }
        return own;
    }

    /** Queues the parameter rows of lanes that have parameters of their own. */
    void ownParameterRows() {
        if (laneWeights != null) {
            laneWeights.parameterRows(state, own);
        }
    }

    /** The runs whose weights are rows; null if there are none. */
    RowRuns rowRuns() {
        return tables.rowRuns;
    }

    /** First byte of the guarded rows of a cycle of the window. */
    long guardedAt(int cycle) {
        return Math.multiplyExact(lanes().bytes(tables.guards.count()), cycle);
    }

    /** The guarded rows after each cycle: [cycles × guards × stride]; null without guards. */
    Memory guarded() {
        return guarded;
    }

    /** What the probes saw; null without probes. */
    Memory seen() {
        return seen;
    }

    /** First byte of a cycle on the tape; −1 is the state before the window, of which there are only the outputs. */
    long tapeAt(int cycle) {
        return cycle < 0
                ? 0
                : Math.addExact(
                        lanes().bytes(program().outputRows()),
                        Math.multiplyExact(lanes().bytes(program().rows()), cycle));
    }

    Memory tape() {
        return tape;
    }
}
