package io.dmm4j.train;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How well a gradient agrees with central differences.
 *
 * @param directions random directions, the worst first
 * @param numbers single parameters, the worst first
 */
public record GradientReport(List<Slope> directions, List<Slope> numbers) {

    /** Whether a slope says something about the gradient. */
    public enum Verdict {
        /** It does. */
        COUNTS,
        /** The loss is not smooth there: other branches are taken on one of the sides. */
        KINK,
        /** The central differences are too uncertain to tell that the gradient is right, and do not show that it is wrong. */
        ROUNDING
    }

    /**
     * A slope of the loss in one direction.
     *
     * @param name what is changed
     * @param analytic by back-propagation
     * @param numeric by central differences
     * @param uncertainty how far the central differences may be off
     * @param verdict whether it counts, and why not
     */
    public record Slope(String name, double analytic, double numeric, double uncertainty, Verdict verdict) {

        static Slope of(
                String name, double analytic, double numeric, double uncertainty, boolean smooth, double tolerance) {
            Slope s = new Slope(name, analytic, numeric, uncertainty, smooth ? Verdict.COUNTS : Verdict.KINK);
            boolean vague = !Double.isFinite(numeric) || uncertainty > tolerance * s.size() && s.error() <= tolerance;
            return smooth && vague ? new Slope(name, analytic, numeric, uncertainty, Verdict.ROUNDING) : s;
        }

        /** Whether it says something about the gradient. */
        public boolean counts() {
            return verdict == Verdict.COUNTS;
        }

        /** The difference beyond what the central differences leave open, by the larger of the slopes and 1e-3. */
        public double error() {
            return Math.max(0, Math.abs(analytic - numeric) - uncertainty) / size();
        }

        private double size() {
            return Math.max(1e-3, Math.max(Math.abs(analytic), Math.abs(numeric)));
        }
    }

    /** Copies the lists. */
    public GradientReport {
        directions = List.copyOf(directions);
        numbers = List.copyOf(numbers);
    }

    /** The largest error of all slopes that count. */
    public double worst() {
        return all().filter(Slope::counts).mapToDouble(Slope::error).max().orElse(0);
    }

    /** The share of slopes that do not count. */
    public double leftOut() {
        return leftOut(Verdict.KINK) + leftOut(Verdict.ROUNDING);
    }

    /** The share of slopes with a verdict. */
    public double leftOut(Verdict v) {
        long count = directions.size() + numbers.size();
        return count == 0 ? 0 : (double) all().filter(s -> s.verdict() == v).count() / count;
    }

    private Stream<Slope> all() {
        return Stream.concat(directions.stream(), numbers.stream());
    }

    /** A summary, and the worst numbers by name. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(String.format(
                Locale.ROOT,
                "%d directions and %d numbers, %.1f %% left out at kinks and %.1f %% for rounding, worst relative error %.3g",
                directions.size(),
                numbers.size(),
                100 * leftOut(Verdict.KINK),
                100 * leftOut(Verdict.ROUNDING),
                worst()));
        numbers.stream()
                .filter(Slope::counts)
                .limit(10)
                .forEach(n -> s.append(String.format(
                        Locale.ROOT,
                        "%n  %s: %.9g, expected %.9g ± %.2g",
                        n.name(),
                        n.analytic(),
                        n.numeric(),
                        n.uncertainty())));
        return s.toString();
    }
}
