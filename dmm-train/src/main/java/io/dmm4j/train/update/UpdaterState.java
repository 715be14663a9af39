package io.dmm4j.train.update;

import java.util.Arrays;
import java.util.List;

/** What an {@link Updater} remembers: arrays with names, one number per parameter, and the steps that it has done. */
public final class UpdaterState {
    private final List<String> names;
    private final double[][] arrays;
    private long steps;

    /**
     * A state.
     *
     * @param names one per array
     * @param arrays one number per parameter each; kept, not copied
     * @param steps done so far
     */
    public UpdaterState(List<String> names, double[][] arrays, long steps) {
        if (names.size() != arrays.length) {
            throw new IllegalArgumentException(names + " name " + arrays.length + " arrays");
        }
        this.names = List.copyOf(names);
        this.arrays = arrays;
        this.steps = steps;
    }

    /** Zeros for {@code n} parameters. */
    public static UpdaterState zeros(List<String> names, int n) {
        return new UpdaterState(names, new double[names.size()][n], 0);
    }

    /** The names of the arrays. */
    public List<String> names() {
        return names;
    }

    /** Array {@code i}: the array itself, one number per parameter. */
    public double[] array(int i) {
        return arrays[i];
    }

    /** Steps done so far. */
    public long steps() {
        return steps;
    }

    /** Counts a step and returns its number, from 1. */
    long next() {
        return ++steps;
    }

    /**
     * The state of other parameters: entry {@code i} is what this state has for {@code from[i]}, zeros where that is −1. So
     * what is remembered is trimmed and grown in step with the parameters.
     */
    public UpdaterState gathered(int[] from) {
        double[][] gathered = new double[arrays.length][];
        for (int i = 0; i < arrays.length; i++) {
            gathered[i] = gather(arrays[i], from);
        }
        return new UpdaterState(names, gathered, steps);
    }

    /** A copy that shares nothing. */
    public UpdaterState copy() {
        return new UpdaterState(
                names, Arrays.stream(arrays).map(double[]::clone).toArray(double[][]::new), steps);
    }

    /** Entry {@code i} is {@code a[from[i]]}, or 0 where {@code from[i]} is −1. */
    public static double[] gather(double[] a, int[] from) {
        double[] b = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            b[i] = from[i] < 0 ? 0 : a[from[i]];
        }
        return b;
    }
}
