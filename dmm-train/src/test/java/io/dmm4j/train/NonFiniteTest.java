package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.SETTINGS;
import static io.dmm4j.train.Accumulating.network;
import static io.dmm4j.train.Accumulating.trainer;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no program sees: penalties in plain Java, losses of what has no row, and penalties whose derivatives are finite. */
class NonFiniteTest {
    private static final Sequence ONE = wanting(VValue.of(1), 6);

    private static void assertSame(TrainingState expected, TrainingState found) {
        assertEquals(expected.numbers(), found.numbers());
        assertEquals(expected.arrays().keySet(), found.arrays().keySet());
        expected.arrays()
                .forEach((name, a) -> assertArrayEquals(a, found.arrays().get(name), name));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1e300})
    void aPenaltyInJavaThatIsNotFiniteStopsTheRunWhereItStands(double bad) {
        double[] penalty = {1};
        Settings s = SETTINGS.toBuilder()
                .regularisers(Regulariser.onHost(p -> (w, g) -> penalty[0]))
                .curriculum(Curriculum.of(2))
                .carry(true)
                .build();
        try (Trainer t = trainer(s, ONE);
                Trainer same = trainer(s, ONE)) {
            t.step();
            same.step();
            TrainingState before = t.state();
            penalty[0] = bad;
            DmmException e = assertThrows(DmmException.class, t::step);
            assertTrue(
                    e.getMessage().startsWith("step 2: the penalty of those in plain Java is " + bad), e.getMessage());
            assertSame(before, t.state());
            penalty[0] = 1;
            for (int i = 0; i < 5; i++) {
                assertEquals(same.step().loss(), t.step().loss());
            }
            assertSame(same.state(), t.state());
        }
    }

    @Test
    void aPenaltyInJavaThatFailsLeavesTheTrainerWhereItStands() {
        boolean[] fails = {false};
        Regulariser r = Regulariser.onHost(p -> (w, g) -> {
            if (fails[0]) {
                throw new IllegalStateException("planted");
            }
            return 0;
        });
        Settings s = SETTINGS.toBuilder()
                .regularisers(r)
                .curriculum(Curriculum.of(2))
                .carry(true)
                .build();
        try (Trainer t = trainer(s, ONE);
                Trainer same = trainer(s, ONE)) {
            t.step();
            same.step();
            fails[0] = true;
            assertThrows(IllegalStateException.class, t::step);
            fails[0] = false;
            assertEquals(same.step().loss(), t.step().loss());
            assertSame(same.state(), t.state());
        }
    }

    /** The sum of the weights times λ overflows, and their derivatives, λ each, do not. */
    @Test
    void aPenaltyThatIsInfiniteIsNotAdoptedAlthoughItsDerivativesAreFinite() {
        Network n = network();
        List<Link> links = n.links().stream().map(l -> l.withWeight(0.75)).toList();
        Updater small = Adam.of(1e-3);
        Settings s = SETTINGS.toBuilder()
                .updater(small)
                .regularisers(Regulariser.l1(1.7e308))
                .build();
        try (Trainer t = new Trainer(n.withTrainable(links), Accumulating.OBJECTIVE, List.of(ONE), s)) {
            TrainingState before = t.state();
            DmmException e = assertThrows(DmmException.class, t::step);
            assertTrue(e.getMessage().startsWith("step 1: the penalty is Infinity"), e.getMessage());
            assertSame(before, t.state());
            t.regularise(List.of());
            assertTrue(Double.isFinite(t.step().loss()));
        }
    }

    @Test
    void aLossThatIsInfiniteWhereNothingIsShownIsRefusedBeforeTheFirstStep() {
        VValue fits = VValue.of(1).with("nowhere", VValue.of(1e100));
        VValue not = VValue.of(1).with("nowhere", VValue.of(1e200));
        try (Trainer t = trainer(SETTINGS, ONE, wanting(fits, 2))) {
            assertTrue(Double.isFinite(t.step().loss()));
        }
        DmmException e = assertThrows(DmmException.class, () -> trainer(SETTINGS, ONE, wanting(not, 2))
                .close());
        assertTrue(e.getMessage().startsWith("sequence 2: the loss of what is wanted"), e.getMessage());
        assertTrue(e.getMessage().contains("Infinity"), e.getMessage());
    }

    @Test
    void whatCanBeAddedLeavesTheLargestNumberFinite() {
        assertTrue(NonFinite.canBeAdded(Math.nextDown(0x1p970)));
        assertTrue(Double.isFinite(Double.MAX_VALUE + Math.nextDown(0x1p970)));
        assertFalse(NonFinite.canBeAdded(0x1p970));
        assertFalse(Double.isFinite(Double.MAX_VALUE + 0x1p970));
        assertFalse(NonFinite.canBeAdded(Double.NaN));
    }
}
