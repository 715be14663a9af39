package io.dmm4j.cuda.kernel;

import io.dmm4j.expr.Op;
import java.util.Locale;

/**
 * The number of each flat op on the device. Numbers are stable: an op keeps its number for ever, so that a PTX never
 * reads a table of another meaning. The CUDA sources see them as {@code op_codes.h}, which is {@link #header()}.
 */
public final class OpCode {
    private OpCode() {}

    /**
     * The number of an op.
     *
     * @throws IllegalArgumentException if flat programs may not hold the op
     */
    public static int of(Op op) {
        return switch (op) {
            case NEG -> 1;
            case RELU -> 2;
            case LEAKY_RELU -> 3;
            case TANH -> 4;
            case SIN -> 5;
            case ABS -> 6;
            case SQUARE -> 7;
            case SQRT -> 8;
            case SIGN -> 9;
            case CLAMP -> 10;
            case TIMES -> 11;
            case SIGMOID -> 12;
            case SOFTPLUS -> 13;
            case EXP -> 14;
            case COS -> 15;
            case LOG -> 16;
            case ADD -> 17;
            case SUB -> 18;
            case MUL -> 19;
            case DIV -> 20;
            case MAX2 -> 21;
            case MIN2 -> 22;
            case WHERE -> 23;
            case SCALE -> 24;
            case SELECT -> 25;
            case SUM -> 26;
            case L1 -> 27;
            case L2 -> 28;
            case MAX_NORM -> 29;
            case MAX -> 30;
            case MIN -> 31;
            case MEAN -> 32;
            case COUNT -> 33;
            case DOT -> 34;
            case LESS_OR_EQUAL -> 35;
            case SOFTMAX -> 36;
            case ZERO -> 37;
            case COPY -> 38;
            case ACCUMULATE -> 39;
            case SCALE_ADD -> 40;
            case MUL_ADD -> 41;
            case DETACH -> 42;
            case D_NEG -> 43;
            case D_RELU -> 44;
            case D_LEAKY_RELU -> 45;
            case D_TANH -> 46;
            case D_SIN -> 47;
            case D_ABS -> 48;
            case D_SQUARE -> 49;
            case D_SQRT -> 50;
            case D_CLAMP -> 51;
            case D_TIMES -> 52;
            case D_SIGMOID -> 53;
            case D_SOFTPLUS -> 54;
            case D_COS -> 55;
            case D_LOG -> 56;
            case D_DIV_LEFT -> 57;
            case D_DIV_RIGHT -> 58;
            case D_MAX2 -> 59;
            case D_MIN2 -> 60;
            case D_WHERE -> 61;
            case D_SELECT_THEN -> 62;
            case D_SELECT_ELSE -> 63;
            case D_SUM -> 64;
            case D_L1 -> 65;
            case D_L2 -> 66;
            case D_MAX_NORM -> 67;
            case D_MAX -> 68;
            case D_MIN -> 69;
            case D_MEAN -> 70;
            case DOT_ADD -> 71;
            case D_SOFTMAX -> 72;
            case IN, PARAM, CONST, NUMBER, SUBTREE, PREFIX, STOP_GRADIENT, MASK, MASKED_SUM, NAMED ->
                throw new IllegalArgumentException(op + " is not an op of flat programs");
        };
    }

    /** The op of a number. */
    public static Op op(int code) {
        for (Op op : Op.values()) {
            if (op.isFlat() && of(op) == code) {
                return op;
            }
        }
        throw new IllegalArgumentException("no op has the number " + code);
    }

    /** Whether a row of the result depends on whole ranges of operands, not on one row of each. */
    static boolean isWhole(Op op) {
        return switch (op.group()) {
            case REDUCE, REDUCE2, SEGMENT, ADJOINT_SUM, ADJOINT_SEGMENT -> true;
            case ADJOINT_SPREAD ->
                switch (op) {
                    case D_L2, D_MAX_NORM, D_MAX, D_MIN, D_MEAN -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    /** Whether the numbers of an operand matter: some adjoints have one only to be of their group's shape. */
    static boolean isUsed(Op op, int operand) {
        return switch (op) {
            case D_DIV_LEFT, D_SUM -> operand != 1;
            case D_WHERE -> operand != 2;
            default -> true;
        };
    }

    /** The C++ header of the numbers. */
    public static String header() {
        StringBuilder s = new StringBuilder("// The numbers of ops, generated from io.dmm4j.cuda.kernel.OpCode by"
                + " scripts/build-ptx: do not edit.\n#pragma once\n\nenum OpCode {\n");
        for (Op op : Op.values()) {
            if (op.isFlat()) {
                s.append(String.format(Locale.ROOT, "    OP_%s = %d,%n", op, of(op)));
            }
        }
        return s.append("};\n").toString().replace("\r", "");
    }

    /** Prints the header. */
    public static void main(String[] args) {
        System.out.print(header());
    }
}
