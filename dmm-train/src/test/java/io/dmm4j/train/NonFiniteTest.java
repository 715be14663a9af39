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

import io.dmm4j.expr.Op;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
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

    /** Loss, gradient and the step itself are finite: the square of the gradient is not. */
    @Test
    void aMomentThatIsInfiniteStopsTheRunWhereItStands() {
        Objective o = new Objective(
                List.of(new Objective.Term(Accumulating.SEEN, Loss.ABSOLUTE, 1e200, Objective.Paths.ALL)), 0);
        try (Trainer t = new Trainer(network(), o, List.of(ONE), SETTINGS)) {
            t.update(Sgd.of(1e-210));
            t.step();
            t.update(Adam.of(1e-3));
            TrainingState before = t.state();
            DmmException e = assertThrows(DmmException.class, t::step);
            String expected = "step 2: what the updater adam remembers is not finite: 'v' of a.dict-1 <- a.dict is"
                    + " Infinity, after a derivative of ";
            assertTrue(e.getMessage().startsWith(expected), e.getMessage());
            assertEquals(t.gradient()[0], Double.parseDouble(e.getMessage().substring(expected.length())));
            assertSame(before, t.state());
            t.update(Sgd.of(1e-210));
            t.step();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "v"})
    void aMomentThatOverflowsByItselfIsNamed(String slot) {
        Updater growing = new Written(List.of("m", "v"), s -> {
            s.setSlot(0, slot.equals("m") ? s.ops().map(Op.EXP, s.ops().plus(s.slot(0), s.w())) : s.g());
            s.setSlot(1, slot.equals("v") ? s.ops().map(Op.EXP, s.ops().plus(s.slot(1), s.w())) : s.g());
            s.setW(s.w());
        });
        Settings s = SETTINGS.toBuilder()
                .updater(growing)
                .regularisers(Regulariser.l2(0.1))
                .clipping(Clipping.byNorm(1))
                .build();
        try (Trainer t = trainer(s, ONE)) {
            DmmException e = assertThrows(DmmException.class, () -> t.run(10, StopRule.never()));
            assertEquals(3, t.steps()); // e^0.5, e^2.1, e^9.1, e^9000
            assertTrue(
                    e.getMessage()
                            .startsWith("step 4: what the updater written remembers is not finite: '" + slot
                                    + "' of a.dict-1 <- a.dict is Infinity, after a derivative of "),
                    e.getMessage());
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
