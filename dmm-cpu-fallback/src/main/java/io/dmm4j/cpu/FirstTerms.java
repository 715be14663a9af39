package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The ops of an adjoint program, where those that add to rows which nothing has been added to yet set them instead: such rows
 * need not be cleared before, nor read. A sum that begins with its first term is the one that begins with 0, but for the sign of
 * a 0, which no sum of links shows.
 */
final class FirstTerms {
    private final FlatProgram program;

    /** Rows that something was written to, or that were read. */
    private final BitSet used = new BitSet();

    private final BitSet set = new BitSet();
    private final List<FlatOps> ops = new ArrayList<>();

    FirstTerms(AdjointProgram adjoint) {
        program = adjoint.forward();
        used.set(0, program.rows() + program.outputRows());
        Ranges probes = program.probes();
        for (int i = 0; i < probes.count(); i++) {
            int row = adjoint.derivative(probes.start()[i]);
            used.set(row, row + probes.length()[i]);
        }
        for (int i = adjoint.ops().size() - 1; i >= 0; i--) {
            ops.add(stage(adjoint.ops().get(i)));
            Runs links = program.stages().get(i).runs();
            for (int k = 0; k < links.count(); k++) {
                int row = adjoint.derivative(program.outputRows() + links.xRow()[k]);
                used.set(row, row + links.length()[k]);
            }
        }
        Collections.reverse(ops);
    }

    /** The ops of each stage, in the forward order of stages. */
    List<FlatOps> ops() {
        return ops;
    }

    /** The derivatives of inputs and temporaries that have to be cleared before each cycle. */
    Ranges cleared() {
        int first = program.rows() + program.outputRows();
        int end = first + program.inputRows() + program.tempRows();
        List<int[]> ranges = new ArrayList<>();
        for (int from = set.nextClearBit(first); from < end; ) {
            int next = set.nextSetBit(from);
            int to = next < 0 ? end : Math.min(next, end);
            ranges.add(new int[] {from, to - from});
            from = set.nextClearBit(to);
        }
        return new Ranges(
                ranges.stream().mapToInt(r -> r[0]).toArray(),
                ranges.stream().mapToInt(r -> r[1]).toArray());
    }

    private FlatOps stage(FlatOps from) {
        FlatOps.Builder to = new FlatOps.Builder();
        for (int k = 0; k < from.count(); k++) {
            Op op = from.op()[k];
            int n = from.n()[k];
            int d = from.d()[k];
            int[] operands = {from.a()[k], from.b()[k], from.c()[k]};
            for (int j = 0; j < op.arity(); j++) {
                used.set(operands[j], operands[j] + (FlatOps.isScalarOperand(op, j) ? 1 : n));
            }
            int rows = op.group() == Op.Group.ADJOINT_SUM || op.isReduction() ? 1 : n;
            Op sets = setting(op);
            int next = used.nextSetBit(d);
            if (sets != op && (next < 0 || next >= d + rows)) {
                set.set(d, d + rows);
            } else {
                sets = op;
            }
            used.set(d, d + rows);
            to.add(sets, n, d, operands[0], operands[1], operands[2], from.i0()[k], from.i1()[k]);
        }
        return to.build();
    }

    /** The op that sets what another one adds; that one if there is none. */
    private static Op setting(Op adds) {
        return switch (adds) {
            case ACCUMULATE -> Op.COPY;
            case SCALE_ADD -> Op.SCALE;
            case MUL_ADD -> Op.MUL;
            case D_NEG -> Op.NEG;
            default -> adds;
        };
    }
}
