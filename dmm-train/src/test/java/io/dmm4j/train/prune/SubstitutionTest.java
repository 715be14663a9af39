package io.dmm4j.train.prune;

import static io.dmm4j.train.Holding.A;
import static io.dmm4j.train.Holding.ON_A;
import static io.dmm4j.train.Holding.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.train.Holding;
import io.dmm4j.train.Links;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.update.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A relay that says what the input says, one cycle later and twice as large. */
class SubstitutionTest {
    private static final Predicate<Link> NONE = l -> false;
    private static final Port RELAY = Port.of("relay", "dict");
    private static final Port IN = Port.of("in", "v");
    private static final Substitution DIRECT = new Substitution(RELAY, IN, 2);

    private static final Network DETOUR = detour().build();
    private static final Link TAKES_OVER = Link.of(Port.of("a", "dict-2"), IN, 0.25);
    private static final Network BOTH =
            detour().link("a", "dict-2", "in", "v", TAKES_OVER.weight()).build();

    private static Network.Builder detour() {
        return Holding.input()
                .add("relay", "lite/accum")
                .add("a", "lite/accum")
                .link("relay", "dict-2", "in", "v", 2)
                .link("a", "dict-2", "relay", "dict", 0.5)
                .probe(A);
    }

    private static Trainer trainer(Network n, Predicate<Link> frozen) {
        Settings s = Holding.SETTINGS.toBuilder()
                .updater(Adam.of(1e-4))
                .frozen(frozen)
                .build();
        return new Trainer(n, ON_A, List.of(wanting(1, 12)), s);
    }

    private static List<Substitution> found(
            Network n, Network candidates, Predicate<Link> kept, Predicate<Link> frozen) {
        try (Trainer t = trainer(n, frozen)) {
            return Substitutions.below(Double.POSITIVE_INFINITY, t, kept, new Links(n, candidates));
        }
    }

    private static List<Link> trainable(Trainer t) {
        return t.network().links().stream().filter(Link::trainable).toList();
    }

    @Test
    void whatSaysTheSameTakesOverAndTheDetourGoes() {
        assertEquals(List.of(DIRECT), found(DETOUR, BOTH, NONE, NONE));
        try (Trainer t = trainer(DETOUR, NONE)) {
            double before = t.loss();
            DIRECT.rewiring(NONE).apply(t);
            Rewiring.unused(NONE).apply(t);
            assertEquals(List.of(TAKES_OVER.withWeight(1)), trainable(t));
            assertEquals(before - 1, t.loss(), 1e-12); // it comes a cycle earlier
        }
    }

    @Test
    void theWeightsOfLinksToOneInputAddUp() {
        try (Trainer t = trainer(BOTH, NONE)) {
            DIRECT.rewiring(NONE).apply(t);
            Rewiring.unused(NONE).apply(t);
            assertEquals(List.of(TAKES_OVER.withWeight(1.25)), trainable(t));
        }
        assertEquals(0.75, found(BOTH, BOTH, NONE, NONE).get(0).factor() * 0.5, 0.05);
    }

    @Test
    void whatIsKeptOrFrozenStaysAndOnlyCandidatesCome() {
        Predicate<Link> last = l -> l.from().equals(RELAY);
        assertEquals(List.of(), found(DETOUR, BOTH, last, NONE));
        assertEquals(List.of(), found(DETOUR, BOTH, NONE, last));
        assertEquals(List.of(), found(BOTH, BOTH, NONE, l -> l.withWeight(0).equals(TAKES_OVER.withWeight(0))));
        assertEquals(List.of(), found(DETOUR, DETOUR, NONE, NONE));
        try (Trainer t = trainer(DETOUR, last)) {
            DIRECT.rewiring(NONE).apply(t);
            assertEquals(DETOUR.links(), t.network().links());
        }
    }

    @Test
    void whatCostsTooMuchIsNotTried() {
        try (Trainer t = trainer(DETOUR, NONE)) {
            assertEquals(List.of(), Substitutions.below(0.5, t, NONE, new Links(DETOUR, BOTH)));
        }
    }

    /** Without either link the loss is 12, so neither can be cut. */
    private static Pruning pruning(Trainer t, List<Cut> cuts) {
        PruneSettings p =
                new PruneSettings(List.of(new Band(0, 0, 1.5, 20)), 0.3, 0.5, 1.3, 0.4, 1.01, 60, 2, 5, 3, NONE);
        return new Pruning(t, p, true, 1, new Links(DETOUR, BOTH), cuts::add);
    }

    @Test
    void pruningSubstitutesWhereNothingCanBeCutAndGoesOnFromAnywhere() {
        List<Cut> whole = new ArrayList<>();
        List<Link> links;
        try (Trainer t = trainer(DETOUR, NONE)) {
            Pruning p = pruning(t, whole);
            while (!p.isOver()) {
                p.step();
            }
            assertTrue(p.isReached());
            links = trainable(t);
        }
        assertEquals(1, links.size());
        assertEquals(TAKES_OVER.withWeight(links.get(0).weight()), links.get(0));
        assertFalse(whole.get(0).stands());
        assertTrue(whole.get(whole.size() - 1).stands(), whole.toString());

        List<Cut> cuts = new ArrayList<>();
        try (Trainer t = trainer(DETOUR, NONE)) {
            Pruning p = pruning(t, cuts);
            while (!p.isOver()) {
                p.step();
                TrainingState saved = p.saved();
                p = pruning(t, cuts);
                p.restore(saved);
                if (p.saved().number("substituting") != 0) {
                    assertEquals(
                            2,
                            Substitution.of(saved.array("substitutions"), new Links(DETOUR, BOTH))
                                    .get(0)
                                    .factor());
                }
            }
            assertEquals(links, trainable(t));
        }
        assertEquals(whole, cuts);
    }
}
