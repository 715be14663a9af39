package io.dmm4j.report;

import java.util.ArrayList;
import java.util.List;

/** Maps numbers to coordinates of a drawing, evenly or by their logarithm, and knows where to put ticks. */
final class Axis {
    private static final int MOST_TICKS = 9;

    private final boolean logarithmic;
    private final double low;
    private final double high;
    private final double from;
    private final double to;

    /**
     * An axis.
     *
     * @param low the number at coordinate {@code from}; positive if logarithmic
     * @param high the number at coordinate {@code to}; larger than {@code low}
     */
    Axis(boolean logarithmic, double low, double high, double from, double to) {
        this.logarithmic = logarithmic;
        this.low = low;
        this.high = high;
        this.from = from;
        this.to = to;
    }

    /** An even axis; a single number gets some room at both sides. */
    static Axis linear(double least, double most, double from, double to) {
        double room = least == most ? 0.5 : 0;
        return new Axis(false, least - room, most + room, from, to);
    }

    /** A logarithmic axis; the numbers are positive, and get a little room at both sides. */
    static Axis logarithmic(double least, double most, double from, double to) {
        double room = Math.max(1.02, Math.pow(most / least, 0.03));
        double low = Math.max(Double.MIN_NORMAL, least / room);
        return new Axis(true, low, Math.min(Double.MAX_VALUE, Math.max(most, low) * room), from, to);
    }

    boolean shows(double x) {
        return Double.isFinite(x) && (!logarithmic || x > 0);
    }

    double at(double x) {
        double part = logarithmic
                ? (Math.log(x) - Math.log(low)) / (Math.log(high) - Math.log(low))
                : (x - low) / (high - low);
        return from + part * (to - from);
    }

    /** Round numbers inside the range, ascending. */
    List<Double> ticks() {
        List<Double> ticks = logarithmic ? decades() : even();
        if (ticks.size() >= 2 || !logarithmic) {
            return ticks;
        }
        return even();
    }

    private List<Double> even() {
        double raw = (high - low) / (MOST_TICKS - 2);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw <= power ? 1 : raw <= 2 * power ? 2 : raw <= 5 * power ? 5 : 10);
        List<Double> ticks = new ArrayList<>();
        for (double i = Math.ceil(low / step); i * step <= high && ticks.size() < 2 * MOST_TICKS; i++) {
            ticks.add(step < 1 ? i / Math.rint(1 / step) : i * step);
        }
        return ticks;
    }

    /** Powers of ten, every so many if they are many, with 2 and 5 times them if they are few. */
    private List<Double> decades() {
        int first = (int) Math.floor(Math.log10(low));
        int last = (int) Math.ceil(Math.log10(high));
        int every = Math.max(1, (last - first + MOST_TICKS - 1) / MOST_TICKS);
        double[] factors = last - first <= 3 ? new double[] {1, 2, 5} : new double[] {1};
        List<Double> ticks = new ArrayList<>();
        for (int power = Math.floorDiv(first, every) * every; power <= last; power += every) {
            for (double factor : factors) {
                double tick = factor * power(power);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Exact where a double can be. */
    private static double power(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }
}
