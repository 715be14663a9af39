package io.dmm4j.testing;

import io.dmm4j.expr.Op;
import io.dmm4j.spi.Precision;
import java.util.List;

/**
 * What is asked of the arithmetic of an implementation, and the bounds that follow from it for the elementary steps:
 * constants, products, sums of products, quotients and roots. {@link TrackedMath} builds the ops from them.
 *
 * <p>With u the unit roundoff of the precision ({@link Precision#unitRoundoff}), an implementation must
 *
 * <ul>
 *   <li>add, subtract, multiply, divide and take square roots correctly rounded: error ≤ u·|result|, exact where the
 *       result can be held; fused multiply-adds are allowed, and so is any order of a sum;
 *   <li>compute the other functions with at most {@link #units} · u · |result|, and sin and cos with at most {@link
 *       #units} · u · min(1, |x|) and · 1;
 *   <li>hold constants, immediates, parameters and weights rounded or in double precision;
 *   <li>flush results below the smallest normal number to 0 or not.
 * </ul>
 *
 * <p>The bounds are running error bounds (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 3.1 and 3.3).
 * A value here is itself rounded to double, so each step counts u + 2^−53, which the sum of k terms turns into γ_k of
 * that; the bound is then widened by a factor 1 + 2^−20 for its own rounding. A step on exact numbers whose result fits
 * is exact: a product that can be held, and a sum of terms on one grid 2^q whose magnitudes add up to less than 2^(q+p) with
 * p the digits of the precision, for then all partial sums in any order can be held.
 */
public final class Accuracy {
    private static final double WIDER = 1 + 0x1p-20;

    private final Precision precision;
    private final double u;
    private final int digits;
    private final double tiny;
    private final double huge;

    /** The bounds of a precision. */
    public Accuracy(Precision precision) {
        boolean single = precision == Precision.FLOAT32;
        this.precision = precision;
        u = precision.unitRoundoff() + 0x1p-53;
        digits = single ? 24 : 53;
        tiny = single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        huge = single ? 0x1p120 : 0x1p1000;
    }

    /** The error an implementation may make in a function, in units of u · |result|; 1 ulp is at most 2 units. */
    public static int units(Op op) {
        return switch (op) {
            case TANH, SIN, COS, EXP, LOG -> 8;
            case SIGMOID, SOFTPLUS -> 16;
            default -> 1;
        };
    }

    /** The precision. */
    public Precision precision() {
        return precision;
    }

    /** The smallest normal number. */
    public double tiny() {
        return tiny;
    }

    /** γ_k = k·u / (1 − k·u). */
    public double gamma(int k) {
        return k * u / (1 - k * u);
    }

    /** A value with a bound that was computed from correct ones; wild if it is out of range. */
    public Tracked bounded(double value, double error) {
        boolean inRange = Math.abs(value) + error <= huge; // false for NaN
        return inRange ? new Tracked(value, error * WIDER) : Tracked.WILD;
    }

    /** A number that every implementation holds as it is; it must fit the precision. */
    public Tracked held(double x) {
        return bounded(x, 0);
    }

    /** A constant, which an implementation may hold rounded. */
    public Tracked constant(double x) {
        return bounded(x, Math.abs(x - precision.round(x)));
    }

    /** The function value {@code f} with {@code moved} from the operands' errors and the op's own error. */
    public Tracked function(Op op, double f, double moved) {
        return bounded(f, moved + units(op) * u * (Math.abs(f) + moved) + tiny);
    }

    /** The function value {@code f} where the op's own error is {@code units · u · scale}. */
    public Tracked function(Op op, double f, double moved, double scale) {
        return bounded(f, moved + units(op) * u * scale + tiny);
    }

    /** What is held after a result was stored in the state. */
    public Tracked stored(Tracked x) {
        return x.isExact() ? held(x.value()) : bounded(x.value(), x.error() + u * x.most() + tiny);
    }

    /** a · b. */
    public Tracked product(Tracked a, Tracked b) {
        return sumOfProducts(List.of(a), List.of(b));
    }

    /** Σ a. */
    public Tracked sum(List<Tracked> a) {
        return sumOfProducts(a, a.stream().map(x -> Tracked.ONE).toList());
    }

    /** Σ aᵢ·bᵢ, in any order, fused or not; terms with an absent factor do not count. */
    public Tracked sumOfProducts(List<Tracked> a, List<Tracked> b) {
        double value = 0;
        double most = 0;
        double moved = 0;
        int terms = 0;
        boolean exact = true;
        double grid = Double.POSITIVE_INFINITY;
        for (int i = 0; i < a.size(); i++) {
            Tracked x = a.get(i);
            Tracked y = b.get(i);
            if (x.isAbsent() || y.isAbsent()) {
                continue;
            }
            double product = x.value() * y.value();
            value += product;
            most += x.most() * y.most();
            moved += moved(x, y);
            terms++;
            exact = exact && x.isExact() && y.isExact() && isHeldProduct(x.value(), y.value());
            grid = Math.min(grid, lowestBit(product));
        }
        if (terms == 0) {
            return Tracked.ZERO;
        }
        boolean fits = exact && grid >= tiny && most < grid * Math.scalb(1.0, digits);
        return bounded(value, fits ? 0 : moved + gamma(terms + 2) * most + 2 * terms * tiny);
    }

    /** a / b where b is surely not 0. */
    public Tracked quotient(Tracked a, Tracked b) {
        double q = a.value() / b.value();
        if (a.isExact() && b.isExact() && isHeldProduct(q, b.value()) && q * b.value() == a.value() && isHeld(q)) {
            return bounded(q, 0);
        }
        double moved = (a.error() + Math.abs(q) * b.error()) / (Math.abs(b.value()) - b.error());
        return bounded(q, moved + 2 * u * (Math.abs(q) + moved) + tiny);
    }

    /** √a of a sum of squares, which no implementation finds below 0. */
    public Tracked root(Tracked a) {
        double r = Math.sqrt(a.value());
        if (a.isExact() && isHeldProduct(r, r) && r * r == a.value() && isHeld(r)) {
            return bounded(r, 0);
        }
        double moved = a.low() > 0 ? a.error() / (r + Math.sqrt(a.low())) : Math.max(r, Math.sqrt(a.high()) - r);
        return bounded(r, moved + 2 * u * (r + moved) + tiny);
    }

    private static double moved(Tracked x, Tracked y) {
        return Math.abs(x.value()) * y.error() + Math.abs(y.value()) * x.error() + x.error() * y.error();
    }

    private boolean isHeld(double x) {
        return precision.round(x) == x && (x == 0 || Math.abs(x) >= tiny);
    }

    /** Whether the product can be held exactly. */
    private boolean isHeldProduct(double x, double y) {
        double p = x * y;
        return Math.fma(x, y, -p) == 0 && isHeld(p);
    }

    /** The largest power of two that divides x; +∞ for 0. */
    private static double lowestBit(double x) {
        if (x == 0) {
            return Double.POSITIVE_INFINITY;
        }
        long significand = Double.doubleToLongBits(x) & (1L << 52) - 1 | 1L << 52;
        return Math.ulp(x) * (significand & -significand);
    }
}
