package io.dmm4j.flatten;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.util.BitSet;

/**
 * The derivative table: one row per op. For the op {@code d = f(a, b, c)} over rows it writes the ops
 * that add ∂L/∂d · ∂f/∂operand to the derivative rows of each operand that depends on anything that can be
 * trained or fed. Where the result tells as much as the operand it is the result that is read: outputs are kept on tapes anyway.
 */
final class Derivatives {
    private final FlatOps ops;
    private final int shift;
    private final Kinks kinks;
    private final BitSet active;
    private final FlatOps.Builder out = new FlatOps.Builder();
    private int k;

    private Derivatives(FlatOps ops, int rows, Kinks kinks, BitSet active) {
        this.ops = ops;
        this.shift = rows;
        this.kinks = kinks;
        this.active = active;
    }

    /**
     * The adjoint of ops, in reverse order.
     *
     * @param rows R: the derivative of row r is row R + r
     * @param active rows whose derivative is wanted
     */
    static FlatOps reverse(FlatOps ops, int rows, Kinks kinks, BitSet active) {
        Derivatives t = new Derivatives(ops, rows, kinks, active);
        for (t.k = ops.count() - 1; t.k >= 0; t.k--) {
            t.row();
        }
        return t.out.build();
    }

    /** The table. */
    private void row() {
        int d = ops.d()[k];
        int a = ops.a()[k];
        int b = ops.b()[k];
        int c = ops.c()[k];
        int g = d + shift;
        switch (ops.op()[k]) {
            case NEG -> add(Op.D_NEG, a, g, 0, 0);
            case RELU -> add(Op.D_RELU, a, g, kinks.reluAtZero() == 0 ? d : a, 0, kinks.reluAtZero(), 0);
            case LEAKY_RELU -> add(Op.D_LEAKY_RELU, a, g, a, 0, ops.i0()[k], 0);
            case TANH -> add(Op.D_TANH, a, g, d, 0);
            case SIN -> add(Op.D_SIN, a, g, a, 0);
            case ABS -> add(Op.D_ABS, a, g, a, 0);
            case SQUARE -> add(Op.D_SQUARE, a, g, a, 0);
            case SQRT -> add(Op.D_SQRT, a, g, d, 0);
            case CLAMP -> add(Op.D_CLAMP, a, g, hasExactLimits() ? d : a, 0, ops.i0()[k], ops.i1()[k]);
            case TIMES -> add(Op.D_TIMES, a, g, 0, 0, ops.i0()[k], 0);
            case SIGMOID -> add(Op.D_SIGMOID, a, g, d, 0);
            case SOFTPLUS -> add(Op.D_SOFTPLUS, a, g, a, 0);
            case EXP -> add(Op.MUL_ADD, a, g, d, 0);
            case COS -> add(Op.D_COS, a, g, a, 0);
            case LOG -> add(Op.D_LOG, a, g, a, 0);
            case ADD -> {
                add(Op.ACCUMULATE, a, g, 0, 0);
                add(Op.ACCUMULATE, b, g, 0, 0);
            }
            case SUB -> {
                add(Op.ACCUMULATE, a, g, 0, 0);
                add(Op.D_NEG, b, g, 0, 0);
            }
            case MUL -> {
                add(Op.MUL_ADD, a, g, b, 0);
                add(Op.MUL_ADD, b, g, a, 0);
            }
            case DIV -> {
                add(Op.D_DIV_LEFT, a, g, a, b);
                add(Op.D_DIV_RIGHT, b, g, d, b);
            }
            case MAX2 -> {
                add(Op.D_MAX2, a, g, a, b);
                add(Op.D_MAX2, b, g, b, a);
            }
            case MIN2 -> {
                add(Op.D_MIN2, a, g, a, b);
                add(Op.D_MIN2, b, g, b, a);
            }
            case WHERE -> add(Op.D_WHERE, b, g, a, a);
            case SCALE -> {
                add(Op.DOT_ADD, a, g, b, 0);
                add(Op.SCALE_ADD, b, a, g, 0);
            }
            case SELECT -> {
                add(Op.D_SELECT_THEN, b, a, g, 0);
                add(Op.D_SELECT_ELSE, c, a, g, 0);
            }
            case SUM -> add(Op.D_SUM, a, g, a, 0);
            case L1 -> add(Op.D_L1, a, g, a, 0);
            case L2 -> add(Op.D_L2, a, g, a, 0);
            case MAX_NORM -> add(Op.D_MAX_NORM, a, g, a, 0, kinks.maxNormTies().ordinal(), 0);
            case MAX -> add(Op.D_MAX, a, g, a, 0);
            case MIN -> add(Op.D_MIN, a, g, a, 0);
            case MEAN -> add(Op.D_MEAN, a, g, a, 0);
            case DOT -> {
                add(Op.SCALE_ADD, a, g, b, 0);
                add(Op.SCALE_ADD, b, g, a, 0);
            }
            case SOFTMAX -> add(Op.D_SOFTMAX, a, g, d, 0);
            case ZERO -> out.add(Op.ZERO, ops.n()[k], g, 0, 0, 0);
            case COPY, ACCUMULATE -> add(Op.ACCUMULATE, a, g, 0, 0);
            case SCALE_ADD -> {
                add(Op.DOT_ADD, a, g, b, 0);
                add(Op.SCALE_ADD, b, a, g, 0);
            }
            case MUL_ADD -> {
                add(Op.MUL_ADD, a, g, b, 0);
                add(Op.MUL_ADD, b, g, a, 0);
            }
            case SIGN, COUNT, LESS_OR_EQUAL, DETACH -> {
                // piecewise constant, or cut on purpose: nothing depends on the operands
            }
            default -> throw new IllegalArgumentException(ops.op()[k] + " is not an op of forward programs");
        }
    }

    /** Whether what is clamped to a limit equals it in every precision: then the result tells what was between the limits. */
    private boolean hasExactLimits() {
        return ops.i0()[k] == (float) ops.i0()[k] && ops.i1()[k] == (float) ops.i1()[k];
    }

    private void add(Op op, int operand, int a, int b, int c) {
        add(op, operand, a, b, c, 0, 0);
    }

    private void add(Op op, int operand, int a, int b, int c, double i0, double i1) {
        int first = active.nextSetBit(operand);
        if (first >= 0 && first < operand + (op.isReduction() ? 1 : ops.n()[k])) {
            out.add(op, ops.n()[k], operand + shift, a, b, c, i0, i1);
        }
    }
}
