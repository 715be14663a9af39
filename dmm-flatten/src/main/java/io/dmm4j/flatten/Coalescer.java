package io.dmm4j.flatten;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;

/**
 * Collects ops and joins an element-wise op with the one before it where their rows go on from each
 * other: what a type does for each of a group's neurons becomes one op for all of them.
 */
final class Coalescer {
    private final FlatOps.Builder done = new FlatOps.Builder();
    private Op op;
    private int n;
    private int d;
    private int a;
    private int b;
    private int c;
    private double i0;
    private double i1;

    void add(Op newOp, int newN, int newD, int newA, int newB, int newC, double newI0, double newI1) {
        if (newOp == op && newI0 == i0 && newI1 == i1 && newD == d + n && joins(newN, newA, newB)) {
            n += newN;
            return;
        }
        flush();
        op = newOp;
        n = newN;
        d = newD;
        a = newA;
        b = newB;
        c = newC;
        i0 = newI0;
        i1 = newI1;
    }

    FlatOps build() {
        flush();
        return done.build();
    }

    private boolean joins(int newN, int newA, int newB) {
        int arity = op.arity();
        return isElementWise(op)
                && (arity < 1 || newA == a + n && stays(a, newN))
                && (arity < 2 || newB == b + n && stays(b, newN));
    }

    /** Whether destination and operand, both longer by {@code more}, are still equal or apart. */
    private boolean stays(int operand, int more) {
        int length = n + more;
        return operand == d || operand + length <= d || d + length <= operand;
    }

    private static boolean isElementWise(Op op) {
        return switch (op.group()) {
            case MAP, SCALAR_MAP, ZIP -> true;
            case MOVE -> op != Op.SCALE_ADD;
            default -> false;
        };
    }

    private void flush() {
        if (op != null) {
            done.add(op, n, d, a, b, c, i0, i1);
            op = null;
        }
    }
}
