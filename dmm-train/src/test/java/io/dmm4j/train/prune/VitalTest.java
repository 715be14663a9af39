package io.dmm4j.train.prune;

import static io.dmm4j.train.Holding.A;
import static io.dmm4j.train.Holding.ON_A;
import static io.dmm4j.train.Holding.wanting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Network;
import io.dmm4j.train.Holding;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.update.Adam;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The smallest weight of all is the one that all hangs on. */
class VitalTest {
    private static final int OTHERS = 6;

    private static Network network() {
        Network.Builder b = Holding.input()
                .add("much", "lite/accum")
                .add("a", "lite/accum")
                .link("much", "dict-2", "in", "v", 0.01)
                .link("a", "dict-2", "much", "dict", 100)
                .probe(A);
        for (int i = 0; i < OTHERS; i++) {
            String little = "little-" + i;
            b.add(little, "lite/accum")
                    .link(little, "dict-2", "in", "v", 0.02 + 0.001 * i)
                    .link("a", "dict-2", little, "dict", 0.03 + 0.001 * i);
        }
        return b.build();
    }

    @Test
    void sharesGoOnWithoutWhatIsVitalAfterOneThatFailed() {
        PruneSettings p =
                new PruneSettings(List.of(new Band(0, 0, 2.5, 20)), 0.2, 0.3, 1.3, 0.4, 1.01, 60, 2, 5, 3, l -> false);
        List<Cut> cuts = new ArrayList<>();
        try (Trainer t = new Trainer(
                network(),
                ON_A,
                List.of(wanting(1, 12)),
                Holding.SETTINGS.toBuilder().updater(Adam.of(1e-7)).build())) {
            assertEquals(2 + 2 * OTHERS, t.trainedLinks());
            assertTrue(new Pruner(p, cuts::add).shares(t, 2), cuts.toString());
            assertFalse(cuts.get(0).stands());
            assertEquals(1, cuts.stream().filter(c -> !c.stands()).count());
            assertTrue(t.network().links().stream().anyMatch(l -> l.weight() < 0.011));
        }
    }

    @Test
    void whereAllIsKeptNothingStandsAndItEnds() {
        PruneSettings p =
                new PruneSettings(List.of(new Band(0, 0, 2.5, 20)), 0.2, 0.3, 1.3, 0.4, 1.01, 60, 2, 5, 3, l -> true);
        List<Cut> cuts = new ArrayList<>();
        try (Trainer t = new Trainer(network(), ON_A, List.of(wanting(1, 12)), Holding.SETTINGS)) {
            assertFalse(new Pruner(p, cuts::add).shares(t, 2));
            assertFalse(new Pruner(p, cuts::add).singles(t, 2));
            assertEquals(2 + 2 * OTHERS, t.trainedLinks());
            assertTrue(cuts.stream().noneMatch(Cut::stands));
        }
    }
}
