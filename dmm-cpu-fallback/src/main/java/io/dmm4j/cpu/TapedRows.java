package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
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

    /** The outputs that ops read on the way back. */
    final Ranges outputsOfOps;

    /** First row of each range besides outputs, ascending. */
    final int[] start;

    /** Rows of each of these ranges, ≥ 1. */
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
        Ranges others = ranges(rows);
        start = others.start();
        length = others.length();
        outputsOfOps = ranges(readOutputs(adjoint));
        count = outputs + rows.cardinality();
    }

    private static BitSet readOutputs(AdjointProgram adjoint) {
        BitSet read = new BitSet();
        for (FlatOps o : adjoint.ops()) {
            int[][] operands = {o.a(), o.b(), o.c()};
            for (int k = 0; k < o.count(); k++) {
                for (int j = 0; j < o.op()[k].arity(); j++) {
                    int rows = FlatOps.isScalarOperand(o.op()[k], j) ? 1 : o.n()[k];
                    read.set(operands[j][k], operands[j][k] + rows);
                }
            }
        }
        read.clear(adjoint.forward().outputRows(), adjoint.rows());
        return read;
    }

    private static Ranges ranges(BitSet rows) {
        List<int[]> ranges = new ArrayList<>();
        for (int from = rows.nextSetBit(0); from >= 0; ) {
            int end = rows.nextClearBit(from);
            ranges.add(new int[] {from, end - from});
            from = rows.nextSetBit(end);
        }
        return new Ranges(
                ranges.stream().mapToInt(r -> r[0]).toArray(),
                ranges.stream().mapToInt(r -> r[1]).toArray());
    }

    /** What a tape of them takes. */
    TapePlan.Sizes sizes() {
        return new TapePlan.Sizes(count, outputs, externals.total());
    }
}
