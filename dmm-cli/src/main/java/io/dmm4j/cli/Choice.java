package io.dmm4j.cli;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.Map;

/**
 * One of several kinds of a thing, with its numbers, as an option gives it: {@code cosine:0.0001,5000}.
 *
 * @param option that gave it, for errors
 * @param form how it should look
 * @param kind the part before the colon
 * @param numbers the part after it
 */
record Choice(String option, String form, String kind, double[] numbers) {

    /**
     * Reads the value of an option.
     *
     * @param forms by kind the names of its numbers, with commas; empty for none, in brackets where they may be left out
     */
    static Choice parse(String option, String text, Map<String, String> forms) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String names = forms.get(kind);
        if (names == null) {
            throw new DmmException(option + ": " + Names.unknown("kind", kind, forms.keySet()));
        }
        String form =
                names.isEmpty() ? kind : names.startsWith("[") ? kind + "[:" + names.substring(1) : kind + ":" + names;
        String[] given = colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1);
        int expected = names.isEmpty() ? 0 : names.split(",").length;
        if (given.length != expected && !(given.length == 0 && names.startsWith("["))) {
            throw new DmmException(option + ": found '" + text + "', expected " + form);
        }
        double[] numbers = new double[given.length];
        for (int i = 0; i < given.length; i++) {
            numbers[i] = number(given[i], option, text, form);
        }
        return new Choice(option, form, kind, numbers);
    }

    private static double number(String given, String option, String text, String form) {
        try {
            double x = Double.parseDouble(given);
            if (Double.isFinite(x)) {
                return x;
            }
        } catch (NumberFormatException e) {
            // one message for all of these
        }
        throw new DmmException(
                option + ": found '" + text + "', expected " + form + " with finite numbers, not '" + given + "'");
    }

    /** Number {@code i}, which must be at least so much. */
    double atLeast(int i, double least) {
        return checked(i, numbers[i] >= least, "at least " + format(least));
    }

    /** Number {@code i}, which must be more than that. */
    double above(int i, double limit) {
        return checked(i, numbers[i] > limit, "above " + format(limit));
    }

    /** Number {@code i}, which must be a share: above 0, below 1. */
    double share(int i) {
        return checked(i, numbers[i] > 0 && numbers[i] < 1, "above 0 and below 1");
    }

    /** Number {@code i}, which must be a whole number from 1. */
    long count(int i) {
        boolean whole = numbers[i] == Math.rint(numbers[i]) && Math.abs(numbers[i]) < 1L << 53;
        return (long) checked(i, whole && numbers[i] >= 1, "a whole number from 1");
    }

    private double checked(int i, boolean right, String expected) {
        if (!right) {
            throw new DmmException(option + ": found " + format(numbers[i]) + " as number " + (i + 1) + " of " + form
                    + ", expected " + (expected.startsWith("a ") ? expected : "a number " + expected));
        }
        return numbers[i];
    }

    private static String format(double x) {
        return io.dmm4j.value.Numbers.format(x);
    }
}
