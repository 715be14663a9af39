package io.dmm4j.train;

import static io.dmm4j.train.Accumulating.SETTINGS;
import static io.dmm4j.train.Accumulating.trainer;
import static io.dmm4j.train.Accumulating.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.AmsGrad;
import io.dmm4j.train.update.Rate;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.train.update.Updater;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Penalties and updaters that are replaced while a network is trained. */
class UpdateRuleTest {
    private static final Sequence DATA = wanting(VValue.of(1), 3);
    private static final Regulariser ONE = Regulariser.onHost(p -> (w, g) -> 1);

    /** A penalty that cannot be written, and one that does not know the network. */
    static Stream<Regulariser> unwritable() {
        return Stream.of(
                term -> {
                    throw new DmmException("planted");
                },
                Regulariser.onHost(p -> {
                    throw new DmmException("planted");
                }));
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void aPenaltyThatCannotBeWrittenLeavesThoseBefore(Regulariser bad) {
        Settings s =
                SETTINGS.toBuilder().updater(Adam.of(0.01)).regularisers(ONE).build();
        try (Trainer t = trainer(s, DATA);
                Trainer same = trainer(s, DATA)) {
            t.run(3, StopRule.never());
            same.run(3, StopRule.never());
            assertThrows(DmmException.class, () -> t.regularise(List.of(ONE, bad)));
            assertEquals(1, t.step().penalty());
            same.step();
            assertArrayEquals(same.parameters(), t.parameters());
            try (Trainer fork = t.fork()) {
                assertEquals(1, fork.step().penalty());
            }
        }
    }

    @Test
    void anUpdaterThatCannotBeWrittenLeavesTheOneBefore() {
        Updater unwritten = new Written(List.of(), step -> {
            throw new DmmException("planted");
        });
        try (Trainer t = trainer(SETTINGS, DATA);
                Trainer same = trainer(SETTINGS, DATA)) {
            t.run(3, StopRule.never());
            same.run(3, StopRule.never());
            assertThrows(DmmException.class, () -> t.update(unwritten));
            assertEquals(same.state().numbers(), t.state().numbers());
            t.run(3, StopRule.never());
            same.run(3, StopRule.never());
            assertArrayEquals(same.parameters(), t.parameters());
        }
    }

    /** Within a sequence that goes on, where a step that is half done would show. */
    @Test
    void aRateThatFailsLeavesTheTrainerWhereItStands() {
        boolean[] fails = {false};
        Rate rate = step -> {
            if (fails[0]) {
                throw new IllegalStateException("planted");
            }
            return 0.01;
        };
        Settings s = SETTINGS.toBuilder()
                .updater(Sgd.of(0.01))
                .curriculum(Curriculum.of(1))
                .carry(true)
                .build();
        try (Trainer t = trainer(s, DATA);
                Trainer same = trainer(s, DATA)) {
            t.update(new Sgd(rate));
            t.step();
            same.step();
            fails[0] = true;
            assertThrows(IllegalStateException.class, t::step);
            fails[0] = false;
            for (int i = 0; i < 4; i++) {
                assertEquals(same.step().loss(), t.step().loss());
            }
            assertArrayEquals(same.parameters(), t.parameters());
        }
    }

    static Stream<Updater> fewerSlotsOrMore() {
        return Stream.of(Sgd.of(1e-3), Adam.of(1e-3), AmsGrad.of(1e-3));
    }

    @ParameterizedTest
    @MethodSource("fewerSlotsOrMore")
    void aForkHasTheUpdaterAndThePenaltiesOfItsOrigin(Updater second) {
        for (Updater first : fewerSlotsOrMore().toList()) {
            Settings s = SETTINGS.toBuilder().updater(first).build();
            try (Trainer t = trainer(s, DATA)) {
                t.run(2, StopRule.never());
                t.update(second);
                t.regularise(List.of(ONE, Regulariser.l2(0.1)));
                t.run(2, StopRule.never());
                try (Trainer fork = t.fork()) {
                    t.run(3, StopRule.never());
                    fork.run(3, StopRule.never());
                    assertArrayEquals(t.parameters(), fork.parameters());
                    assertEquals(t.state().numbers(), fork.state().numbers());
                }
            }
        }
    }
}
