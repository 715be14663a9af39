package io.dmm4j.dl4j.sparse;

import java.util.Arrays;

/** Picks numbers by magnitude. */
public final class Magnitudes {
    private Magnitudes() {}

    /**
     * The indices of the {@code keep} numbers farthest from 0, ascending; of equal ones the first.
     *
     * @param keep from 0 to the length
     */
    public static int[] largest(double[] numbers, int keep) {
        if (keep <= 0) {
            return new int[0];
        }
        double[] sorted = new double[numbers.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Math.abs(numbers[i]);
        }
        Arrays.sort(sorted);
        double limit = sorted[sorted.length - Math.min(keep, sorted.length)];
        int above = 0;
        for (double x : numbers) {
            above += Math.abs(x) > limit ? 1 : 0;
        }
        int[] found = new int[Math.min(keep, numbers.length)];
        int ties = found.length - above;
        for (int i = 0, n = 0; n < found.length; i++) {
            double size = Math.abs(numbers[i]);
            if (size > limit || size == limit && ties-- > 0) {
                found[n++] = i;
            }
        }
        return found;
    }
}
