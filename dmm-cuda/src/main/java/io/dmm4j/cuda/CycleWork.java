package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.flat.FlatProgram;
import java.util.ArrayList;
import java.util.List;

/** The cycles of one slice of lanes: its state, its events, what its probes saw, and its tape where there is one. */
final class CycleWork {
    final DeviceState state;
    final EventBuffer events;
    final ProbeLayout layout;
    private final Workshop shop;
    private final ProgramTables tables;
    private final List<Down> down = new ArrayList<>();
    private final Memory seen;
    private final Tape tape;
    /** Not null while lanes have parameters of their own: how they move, and [parameters × stride]. */
    private LaneWeights laneWeights;

    private DeviceState own;

    /** A slice before cycle 1. */
    CycleWork(Setup setup, ProgramTables tables, LaneSlice lanes) {
        shop = setup.session().shop();
        this.tables = tables;
        int window = setup.options().window();
        state = DeviceState.make(shop, lanes, setup.rows(), "the state");
        events = new EventBuffer(shop, lanes, window);
        layout = new ProbeLayout(lanes, tables.probes.count(), window, setup.byColumn());
        seen = layout.rows() == 0
                ? null
                : shop.memory(layout.bytes(), "what the probes see in a window of " + window + " cycles");
        if (layout.byColumn() && seen != null) {
            shop.clear(seen.all()); // columns that are no lane are read by the loss program too
        }
        tape = setup.gradient() ? new Tape(shop, program(), lanes, setup.tape()) : null;
        for (DownTables d : tables.down) {
            down.add(new Down(shop, d, state, tables.parameters, setup.cuda().deterministic()));
        }
    }

    FlatProgram program() {
        return tables.program;
    }

    LaneSlice lanes() {
        return state.lanes();
    }

    /** Adds the cycles of a window to the queue. */
    void run(int cycles, HeldLinks held) {
        if (tape != null) {
            tape.start(state);
        }
        for (int t = 0; t < cycles; t++) {
            cycle(t, held);
            if (seen != null) {
                tables.probes.gather(state, seen.address() + layout.at(t, 0), layout.rowStride());
            }
            held.watch(state, t);
            if (tape != null) {
                tape.save(state, t);
            }
        }
    }

    /** Adds one cycle of a window, whose events are still there, to the queue. */
    void cycle(int t, HeldLinks held) {
        for (int s = 0; s < down.size(); s++) {
            down(s);
            if (s == 0 && held.runs() != null) {
                held.runs().down(state);
            }
            if (s == 0 && tables.externals.count() > 0) {
                tables.externals.clear(state);
                events.add(state, t);
            }
            tables.up.get(s).run(state);
        }
    }

    private void down(int stage) {
        if (laneWeights == null) {
            down.get(stage).run();
        } else {
            laneWeights.down(stage, state, own);
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

    /** What the probes saw; null without probes. */
    Memory seen() {
        return seen;
    }

    /** What is kept for the way back; null if there are no derivatives. */
    Tape tape() {
        return tape;
    }
}
