package io.dmm4j.flatten;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Stage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Differentiates flat programs: reverse mode, one cycle at a time. */
public final class Adjoint {
    private Adjoint() {}

    /** The reverse of a program, with the default conventions at kinks. */
    public static AdjointProgram of(FlatProgram program) {
        return of(program, Kinks.DEFAULT);
    }

    /** The reverse of a program. */
    public static AdjointProgram of(FlatProgram program, Kinks kinks) {
        BitSet active = active(program);
        List<FlatOps> ops = new ArrayList<>();
        for (Stage s : program.stages()) {
            ops.add(Derivatives.reverse(s.ops(), program.rows(), kinks, active));
        }
        return new AdjointProgram(program, ops);
    }

    /** Inputs, parameters and what is computed from them; constants have no derivative. */
    private static BitSet active(FlatProgram p) {
        BitSet active = new BitSet(p.rows());
        active.set(0, p.outputRows() + p.inputRows());
        for (int row : p.parameterRow()) {
            active.set(row);
        }
        for (Stage s : p.stages()) {
            FlatOps ops = s.ops();
            for (int k = 0; k < ops.count(); k++) {
                if (depends(ops, k, active)) {
                    int n = ops.op()[k].isReduction() ? 1 : ops.n()[k];
                    active.set(ops.d()[k], ops.d()[k] + n);
                }
            }
        }
        return active;
    }

    private static boolean depends(FlatOps ops, int k, BitSet active) {
        int[][] operands = {ops.a(), ops.b(), ops.c()};
        Op op = ops.op()[k];
        if (op == Op.ZERO) {
            return true;
        }
        for (int j = 0; j < op.arity(); j++) {
            int n = FlatOps.isScalarOperand(op, j) ? 1 : ops.n()[k];
            int first = active.nextSetBit(operands[j][k]);
            if (first >= 0 && first < operands[j][k] + n) {
                return true;
            }
        }
        return false;
    }
}
