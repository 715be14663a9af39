package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.function.Predicate;

/**
 * How links are cut.
 *
 * @param bands what holds for networks of which size, the largest first; the last one has {@code above} 0
 * @param share the share of the links that the first cut takes
 * @param most the largest share
 * @param growth the factor of the share after a cut that stands
 * @param shrink its factor after one that was taken back
 * @param tolerance a cut stands as well once the loss is this factor of the last
 * @param single below this many links they go one at a time
 * @param tries links that are tried in turn for each of those, and then outputs that others may take the place of
 * @param least steps after every cut, even if the loss is low at once
 * @param rest steps after a cut that was taken back, before the next
 * @param kept links that are never cut
 */
public record PruneSettings(
        List<Band> bands,
        double share,
        double most,
        double growth,
        double shrink,
        double tolerance,
        int single,
        int tries,
        int least,
        int rest,
        Predicate<Link> kept) {

    /**
     * What holds while there are more than {@code above} links.
     *
     * @param above links
     * @param lambda the factor of L1
     * @param loss a cut stands once the loss is below
     * @param steps a cut is taken back after so many steps
     */
    public record Band(int above, double lambda, double loss, int steps) {
        /** Checks the numbers. */
        public Band {
            expect("links of a band", above, above >= 0, "0 or more");
            expect(
                    "factor of L1",
                    lambda,
                    lambda >= 0 && lambda < Double.POSITIVE_INFINITY,
                    "a finite one, not negative");
            expect("loss of a cut that stands", loss, loss >= 0, "a number that is not negative");
            expect("steps of a band", steps, steps >= 1, "at least 1");
        }
    }

    /**
     * What worked unattended for the duplicate detector: the λ of the published pruning by hand, thresholds and cuts found by
     * trying.
     */
    public static final PruneSettings DEFAULT = new PruneSettings(
            List.of(
                    new Band(900, 0.01, 1.5, 400),
                    new Band(600, 0.03, 1.5, 400),
                    new Band(350, 0.06, 1.0, 400),
                    new Band(150, 0.1, 1.0, 400),
                    new Band(60, 0.1, 0.3, 1500),
                    new Band(0, 0.05, 0.03, 1500)),
            0.1,
            0.12,
            1.3,
            0.4,
            1.3,
            60,
            12,
            40,
            200,
            l -> false);

    /** Checks the numbers. */
    public PruneSettings {
        bands = List.copyOf(bands);
        expect("bands", bands.size(), !bands.isEmpty(), "at least 1");
        for (int i = 1; i < bands.size(); i++) {
            int above = bands.get(i).above();
            expect("links of a band", above, above < bands.get(i - 1).above(), "fewer than of the one before");
        }
        int last = bands.get(bands.size() - 1).above();
        expect("links of the last band", last, last == 0, "0");
        expect("share", share, share > 0 && share <= 1, "a number above 0 and up to 1");
        expect("largest share", most, most > 0 && most <= 1, "a number above 0 and up to 1");
        expect(
                "growth of the share",
                growth,
                growth >= 1 && growth < Double.POSITIVE_INFINITY,
                "a finite number from 1");
        expect("shrinking of the share", shrink, shrink > 0 && shrink < 1, "a number between 0 and 1");
        expect(
                "tolerance",
                tolerance,
                tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY,
                "a finite one, not negative");
        expect("links that go one at a time", single, single >= 0, "0 or more");
        expect("links tried in turn", tries, tries >= 1, "at least 1");
        expect("steps after a cut", least, least >= 0, "0 or more");
        expect("steps of rest", rest, rest >= 0, "0 or more");
    }

    private static void expect(String what, Number found, boolean right, String expected) {
        if (!right) {
            throw new DmmException("pruning, " + what + ": found " + found + ", expected " + expected);
        }
    }

    /** The band of a size. */
    public Band band(int links) {
        return bands.stream().filter(b -> links > b.above()).findFirst().orElse(bands.get(bands.size() - 1));
    }

    /** These settings for losses that are a factor larger, penalties included. */
    public PruneSettings scaled(double factor) {
        List<Band> scaled = bands.stream()
                .map(b -> new Band(b.above(), factor * b.lambda(), factor * b.loss(), b.steps()))
                .toList();
        return new PruneSettings(scaled, share, most, growth, shrink, tolerance, single, tries, least, rest, kept);
    }

    /** These settings with links that are never cut. */
    public PruneSettings keeping(Predicate<Link> l) {
        return new PruneSettings(bands, share, most, growth, shrink, tolerance, single, tries, least, rest, l);
    }
}
