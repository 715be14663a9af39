package io.dmm4j.expr;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * What each element-wise op does to numbers, in double precision: the one definition that the tree
 * engine evaluates and that backends are tested against.
 */
public final class Scalars {
    private Scalars() {}

    /**
     * The value of a map or scalar map.
     *
     * @param op an op of group MAP or SCALAR_MAP
     * @param x the number
     * @param i0 the first immediate, unused where the op has none
     * @param i1 the second immediate, unused where the op has none
     */
    public static double map(Op op, double x, double i0, double i1) {
        return switch (op) {
            case NEG -> -x;
            case RELU -> x > 0 ? x : keepNaN(x);
            case LEAKY_RELU -> x >= 0 ? x : i0 * x;
            case TANH -> Math.tanh(x);
            case SIN -> Math.sin(x);
            case ABS -> Math.abs(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case SIGN -> Math.signum(x);
            case CLAMP -> x < i0 ? i0 : x > i1 ? i1 : x;
            case TIMES -> i0 * x;
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> softplus(x);
            case EXP -> Math.exp(x);
            case COS -> Math.cos(x);
            case LOG -> Math.log(x);
            default -> throw new IllegalArgumentException(op + " is not a map");
        };
    }

    /** The map {@code op} with its immediates as a function. */
    public static DoubleUnaryOperator map(Op op, double i0, double i1) {
        return x -> map(op, x, i0, i1);
    }

    /** The value of an op of group ZIP. */
    public static double zip(Op op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> b != 0 ? a / b : 0;
            case MAX2 -> Math.max(a, b);
            case MIN2 -> Math.min(a, b);
            case WHERE -> a != 0 ? b : 0;
            default -> throw new IllegalArgumentException(op + " is not a path-wise op of two trees");
        };
    }

    /** The op of group ZIP as a function. */
    public static DoubleBinaryOperator zip(Op op) {
        return (a, b) -> zip(op, a, b);
    }

    /** 1 / (1 + e^−x) without overflow. */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** ln(1 + e^x) without overflow. */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double keepNaN(double x) {
        return x != x ? x : 0;
    }
}
