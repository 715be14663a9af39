package io.dmm4j.train.synth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Link;
import io.dmm4j.train.prune.PruneSettings;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The experiment in small: what it does, not how well; the whole of it takes half a minute. */
class DuplicateDetectorSynthesisTest {
    private static Synthesis small(long seed) {
        PruneSettings p = PruneSettings.DEFAULT;
        PruneSettings hasty =
                new PruneSettings(List.of(new Band(0, 0.01, 1e9, 20)), 0.3, 0.5, 1.3, 0.4, 1.3, 60, 2, 5, 10, p.kept());
        Plan plan = new Plan(List.of(new Text("aa.", 40)), 60, 0.001, 60, 30, 50, 20, 1e9, -1, 8, 2, hasty);
        return DuplicateDetectorSynthesis.run(
                DuplicateDetectorSynthesis.start(seed),
                plan,
                DuplicateDetectorSynthesis.settings(seed, "cpu", 1),
                r -> {},
                c -> {});
    }

    @Test
    void theSameSeedGivesTheSameMachine() {
        Synthesis a = small(1);
        Synthesis b = small(1);
        assertEquals(a.network().links(), b.network().links());
        assertEquals(a.loss(), b.loss());
        assertArrayEquals(
                a.history().stream().mapToDouble(r -> r.loss()).toArray(),
                b.history().stream().mapToDouble(r -> r.loss()).toArray());
    }

    @Test
    void theRecordIsComplete() {
        Synthesis s = small(2);
        assertEquals(1486, s.start().links().stream().filter(Link::trainable).count());
        assertEquals(
                s.links(), s.network().links().stream().filter(Link::trainable).count());
        assertTrue(s.links() <= 50, s.links() + " links");
        assertTrue(
                s.cuts().size() > 4 && s.cuts().get(0).before() == 1486,
                s.cuts().toString());
        assertTrue(s.history().size() > 60, s.history().size() + " steps");
        assertTrue(s.history().get(s.history().size() - 1).step() <= s.history().size());
    }
}
