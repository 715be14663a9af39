package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The rows of a cycle that going back over it needs ({@link AdjointProgram#taped}), as ranges. */
final class TapedRows {
    /** Output rows: the first of those that are taped. */
    final int outputs;

    /** First row of each other range, ascending. */
    final int[] start;

    /** Rows of each other range, ≥ 1. */
    final int[] length;

    /** All rows together. */
    final int count;

    /** The output rows of external inputs. */
    final Ranges externals;

    TapedRows(AdjointProgram adjoint) {
        FlatProgram p = adjoint.forward();
        outputs = p.outputRows();
        externals = p.externals();
        BitSet rows = adjoint.taped();
        rows.clear(0, outputs);
        List<int[]> ranges = new ArrayList<>();
        for (int from = rows.nextSetBit(0); from >= 0; ) {
            int end = rows.nextClearBit(from);
            ranges.add(new int[] {from, end - from});
            from = rows.nextSetBit(end);
        }
        start = ranges.stream().mapToInt(r -> r[0]).toArray();
        length = ranges.stream().mapToInt(r -> r[1]).toArray();
        count = outputs + rows.cardinality();
    }

    /** Elements that a tape of segments of so many cycles takes, per lane. */
    private long size(int window, int segment) {
        long segments = (window + segment - 1) / segment;
        long fed = segment == window ? 0 : (long) window * externals.total();
        return (long) segment * count + (segments + 1) * outputs + fed;
    }

    /**
     * How many cycles a tape holds at a time: all, if they fit, else about √window times what makes it smallest.
     *
     * @param lanes stored, those of all blocks together
     * @param bytes of a number
     * @param memory bytes that there are
     */
    int segment(int window, long lanes, int bytes, long memory) {
        long room = memory / bytes / lanes;
        if (size(window, window) <= room) {
            return window;
        }
        int best = 1;
        for (int n = 2; n < window; n++) {
            best = size(window, n) < size(window, best) ? n : best;
        }
        if (size(window, best) > room) {
            throw new DmmException("memory: found " + memory + " bytes, expected at least "
                    + size(window, best) * bytes * lanes + " for the states of " + window + " cycles in " + lanes
                    + " lanes, even if most are computed again");
        }
        return best;
    }
}
