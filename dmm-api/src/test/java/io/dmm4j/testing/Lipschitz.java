package io.dmm4j.testing;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;

/**
 * How much a type can stretch: if the numbers at its inputs are off by at most δ, those at its outputs are off by at most
 * L·δ. An upper bound, by the rules of sums, products and chains; +∞ where none is known. Ops that jump count as if they
 * did not, since {@link TrackedMath} leaves out what is near a jump.
 */
final class Lipschitz {
    /** The constant of an expression and the largest magnitude of its numbers. */
    private record Bound(double constant, double most) {}

    private Lipschitz() {}

    /** Whether an op can be in an expression with a finite constant, whatever the size of its operands. */
    static boolean knows(Op op) {
        return switch (op.group()) {
            case LEAF, VIEW, BROADCAST -> op != Op.SELECT;
            case MAP -> op != Op.SQRT && op != Op.SIGN;
            case SCALAR_MAP -> op != Op.EXP && op != Op.LOG;
            case ZIP -> op != Op.DIV && op != Op.WHERE;
            case REDUCE -> op == Op.MAX_NORM || op == Op.MAX || op == Op.MIN;
            case SEGMENT -> true;
            case REDUCE2, MASKING, MOVE, ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT ->
                false;
        };
    }

    /** The constant of a type. */
    static double of(NeuronType t) {
        return t.outputs().values().stream()
                .mapToDouble(e -> bound(e).constant)
                .max()
                .orElse(0);
    }

    private static Bound bound(Expr e) {
        if (!knows(e.op()) || e.op().group() == Op.Group.SCALAR_MAP && e.args().size() > 1) {
            return new Bound(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        Bound a = e.args().isEmpty() ? null : bound(e.arg(0));
        Bound b = e.args().size() < 2 ? null : bound(e.arg(1));
        return switch (e.op()) {
            case IN -> new Bound(1, Double.POSITIVE_INFINITY);
            case PARAM -> new Bound(0, 1);
            case CONST -> new Bound(0, e.value().maxNorm());
            case TANH, SIN, COS -> new Bound(a.constant, 1);
            case SIGMOID -> new Bound(a.constant / 4, 1);
            case SOFTPLUS -> new Bound(a.constant, a.most + 1);
            case SOFTMAX -> new Bound(2 * a.constant, 1);
            case CLAMP -> new Bound(a.constant, Math.max(-e.i0(), e.i1()));
            case LEAKY_RELU -> times(a, Math.max(1, Math.abs(e.i0())));
            case TIMES -> times(a, Math.abs(e.i0()));
            case SQUARE -> product(a, a);
            case MUL, SCALE -> product(a, b);
            case ADD, SUB -> new Bound(a.constant + b.constant, a.most + b.most);
            case MAX2, MIN2 -> new Bound(Math.max(a.constant, b.constant), Math.max(a.most, b.most));
            default -> a;
        };
    }

    private static Bound times(Bound a, double factor) {
        return new Bound(a.constant * factor, factor == 0 ? 0 : a.most * factor);
    }

    private static Bound product(Bound a, Bound b) {
        double constant = share(a.constant, b.most) + share(b.constant, a.most);
        return new Bound(constant, share(a.most, b.most));
    }

    /** x · y with 0 · ∞ = 0. */
    private static double share(double x, double y) {
        return x == 0 || y == 0 ? 0 : x * y;
    }
}
