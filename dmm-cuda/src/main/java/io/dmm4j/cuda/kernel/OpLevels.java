package io.dmm4j.cuda.kernel;

import io.dmm4j.flat.FlatOps;
import java.util.Arrays;

/**
 * The level of each op: 0, or one more than the highest level of an earlier op that writes what it reads or writes, or
 * reads what it writes. Ops of one level are therefore independent.
 */
final class OpLevels {
    private final FlatOps ops;
    /** By row: one more than the level of the last op that wrote it, and the highest that read it. */
    private final int[] written;

    private final int[] read;

    private OpLevels(FlatOps ops) {
        this.ops = ops;
        int rows = 0;
        for (int k = 0; k < ops.count(); k++) {
            for (int j = -1; j < ops.op()[k].arity(); j++) {
                rows = Math.max(rows, first(k, j) + length(k, j));
            }
        }
        written = new int[rows];
        read = new int[rows];
    }

    static int[] of(FlatOps ops) {
        OpLevels l = new OpLevels(ops);
        int[] level = new int[ops.count()];
        Arrays.setAll(level, l::next);
        return level;
    }

    private int next(int k) {
        int level = 0;
        for (int j = -1; j < ops.op()[k].arity(); j++) {
            for (int r = first(k, j), end = r + length(k, j); r < end; r++) {
                level = Math.max(level, j < 0 ? Math.max(written[r], read[r]) : written[r]);
            }
        }
        for (int j = -1; j < ops.op()[k].arity(); j++) {
            int[] table = j < 0 ? written : read;
            for (int r = first(k, j), end = r + length(k, j); r < end; r++) {
                table[r] = Math.max(table[r], level + 1);
            }
        }
        return level;
    }

    /** First row of the destination (−1) or an operand. */
    private int first(int k, int j) {
        return switch (j) {
            case -1 -> ops.d()[k];
            case 0 -> ops.a()[k];
            case 1 -> ops.b()[k];
            default -> ops.c()[k];
        };
    }

    private int length(int k, int j) {
        boolean one = j < 0 ? ops.op()[k].isReduction() : FlatOps.isScalarOperand(ops.op()[k], j);
        return one ? 1 : ops.n()[k];
    }
}
