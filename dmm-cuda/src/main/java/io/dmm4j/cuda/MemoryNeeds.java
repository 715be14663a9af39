package io.dmm4j.cuda;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TapePlan;

/**
 * How much memory an executor needs, before it is taken: what grows with the lanes, and tables.
 *
 * @param program what runs
 * @param options how
 * @param perLane bytes of each lane besides the tape: state, probes, seeds, losses
 * @param tables bytes of links, ops and parameters, about
 * @param tape what is kept for the way back; null if there are no derivatives
 * @param words what takes it
 */
record MemoryNeeds(
        FlatProgram program, ExecutorOptions options, long perLane, long tables, TapePlan tape, String words) {
    /** Bytes per entry of a matrix and per parameter, with their indices. */
    private static final long ENTRY_BYTES = 3L * Double.BYTES;

    /** Bytes that the driver keeps for itself. */
    private static final long RESERVE = 64L << 20;

    /** Of an executor that runs forwards. */
    static MemoryNeeds of(FlatProgram p, ExecutorOptions o) {
        return of(p, o, null);
    }

    /** Of an executor with derivatives, a tape of the whole window and seeds. */
    static MemoryNeeds ofGradient(FlatProgram p, ExecutorOptions o) {
        return of(p, o, TapePlan.whole(o.window()));
    }

    private static MemoryNeeds of(FlatProgram p, ExecutorOptions o, TapePlan tape) {
        int directions = tape == null ? 1 : 2;
        long probes = Math.multiplyExact((long) p.probes().total(), o.window());
        long entries = 0;
        for (Stage s : p.stages()) {
            entries += s.runs().multiplyAdds() + 4L * s.ops().count();
        }
        String words = p.rows() + " rows × " + o.lanes() + " lanes"
                + (tape == null ? "" : " and a tape of " + o.window() + " cycles")
                + (probes > 0 ? ", and probes of " + o.window() + " cycles" : "");
        long perLane = Math.multiplyExact(directions * (p.rows() + probes), LaneSlice.bytes(o.precision()));
        return new MemoryNeeds(
                p, o, perLane, ENTRY_BYTES * (directions * entries + p.parameters().length), tape, words);
    }

    /** Likewise with a loss program, its targets on their way included. */
    MemoryNeeds with(LossProgram loss) {
        long rows = loss.program().rows() + 2L * (loss.probeRows() + loss.terms());
        long more = Math.multiplyExact(Math.multiplyExact(rows, options.window()), Double.BYTES);
        return new MemoryNeeds(
                program, options, Math.addExact(perLane, more), tables, tape, words + ", and their loss");
    }

    /**
     * Likewise with a tape that fits: of the whole window if that fits into {@link ExecutorOptions#memory}, where it was given,
     * and into what is free, else the smallest there is.
     *
     * @param free bytes that are free on the device
     * @throws io.dmm4j.value.DmmException if even that is larger than the memory that was given
     */
    MemoryNeeds fitting(long free) {
        long given = options.memory() == ExecutorOptions.halfOfHeap() ? Long.MAX_VALUE : options.memory();
        int number = LaneSlice.bytes(options.precision());
        long room = Math.max(0, free - besidesTape(options.lanes()) - RESERVE);
        TapePlan fits = TapePlan.fitting(Tape.sizes(program), options.window(), options.lanes(), number, given, room);
        return new MemoryNeeds(program, options, perLane, tables, fits, words);
    }

    private long besidesTape(long lanes) {
        return Math.addExact(tables, Math.multiplyExact(perLane, lanes));
    }

    /** All of it. */
    long bytes() {
        long ofTape = tape == null ? 0 : Math.multiplyExact(tapeBytes(tape), (long) options.lanes());
        return Math.addExact(besidesTape(options.lanes()), ofTape);
    }

    private long tapeBytes(TapePlan plan) {
        return Math.multiplyExact(plan.numbers(Tape.sizes(program)), LaneSlice.bytes(options.precision()));
    }

    /** The most lanes for which so many free bytes would do, even if most cycles are computed again. */
    long lanesThatFit(long free) {
        long ofTape = tape == null ? 0 : tapeBytes(TapePlan.smallest(Tape.sizes(program), options.window()));
        return Math.max(0, (free - tables - RESERVE) / Math.max(1, perLane + ofTape));
    }
}
