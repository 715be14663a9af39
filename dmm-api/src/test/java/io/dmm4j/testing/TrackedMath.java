package io.dmm4j.testing;

import io.dmm4j.expr.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ops on tracked numbers, each from its definition in {@link Op} and apart from the code under test. A number of a
 * list that is absent is as good as not in the list. Where presence or order is unsure and the op jumps there, the
 * bound covers both sides of the jump.
 */
public final class TrackedMath {
    private final Accuracy accuracy;

    /** The ops at an accuracy. */
    public TrackedMath(Accuracy accuracy) {
        this.accuracy = accuracy;
    }

    // ---- one number --------------------------------------------------------------------------------

    /** An op of group MAP or SCALAR_MAP. */
    public Tracked map(Op op, Tracked x, double i0, double i1) {
        if (x.isWild()) {
            return x;
        }
        return switch (op) {
            case NEG -> x.negate();
            case ABS -> x.abs();
            case RELU -> relu(x);
            case LEAKY_RELU -> leakyRelu(x, accuracy.constant(i0));
            case CLAMP -> clamp(x, accuracy.constant(i0), accuracy.constant(i1));
            case TIMES -> accuracy.product(accuracy.constant(i0), x);
            case SQUARE -> accuracy.product(x, x);
            case SQRT -> x.low() < 0 ? Tracked.WILD : accuracy.root(x);
            case SIGN -> sign(x);
            case TANH -> x.isAbsent() ? x : accuracy.function(op, Math.tanh(x.value()), x.error());
            case SIN -> x.isAbsent() ? x : accuracy.function(op, Math.sin(x.value()), x.error(), Math.min(1, x.most()));
            case COS -> accuracy.function(op, Math.cos(x.value()), x.error(), 1);
            case SIGMOID -> accuracy.function(op, 1 / (1 + Math.exp(-x.value())), x.error() / 4);
            case SOFTPLUS -> accuracy.function(op, softplus(x.value()), x.error());
            case EXP -> exp(x);
            case LOG -> x.low() <= 0 ? Tracked.WILD : log(x);
            default -> throw new IllegalArgumentException(op + " is not a map");
        };
    }

    private static Tracked relu(Tracked x) {
        double above = Math.max(0, x.high());
        return x.value() > 0 ? x : new Tracked(0, above);
    }

    /** Lipschitz with max(1, |slope|); where the sign is sure it is the number itself or one product. */
    private Tracked leakyRelu(Tracked x, Tracked slope) {
        if (x.low() >= 0) {
            return x;
        } else if (x.high() < 0) {
            return accuracy.product(slope, x);
        }
        double steep = Math.max(1, slope.most());
        return accuracy.bounded(x.value() >= 0 ? x.value() : slope.value() * x.value(), 3 * steep * x.most());
    }

    /** Lipschitz with 1 in the largest change of the number and the limits. */
    private static Tracked clamp(Tracked x, Tracked low, Tracked high) {
        if (x.high() <= low.low()) {
            return low;
        } else if (x.low() >= high.high()) {
            return high;
        } else if (x.low() >= low.high() && x.high() <= high.low()) {
            return x;
        }
        double v = Math.min(Math.max(x.value(), low.value()), high.value());
        return new Tracked(v, Math.max(x.error(), Math.max(low.error(), high.error())));
    }

    private static Tracked sign(Tracked x) {
        return new Tracked(Math.signum(x.value()), x.isAbsent() || x.isPresent() ? 0 : 2);
    }

    private Tracked exp(Tracked x) {
        double f = Math.exp(x.value());
        return accuracy.function(Op.EXP, f, f * Math.expm1(x.error()));
    }

    private Tracked log(Tracked x) {
        return accuracy.function(Op.LOG, Math.log(x.value()), x.error() / x.low());
    }

    /** ln(1 + e^x) = max(0, x) + ln(1 + e^−|x|). */
    private static double softplus(double x) {
        return Math.log1p(Math.exp(-Math.abs(x))) + (x > 0 ? x : 0);
    }

    // ---- two numbers -------------------------------------------------------------------------------

    /** An op of group ZIP. */
    public Tracked zip(Op op, Tracked a, Tracked b) {
        return switch (op) {
            case ADD -> accuracy.sum(List.of(a, b));
            case SUB -> accuracy.sum(List.of(a, b.negate()));
            case MUL -> accuracy.product(a, b);
            case DIV -> divide(a, b);
            case MAX2 -> max(a, b);
            case MIN2 -> max(a.negate(), b.negate()).negate();
            case WHERE -> select(a, b, Tracked.ZERO);
            default -> throw new IllegalArgumentException(op + " is not of two numbers");
        };
    }

    private Tracked divide(Tracked a, Tracked b) {
        if (a.isAbsent() || b.isAbsent()) {
            return Tracked.ZERO;
        }
        return b.isPresent() ? accuracy.quotient(a, b) : Tracked.WILD;
    }

    private static Tracked max(Tracked a, Tracked b) {
        if (a.low() >= b.high()) {
            return a;
        } else if (b.low() >= a.high()) {
            return b;
        }
        return new Tracked(Math.max(a.value(), b.value()), Math.max(a.error(), b.error()));
    }

    /** {@code then} where the condition is not 0, else {@code otherwise}. */
    public static Tracked select(Tracked condition, Tracked then, Tracked otherwise) {
        if (condition.isPresent()) {
            return then;
        } else if (condition.isAbsent()) {
            return otherwise;
        }
        Tracked taken = condition.value() != 0 ? then : otherwise;
        Tracked left = condition.value() != 0 ? otherwise : then;
        return new Tracked(
                taken.value(), Math.max(taken.error(), Math.abs(taken.value() - left.value()) + left.error()));
    }

    /** a · b. */
    public Tracked product(Tracked a, Tracked b) {
        return accuracy.product(a, b);
    }

    /** Σ aᵢ·bᵢ. */
    public Tracked sumOfProducts(List<Tracked> a, List<Tracked> b) {
        return accuracy.sumOfProducts(a, b);
    }

    // ---- lists of numbers --------------------------------------------------------------------------

    /** An op of group REDUCE. */
    public Tracked reduce(Op op, List<Tracked> x) {
        return switch (op) {
            case SUM -> accuracy.sum(x);
            case L1 -> accuracy.sum(x.stream().map(Tracked::abs).toList());
            case L2 -> accuracy.root(accuracy.sumOfProducts(x, x));
            case MAX_NORM -> x.stream().map(Tracked::abs).reduce(Tracked.ZERO, TrackedMath::max);
            case MAX -> largest(x);
            case MIN -> largest(x.stream().map(Tracked::negate).toList()).negate();
            case MEAN -> mean(x);
            case COUNT ->
                new Tracked(
                        counted(x).size(),
                        counted(x).size() + unsure(x).size() - present(x).size());
            default -> throw new IllegalArgumentException(op + " is not a reduction");
        };
    }

    /** The largest number that is not 0. What may be 0 may count or not; with nothing else the result may be 0. */
    private static Tracked largest(List<Tracked> x) {
        List<Tracked> present = present(x);
        if (present.isEmpty() && unsure(x).isEmpty()) {
            return Tracked.ZERO;
        }
        double high = Stream.concat(present.stream(), unsure(x).stream())
                .mapToDouble(Tracked::high)
                .max()
                .orElse(0);
        if (present.isEmpty()) {
            double low = unsure(x).stream().mapToDouble(Tracked::low).min().orElse(0);
            return between(
                    low, counted(x).stream().mapToDouble(Tracked::value).max().orElse(0), high);
        }
        Tracked top = present.stream().reduce(TrackedMath::max).orElseThrow();
        double value = counted(x).stream().mapToDouble(Tracked::value).max().orElseThrow();
        return high <= top.high() ? top : between(top.low(), value, high);
    }

    /** A number that may be anywhere between two others. */
    private static Tracked between(double low, double value, double high) {
        return new Tracked(value, Math.max(value - Math.min(0, low), Math.max(0, high) - value));
    }

    /** The mean of the numbers that are not 0; it lies among them. */
    private Tracked mean(List<Tracked> x) {
        int n = counted(x).size();
        Tracked mean = n == 0 ? Tracked.ZERO : accuracy.quotient(accuracy.sum(x), new Tracked(n, 0));
        if (!unsure(x).isEmpty()) {
            double most = x.stream().mapToDouble(Tracked::most).max().orElse(0);
            return accuracy.stored(new Tracked(mean.value(), 2 * most));
        }
        boolean powerOfTwo = Integer.bitCount(n) <= 1; // else multiplying by 1/n, which is allowed, is not exact
        return powerOfTwo ? mean : accuracy.stored(accuracy.bounded(mean.value(), mean.error() + slip(mean)));
    }

    private double slip(Tracked x) {
        return accuracy.gamma(2) * x.most();
    }

    /** An op of group REDUCE2. */
    public Tracked reduce2(Op op, List<Tracked> a, List<Tracked> b) {
        return op == Op.DOT ? accuracy.sumOfProducts(a, b) : lessOrEqual(a, b);
    }

    private static Tracked lessOrEqual(List<Tracked> a, List<Tracked> b) {
        boolean sure = true;
        boolean holds = true;
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i).low() > b.get(i).high()) {
                return Tracked.ZERO;
            }
            sure = sure && a.get(i).high() <= b.get(i).low();
            holds = holds && a.get(i).value() <= b.get(i).value();
        }
        return new Tracked(holds ? 1 : 0, sure ? 0 : 1);
    }

    /**
     * e^x over its sum. With ε the largest error of an operand and R the range of the operands, numerators and
     * denominators are each off by at most e^(2ε) from the operands, and by the rounding of x − max (at most u·R, in the
     * exponent), of exp, of the sum and of the quotient.
     */
    public List<Tracked> softmax(List<Tracked> x) {
        List<Tracked> counted = counted(x);
        double top = counted.stream().mapToDouble(Tracked::value).max().orElse(0);
        double bottom = counted.stream().mapToDouble(Tracked::value).min().orElse(0);
        double eps = counted.stream().mapToDouble(Tracked::error).max().orElse(0);
        double total =
                counted.stream().mapToDouble(t -> Math.exp(t.value() - top)).sum();
        int n = counted.size();
        double shift = 2 * eps + 2 * accuracy.gamma(1) * (top - bottom + 2 * eps);
        double off = Math.expm1(shift + 2 * Math.log1p(accuracy.gamma(2 * Accuracy.units(Op.EXP) + n + 2)));
        boolean sure = unsure(x).isEmpty();
        List<Tracked> result = new ArrayList<>();
        for (Tracked t : x) {
            double f = t.value() == 0 ? 0 : Math.exp(t.value() - top) / total;
            Tracked share = accuracy.function(Op.DIV, f, f * off + n * accuracy.tiny());
            result.add(
                    t.isAbsent()
                            ? t
                            : sure && share.error() < 1 ? share : new Tracked(f, 1 + 2 * accuracy.gamma(n + 2)));
        }
        return result;
    }

    private static List<Tracked> present(List<Tracked> x) {
        return x.stream().filter(Tracked::isPresent).toList();
    }

    /** Those that double precision finds not to be 0. */
    private static List<Tracked> counted(List<Tracked> x) {
        return x.stream().filter(t -> t.value() != 0).toList();
    }

    /** Those that may be 0 or not. */
    private static List<Tracked> unsure(List<Tracked> x) {
        return x.stream().filter(t -> !t.isAbsent() && !t.isPresent()).toList();
    }
}
