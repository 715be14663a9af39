package io.dmm4j.expr;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Objects;

/**
 * An expression over trees: one {@link Op}, its operands, and what the op carries (a name, a tree, a
 * path, up to two immediate numbers). Immutable; equality is structural, so that a walker may share
 * equal parts.
 *
 * <pre>{@code
 * Expr accumulated = in("accum").plus(in("delta"));
 * Expr governed = in("x").dot(in("y")).clamp(-4, 4);
 * }</pre>
 */
public final class Expr {
    private final Op op;
    private final List<Expr> args;
    private final String name;
    private final VValue value;
    private final Path path;
    private final double i0;
    private final double i1;
    private final int hash;

    private Expr(Op op, List<Expr> args, String name, VValue value, Path path, double i0, double i1) {
        this.op = op;
        this.args = args;
        this.name = name;
        this.value = value;
        this.path = path;
        this.i0 = i0;
        this.i1 = i1;
        this.hash = Objects.hash(op, args, name, value, path, i0, i1);
    }

    private static Expr of(Op op, Expr... args) {
        return new Expr(op, List.of(args), null, null, null, 0, 0);
    }

    private static Expr immediate(Op op, Expr a, double i0, double i1) {
        return new Expr(op, List.of(a), null, null, null, i0, i1);
    }

    private static Expr leaf(Op op, String name, VValue value) {
        return new Expr(op, List.of(), name, value, null, 0, 0);
    }

    private static Expr view(Op op, Expr a, Path path) {
        return path.length() == 0 ? a : new Expr(op, List.of(a), null, null, path, 0, 0);
    }

    // ---- leaves ----------------------------------------------------------------------------------

    /** The tree that arrives at an input port. */
    public static Expr in(String port) {
        return leaf(Op.IN, Objects.requireNonNull(port, "port"), null);
    }

    /** A parameter of the neuron type: a number or a tree, fixed or trainable. */
    public static Expr param(String name) {
        return leaf(Op.PARAM, Objects.requireNonNull(name, "name"), null);
    }

    /** A constant tree. */
    public static Expr constant(VValue value) {
        return leaf(Op.CONST, null, Objects.requireNonNull(value, "value"));
    }

    /** A constant number. */
    public static Expr constant(double value) {
        return constant(VValue.of(value));
    }

    /** The tree with nothing in it. */
    public static Expr empty() {
        return constant(VValue.EMPTY);
    }

    // ---- views -----------------------------------------------------------------------------------

    /** The number at the root, as a scalar. */
    public Expr number() {
        return op == Op.NUMBER ? this : of(Op.NUMBER, this);
    }

    /** The subtree at a path of labels. */
    public Expr subtree(String... labels) {
        return view(Op.SUBTREE, this, Path.of(labels));
    }

    /** This tree hung below a path of labels. */
    public Expr prefix(String... labels) {
        return view(Op.PREFIX, this, Path.of(labels));
    }

    /** This tree, with a derivative taken to be 0. */
    public Expr stopGradient() {
        return of(Op.STOP_GRADIENT, this);
    }

    // ---- path by path ----------------------------------------------------------------------------

    /** this + other. */
    public Expr plus(Expr other) {
        return of(Op.ADD, this, other);
    }

    /** this − other. */
    public Expr minus(Expr other) {
        return of(Op.SUB, this, other);
    }

    /** Path-wise product. */
    public Expr product(Expr other) {
        return of(Op.MUL, this, other);
    }

    /** Path-wise quotient, 0 where the divisor is 0. */
    public Expr dividedBy(Expr other) {
        return of(Op.DIV, this, other);
    }

    /** Path-wise maximum with another tree, an absent number counting as 0. */
    public Expr max(Expr other) {
        return of(Op.MAX2, this, other);
    }

    /** Path-wise minimum with another tree, an absent number counting as 0. */
    public Expr min(Expr other) {
        return of(Op.MIN2, this, other);
    }

    /** This tree where {@code support} is non-zero, else nothing. */
    public Expr where(Expr support) {
        return of(Op.WHERE, support, this);
    }

    /**
     * A map over paths with f(0) = 0 (NEG, RELU, TANH, SIN, ABS, SQUARE, SQRT, SIGN), or a scalar map
     * (SIGMOID, SOFTPLUS, EXP, COS, LOG) of the number at the root.
     */
    public Expr map(Op map) {
        if (map.immediates() != 0) {
            throw new DmmException(map + " needs its numbers: use the method named after it");
        }
        return switch (map.group()) {
            case MAP -> of(map, this);
            case SCALAR_MAP -> of(map, number());
            default ->
                throw new DmmException(map + " is not a map of one tree; expected one of the groups MAP or SCALAR_MAP");
        };
    }

    /** A scalar map applied at every path where {@code support} is non-zero (an absent x counts as 0). */
    public Expr mapOn(Op map, Expr support) {
        if (map.group() != Op.Group.SCALAR_MAP) {
            return map(map).where(support);
        }
        return of(map, this, support);
    }

    /** −x. */
    public Expr negate() {
        return of(Op.NEG, this);
    }

    /** max(0, x). */
    public Expr relu() {
        return of(Op.RELU, this);
    }

    /** x where x ≥ 0, else slope·x. */
    public Expr leakyRelu(double slope) {
        return immediate(Op.LEAKY_RELU, this, slope, 0);
    }

    /** Each number limited to [low, high]; the limits must enclose 0, so that nothing appears from nothing. */
    public Expr clamp(double low, double high) {
        if (!(low <= 0 && high >= 0)) {
            throw new DmmException("clamp limits [" + low + ", " + high + "]: expected low ≤ 0 ≤ high");
        }
        return immediate(Op.CLAMP, this, low, high);
    }

    /** Each number times a constant. */
    public Expr times(double factor) {
        return immediate(Op.TIMES, this, factor, 0);
    }

    // ---- scalars and trees -----------------------------------------------------------------------

    /** The number of {@code scalar} times this tree; {@link Op} says what becomes of infinite numbers. */
    public Expr scaledBy(Expr scalar) {
        return of(Op.SCALE, scalar.number(), this);
    }

    /** {@code then} where the number of this is non-zero, else {@code otherwise}. */
    public Expr select(Expr then, Expr otherwise) {
        return of(Op.SELECT, number(), then, otherwise);
    }

    // ---- reductions ------------------------------------------------------------------------------

    /** A reduction of this tree to a number: SUM, L1, L2, MAX_NORM, MAX, MIN, MEAN or COUNT. */
    public Expr reduce(Op reduction) {
        if (reduction.group() != Op.Group.REDUCE) {
            throw new DmmException(reduction + " is not a reduction of one tree");
        }
        return of(reduction, this);
    }

    /** Σ of products over equal paths. */
    public Expr dot(Expr other) {
        return of(Op.DOT, this, other);
    }

    /** 1 if this ≤ other at every path, else 0. */
    public Expr lessOrEqual(Expr other) {
        return of(Op.LESS_OR_EQUAL, this, other);
    }

    /** e^x over its sum, over the paths that are present. */
    public Expr softmax() {
        return of(Op.SOFTMAX, this);
    }

    // ---- masks -----------------------------------------------------------------------------------

    /** {@code mask} applied to this tree as a multiplicative mask. */
    public Expr maskedBy(Expr mask) {
        return of(Op.MASK, mask, this);
    }

    /** The linear combination of subtrees of this tree that {@code mask} says. */
    public Expr maskedSum(Expr mask) {
        return of(Op.MASKED_SUM, mask, this);
    }

    /** This tree once for each name at the top of {@code names}, times the number there, with the name for every '*' in labels. */
    public Expr named(Expr names) {
        return of(Op.NAMED, names, this);
    }

    // ---- parts -----------------------------------------------------------------------------------

    /** The operation. */
    public Op op() {
        return op;
    }

    /** The operands; a scalar map with two operands is {@code (x, support)}. */
    public List<Expr> args() {
        return args;
    }

    /** Operand {@code i}. */
    public Expr arg(int i) {
        return args.get(i);
    }

    /** The port of IN or the name of PARAM; null elsewhere. */
    public String name() {
        return name;
    }

    /** The tree of CONST; null elsewhere. */
    public VValue value() {
        return value;
    }

    /** The path of SUBTREE and PREFIX; null elsewhere. */
    public Path path() {
        return path;
    }

    /** The first immediate. */
    public double i0() {
        return i0;
    }

    /** The second immediate. */
    public double i1() {
        return i1;
    }

    @Override
    public boolean equals(Object o) {
        return o == this
                || o instanceof Expr e
                        && hash == e.hash
                        && op == e.op
                        && args.equals(e.args)
                        && Objects.equals(name, e.name)
                        && Objects.equals(value, e.value)
                        && Objects.equals(path, e.path)
                        && Double.compare(i0, e.i0) == 0
                        && Double.compare(i1, e.i1) == 0;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The expression in prefix form, for example {@code relu(sub(in(x), in(y)))}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(op.name().toLowerCase(java.util.Locale.ROOT)).append('(');
        String sep = "";
        for (Object part : new Object[] {name, value, path}) {
            if (part != null) {
                s.append(sep).append(part);
                sep = ", ";
            }
        }
        for (Expr arg : args) {
            s.append(sep).append(arg);
            sep = ", ";
        }
        for (int i = 0; i < op.immediates(); i++) {
            s.append(sep).append(i == 0 ? i0 : i1);
            sep = ", ";
        }
        return s.append(')').toString();
    }
}
