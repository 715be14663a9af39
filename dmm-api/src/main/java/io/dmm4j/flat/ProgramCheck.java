package io.dmm4j.flat;

import io.dmm4j.expr.Op;
import io.dmm4j.value.DmmException;
import java.util.BitSet;

/**
 * The checks that make a flat program safe for kernels that do not check: every index exists, every
 * range lies in its region, and no op writes to inputs or to a row that holds a constant, a parameter or an external input.
 */
final class ProgramCheck {
    private final FlatProgram p;
    private final int y;
    private final int x;
    private final int rows;

    /** Rows of constants, parameters and external inputs: given before the ops, for ops to read. */
    private final BitSet given = new BitSet();

    private ProgramCheck(FlatProgram p) {
        this.p = p;
        y = p.outputRows();
        x = p.inputRows();
        long total = (long) y + x + p.tempRows();
        require(
                y >= 0 && x >= 0 && p.tempRows() >= 0 && total <= Integer.MAX_VALUE,
                "rows",
                y + ", " + x + ", " + p.tempRows(),
                "three sizes ≥ 0 with a sum below 2^31");
        rows = (int) total;
    }

    static void check(FlatProgram p) {
        ProgramCheck c = new ProgramCheck(p);
        c.parameters();
        c.runs(p.rowRuns(), "row run ", c.y);
        c.tables();
        require(!p.stages().isEmpty(), "stages", "none", "at least one");
        for (int s = 0; s < p.stages().size(); s++) {
            c.runs(p.stages().get(s).runs(), "stage " + s + ", run ", p.linkCount());
            c.ops(p.stages().get(s).ops(), "stage " + s + ", op ");
        }
    }

    private void parameters() {
        int n = p.parameters().length;
        require(p.trainable().length == n, "trainable flags", p.trainable().length, n + ", one per parameter");
        require(p.linkCount() >= 0 && p.linkCount() <= n, "links", p.linkCount(), "at most the " + n + " parameters");
        require(
                p.parameterRow().length == p.parameterIndex().length,
                "parameter rows",
                p.parameterRow().length,
                p.parameterIndex().length + ", one per parameter index");
        for (int i = 0; i < p.parameterRow().length; i++) {
            range("parameter row " + i, p.parameterRow()[i], 1, y + x, rows);
            give("parameter row " + i, p.parameterRow()[i], 1);
            range("parameter index " + i, p.parameterIndex()[i], 1, 0, n);
        }
    }

    private void tables() {
        for (int i = 0; i < p.constants().count(); i++) {
            range("constant " + i, p.constants().row()[i], 1, y + x, rows);
            give("constant " + i, p.constants().row()[i], 1);
        }
        for (int i = 0; i < p.initial().count(); i++) {
            range("initial output " + i, p.initial().row()[i], 1, 0, y);
        }
        for (int i = 0; i < p.externals().count(); i++) {
            range("external input " + i, p.externals().start()[i], p.externals().length()[i], 0, y);
            give("external input " + i, p.externals().start()[i], p.externals().length()[i]);
        }
        for (int i = 0; i < p.guards().count(); i++) {
            range("guard " + i, p.guards().start()[i], p.guards().length()[i], 0, y);
        }
        for (int i = 0; i < p.probes().count(); i++) {
            int start = p.probes().start()[i];
            range("probe " + i, start, p.probes().length()[i], start < y ? 0 : y, start < y ? y : y + x);
        }
    }

    /** Each of these rows has one source. */
    private void give(String what, int start, int length) {
        apart(what, start, length);
        given.set(start, start + length);
    }

    private void apart(String what, int start, int length) {
        int taken = given.nextSetBit(start);
        if (taken >= 0 && taken < start + length) {
            require(false, what, "row " + taken, "rows that hold no constant, no parameter and no external input");
        }
    }

    /** A program may have millions of runs: the words are made only when something is wrong. */
    private void runs(Runs r, String where, int weights) {
        int[] xRow = r.xRow();
        int[] yRow = r.yRow();
        int[] length = r.length();
        int[] weight = r.weight();
        for (int k = 0; k < length.length; k++) {
            int n = length[k];
            if (n < 1 || outside(xRow[k], n, 0, x) || outside(yRow[k], n, 0, y) || outside(weight[k], 1, 0, weights)) {
                require(n >= 1, where + k, "length " + n, "at least 1");
                range(where + k + ", input", xRow[k], n, 0, x);
                range(where + k + ", output", yRow[k], n, 0, y);
                range(where + k + ", weight", weight[k], 1, 0, weights);
            }
        }
    }

    private void ops(FlatOps ops, String where) {
        for (int k = 0; k < ops.count(); k++) {
            Op op = ops.op()[k];
            int n = ops.n()[k];
            String here = where + k + " (" + op + ")";
            require(op.isFlat(), here, op, "an op of flat programs");
            require(n >= 1, here, "length " + n, "at least 1");
            int d = ops.d()[k];
            int written = op.isReduction() ? 1 : n;
            range(here + ", destination", d, written, d < y ? 0 : y + x, d < y ? y : rows);
            apart(here + ", destination", d, written);
            int[][] operands = {ops.a(), ops.b(), ops.c()};
            for (int j = 0; j < op.arity(); j++) {
                operand(here, op, d, n, operands[j][k], FlatOps.isScalarOperand(op, j) ? 1 : n);
            }
        }
    }

    private void operand(String here, Op op, int d, int n, int first, int length) {
        range(here + ", operand", first, length, 0, rows);
        int written = op.isReduction() ? 1 : n;
        boolean apart = first + length <= d || d + written <= first;
        require(
                apart || (first == d && length == written),
                here,
                "destination r" + d + " overlapping operand r" + first,
                "ranges that are equal or apart");
    }

    private static void range(String what, int start, int length, int low, int high) {
        if (outside(start, length, low, high)) {
            require(
                    false,
                    what,
                    "[" + start + ", " + ((long) start + length) + ")",
                    "inside [" + low + ", " + high + ")");
        }
    }

    private static boolean outside(int start, int length, int low, int high) {
        return length < 0 || start < low || (long) start + length > high;
    }

    private static void require(boolean ok, String what, Object found, String expected) {
        if (!ok) {
            throw new DmmException("flat program, " + what + ": found " + found + ", expected " + expected);
        }
    }
}
