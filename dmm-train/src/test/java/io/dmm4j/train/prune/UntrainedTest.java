package io.dmm4j.train.prune;

import static io.dmm4j.train.Holding.ON_A;
import static io.dmm4j.train.Holding.SETTINGS;
import static io.dmm4j.train.Holding.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.train.Holding;
import io.dmm4j.train.Trainer;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a rewiring does not touch: frozen links, and machines that hold their own matrix. */
class UntrainedTest {
    private static final Predicate<Link> NONE = l -> false;

    /** Small weights in the loop and in what no probe sees. */
    private static Network network() {
        return Holding.network().toBuilder()
                .add("dead", "lite/accum")
                .link("dead", "dict-1", "in", "v", -0.001)
                .link("dead", "dict-2", "in", "v", 3)
                .build();
    }

    private static Trainer trainer(Predicate<Link> frozen) {
        return new Trainer(
                network(),
                ON_A,
                List.of(wanting(1, 3)),
                SETTINGS.toBuilder().frozen(frozen).build());
    }

    static Stream<Rewiring> cuts() {
        return Stream.of(
                Rewiring.smallest(9, NONE),
                Rewiring.below(9, NONE),
                Rewiring.unused(NONE),
                Rewiring.below(0, NONE).without(l -> true),
                Rewiring.set(1, Holding.network(), 0.1, NONE),
                Rewiring.rigl(1, Holding.network(), NONE));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void frozenLinksAreNotCut(Rewiring cut) {
        try (Trainer t = trainer(l -> l.to().neuron().equals("a"))) {
            assertEquals(2, t.trainedLinks());
            assertEquals(Holding.network().links(), cut.links(t));
        }
        try (Trainer t = trainer(l -> true)) {
            assertEquals(network().links(), cut.links(t));
        }
    }

    @Test
    void whatCarriesNothingGoesWithACutAlsoWhereMoreLinksAreFrozenThanTrained() {
        try (Trainer t = trainer(l -> l.to().neuron().equals("a"))) {
            Rewiring nothing = x -> x.network().links();
            new Attempt(t, PruneSettings.DEFAULT, nothing, 1, 1);
            assertEquals(Holding.network().links(), t.network().links());
        }
    }

    @Test
    void aMachineThatHoldsItsMatrixIsOneSentence() {
        Network n = Holding.network().toBuilder()
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4)
                .link("self", "accum", "self", "single", 1)
                .build();
        try (Trainer t = new Trainer(n, ON_A, List.of(wanting(1, 3)), SETTINGS)) {
            assertFalse(n.initial().get(Port.of("self", "single")).isEmpty());
            Pruner pruner = new Pruner(PruneSettings.DEFAULT, cut -> {});
            String expected =
                    "self: the network holds its own matrix, and has no links to cut or grow, expected one with"
                            + " trainable links";
            assertEquals(
                    expected,
                    assertThrows(DmmException.class, () -> pruner.shares(t, 1)).getMessage());
            Rewiring cut = Rewiring.smallest(1, NONE);
            assertEquals(
                    expected,
                    assertThrows(DmmException.class, () -> cut.apply(t)).getMessage());
            assertEquals(n.initial(), t.network().initial());
        }
    }
}
