package io.dmm4j.train;

import java.util.List;
import java.util.Locale;

/**
 * How well a gradient agrees with central differences.
 *
 * @param directions random directions, the worst first
 * @param numbers single parameters, the worst first
 */
public record GradientReport(List<Slope> directions, List<Slope> numbers) {

    /**
     * A slope of the loss in one direction.
     *
     * @param name what is changed
     * @param analytic by back-propagation
     * @param numeric by central differences
     * @param uncertainty how far the central differences may be off
     * @param counts whether the loss is smooth there: the same branches are taken on both sides
     */
    public record Slope(String name, double analytic, double numeric, double uncertainty, boolean counts) {

        /** The difference beyond what the central differences leave open, by the larger of the slopes and 1e-3. */
        public double error() {
            double gap = Math.max(0, Math.abs(analytic - numeric) - uncertainty);
            return gap / Math.max(1e-3, Math.max(Math.abs(analytic), Math.abs(numeric)));
        }
    }

    /** Copies the lists. */
    public GradientReport {
        directions = List.copyOf(directions);
        numbers = List.copyOf(numbers);
    }

    /** The largest error of all slopes that count. */
    public double worst() {
        return java.util.stream.Stream.concat(directions.stream(), numbers.stream())
                .filter(Slope::counts)
                .mapToDouble(Slope::error)
                .max()
                .orElse(0);
    }

    /** The share of slopes that do not count because a kink lies between the points. */
    public double leftOut() {
        long all = directions.size() + numbers.size();
        long out = java.util.stream.Stream.concat(directions.stream(), numbers.stream())
                .filter(s -> !s.counts())
                .count();
        return all == 0 ? 0 : (double) out / all;
    }

    /** A summary, and the worst numbers by name. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(String.format(
                Locale.ROOT,
                "%d directions and %d numbers, %.1f %% left out at kinks, worst relative error %.3g",
                directions.size(),
                numbers.size(),
                100 * leftOut(),
                worst()));
        numbers.stream()
                .filter(Slope::counts)
                .limit(10)
                .forEach(n -> s.append(String.format(
                        Locale.ROOT, "%n  %s: %.9g, expected %.9g", n.name(), n.analytic(), n.numeric())));
        return s.toString();
    }
}
