package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.spi.TapePlan;
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

    /** What a tape of them takes. */
    TapePlan.Sizes sizes() {
        return new TapePlan.Sizes(count, outputs, externals.total());
    }
}
