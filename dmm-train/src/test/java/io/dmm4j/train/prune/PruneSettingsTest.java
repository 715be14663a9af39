package io.dmm4j.train.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.Link;
import io.dmm4j.train.Holding;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PruneSettingsTest {
    private static final PruneSettings D = PruneSettings.DEFAULT;
    private static final Predicate<Link> NONE = l -> false;

    private static PruneSettings of(
            List<Band> bands, double share, double most, double growth, double shrink, double tolerance, int tries) {
        return new PruneSettings(
                bands, share, most, growth, shrink, tolerance, D.single(), tries, D.least(), D.rest(), NONE);
    }

    static Stream<Executable> mistakes() {
        List<Band> one = List.of(new Band(0, 0.1, 1, 100));
        return Stream.of(
                () -> of(List.of(), 0.1, 0.2, 1, 0.5, 1, 1),
                () -> of(List.of(new Band(1, 0.1, 1, 100)), 0.1, 0.2, 1, 0.5, 1, 1),
                () -> of(List.of(one.get(0), one.get(0)), 0.1, 0.2, 1, 0.5, 1, 1),
                () -> of(one, 0, 0.2, 1, 0.5, 1, 1),
                () -> of(one, Double.NaN, 0.2, 1, 0.5, 1, 1),
                () -> of(one, 0.1, 1.1, 1, 0.5, 1, 1),
                () -> of(one, 0.1, 0.2, 0.9, 0.5, 1, 1),
                () -> of(one, 0.1, 0.2, 1, 1, 1, 1),
                () -> of(one, 0.1, 0.2, 1, 0.5, Double.NaN, 1),
                () -> of(one, 0.1, 0.2, 1, 0.5, 1, 0),
                () -> new Band(-1, 0.1, 1, 100),
                () -> new Band(0, Double.NaN, 1, 100),
                () -> new Band(0, 0.1, Double.NaN, 100),
                () -> new Band(0, 0.1, 1, 0),
                () -> Rewiring.smallest(-1, NONE),
                () -> Rewiring.below(Double.NaN, NONE),
                () -> Rewiring.regrow(Holding.network(), Double.POSITIVE_INFINITY),
                () -> Rewiring.set(1.5, Holding.network(), 0.1, NONE),
                () -> Rewiring.rigl(-0.1, Holding.network(), NONE));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void numbersThatMeanNothingAreRefused(Executable mistake) {
        assertThrows(DmmException.class, mistake);
    }

    @Test
    void isOneSentence() {
        assertEquals(
                "pruning, bands: found 0, expected at least 1",
                assertThrows(DmmException.class, () -> of(List.of(), 0.1, 0.2, 1, 0.5, 1, 1))
                        .getMessage());
        assertEquals(
                "rewiring, share: found 1.5, expected a number that is not negative, and at most 1",
                assertThrows(DmmException.class, () -> Rewiring.rigl(1.5, Holding.network(), NONE))
                        .getMessage());
    }
}
