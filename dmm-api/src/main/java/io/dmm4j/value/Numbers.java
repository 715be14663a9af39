package io.dmm4j.value;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers are printed, everywhere. */
public final class Numbers {
    private static final double EXACT = 1L << 53;

    private Numbers() {}

    /**
     * The shortest decimal that reads back as the same double, laid out like ECMAScript (and RFC 8785) but without a
     * plus sign: integers below 10<sup>21</sup> have no point ({@code 1}, not {@code 1.0}), numbers from
     * 10<sup>-6</sup> on have no exponent, others look like {@code 1e21} and {@code 2.5e-7}. Both zeros print as
     * {@code 0}. The digits do not depend on the JDK.
     */
    public static String format(double x) {
        if (x == Math.rint(x) && Math.abs(x) < EXACT) {
            return Long.toString((long) x);
        } else if (Double.isNaN(x) || Double.isInfinite(x)) {
            return Double.toString(x);
        }
        BigDecimal exact = shortest(x).stripTrailingZeros();
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale(); // of the first digit
        String sign = x < 0 ? "-" : "";
        return exponent < -6 || exponent > 20 ? sign + scientific(digits, exponent) : exact.toPlainString();
    }

    /** Schubfach's digits, which are two at least: the smallest doubles can do with one. */
    private static BigDecimal shortest(double x) {
        BigDecimal digits = new BigDecimal(NumberOutput.toString(x, true));
        BigDecimal single = digits.precision() == 2 ? digits.round(new MathContext(1)) : digits;
        return single.doubleValue() == x ? single : digits;
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + exponent;
    }
}
