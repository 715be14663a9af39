package io.dmm4j.cuda;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.LossProgram;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.ExecutorOptions;

/**
 * How much memory an executor needs, before it is taken: what grows with the lanes, and tables.
 *
 * @param perLane bytes of each lane: state, probes, tape, seeds
 * @param tables bytes of links, ops and parameters, about
 * @param lanes how many
 * @param words what takes it
 */
record MemoryNeeds(long perLane, long tables, int lanes, String words) {
    /** Bytes per entry of a matrix and per parameter, with their indices. */
    private static final long ENTRY_BYTES = 3L * Double.BYTES;

    /** Bytes that the driver keeps for itself. */
    private static final long RESERVE = 64L << 20;

    /** Of an executor; {@code gradient} says whether it has derivatives, a tape and seeds. */
    static MemoryNeeds of(FlatProgram p, ExecutorOptions o, boolean gradient) {
        long bytes = LaneSlice.bytes(o.precision());
        long rows = p.rows();
        long probes = Math.multiplyExact((long) p.probes().total(), o.window());
        long tape = Math.multiplyExact(rows, o.window());
        long numbers = gradient ? 2 * rows + 2 * probes + tape : rows + probes;
        long entries = 0;
        for (Stage s : p.stages()) {
            entries += s.runs().multiplyAdds() + 4L * s.ops().count();
        }
        String words = rows + " rows × " + o.lanes() + " lanes"
                + (gradient ? " and a tape of " + o.window() + " cycles" : "")
                + (probes > 0 ? ", and probes of " + o.window() + " cycles" : "");
        long tables = ENTRY_BYTES * (entries * (gradient ? 2 : 1) + p.parameters().length);
        return new MemoryNeeds(Math.multiplyExact(numbers, bytes), tables, o.lanes(), words);
    }

    /** Likewise with a loss program, its targets on their way included. */
    MemoryNeeds with(LossProgram loss, int window) {
        long rows = loss.program().rows() + 2L * (loss.probeRows() + loss.terms());
        long more = Math.multiplyExact(Math.multiplyExact(rows, window), Double.BYTES);
        return new MemoryNeeds(Math.addExact(perLane, more), tables, lanes, words + ", and their loss");
    }

    /** All of it. */
    long bytes() {
        return Math.addExact(tables, Math.multiplyExact(perLane, lanes));
    }

    /** The most lanes for which so many free bytes would do. */
    long lanesThatFit(long free) {
        return Math.max(0, (free - tables - RESERVE) / Math.max(1, perLane));
    }
}
