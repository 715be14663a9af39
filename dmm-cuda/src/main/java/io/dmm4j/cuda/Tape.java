package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.TapePlan;

/**
 * What the cycles of a window leave for the way back, for one slice of lanes: [segments × outputs × stride] before each
 * segment, then [segment × rows × stride] after its cycles, then, where cycles are computed again, the outputs at the end of
 * the window. All methods queue copies.
 */
final class Tape {
    final TapePlan plan;
    private final Workshop shop;
    private final FlatProgram program;
    private final LaneSlice lanes;
    private final Memory memory;

    /** What a tape of a program takes: all rows after each cycle; events stay where they are. */
    static TapePlan.Sizes sizes(FlatProgram p) {
        return new TapePlan.Sizes(p.rows(), p.outputRows(), 0);
    }

    Tape(Workshop shop, FlatProgram program, LaneSlice lanes, TapePlan plan) {
        this.shop = shop;
        this.program = program;
        this.lanes = lanes;
        this.plan = plan;
        String held = plan.recomputes() ? ", " + plan.segment() + " of them at a time" : "";
        memory = shop.memory(
                lanes.bytes(plan.numbers(sizes(program))),
                "the tape of a window of " + plan.window() + " cycles" + held);
    }

    // ---- where what lies ---------------------------------------------------------------------------

    private Span checkpoint(int segment) {
        return memory.span(lanes.bytes((long) segment * program.outputRows()), lanes.bytes(program.outputRows()));
    }

    private long slot(int cycle) {
        long row = (long) plan.segments() * program.outputRows() + (long) (cycle % plan.segment()) * program.rows();
        return lanes.bytes(row);
    }

    /** The rows that a cycle left; its outputs come first. */
    Span after(int cycle) {
        return memory.span(slot(cycle), lanes.bytes(program.rows()));
    }

    /** The outputs before a cycle. */
    Span before(int cycle) {
        return cycle % plan.segment() == 0
                ? checkpoint(plan.segmentOf(cycle))
                : memory.span(slot(cycle - 1), lanes.bytes(program.outputRows()));
    }

    private Span end() {
        long rows = plan.numbers(sizes(program)) - program.outputRows();
        return memory.span(lanes.bytes(rows), lanes.bytes(program.outputRows()));
    }

    // ---- writing -----------------------------------------------------------------------------------

    /** Remembers the outputs before the first cycle. */
    void start(DeviceState state) {
        shop.copy(state.rows(0, program.outputRows()), checkpoint(0));
    }

    /** Remembers what a cycle has left. */
    void save(DeviceState state, int cycle) {
        again(state, cycle);
        int next = plan.segmentOf(cycle + 1);
        if ((cycle + 1) % plan.segment() == 0 && next < plan.segments()) {
            shop.copy(state.rows(0, program.outputRows()), checkpoint(next));
        }
    }

    /** Remembers what a cycle has left that was computed again. */
    void again(DeviceState state, int cycle) {
        shop.copy(state.rows(0, program.rows()), after(cycle));
    }

    /** Remembers the outputs at the end of the window, if the tape will not have them. */
    void keepEnd(DeviceState state) {
        if (plan.recomputes()) {
            shop.copy(state.rows(0, program.outputRows()), end());
        }
    }

    // ---- reading -----------------------------------------------------------------------------------

    /** Gives a state the rows that a cycle left. */
    void restore(int cycle, DeviceState state) {
        shop.copy(after(cycle), state.rows(0, program.rows()));
    }

    /** Gives a state the outputs before a cycle. */
    void restoreBefore(int cycle, DeviceState state) {
        shop.copy(before(cycle), state.rows(0, program.outputRows()));
    }

    /** Gives a state the outputs at the end of a window of so many cycles, which {@link #keepEnd} was told of. */
    void restoreEnd(int cycles, DeviceState state) {
        Span outputs = plan.recomputes() ? end() : memory.span(slot(cycles - 1), lanes.bytes(program.outputRows()));
        shop.copy(outputs, state.rows(0, program.outputRows()));
    }
}
