package io.dmm4j.train.synth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Link;
import io.dmm4j.train.StepReport;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.Cut;
import io.dmm4j.train.prune.PruneSettings;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Rates;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Text;
import io.dmm4j.train.synth.Search.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The experiment in small: what it does, not how well; the whole of it takes half a minute. */
class DuplicateDetectorSynthesisTest {
    private final List<Double> losses = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();

    private void stepped(StepReport r) {
        losses.add(r.loss());
    }

    /** Some cuts stand and some do not. */
    private Search small(long seed) {
        return small(seed, -1, 8, 1e9);
    }

    private Search small(long seed, double good, int enough, double patience) {
        PruneSettings p = PruneSettings.DEFAULT;
        List<Band> bands = List.of(new Band(1000, 0.01, 1e9, 20), new Band(0, 0.02, 12, 20));
        PruneSettings hasty = new PruneSettings(bands, 0.3, 0.5, 1.3, 0.4, 1.01, 60, 2, 5, 3, p.kept());
        Plan plan = new Plan(
                List.of(new Text("aa.", 40)),
                new Rates(0.001, 0.001, 0.001),
                20,
                0.001,
                60,
                10,
                -1,
                57,
                4,
                1e9,
                good,
                -1,
                8,
                enough,
                patience,
                3,
                hasty);
        return DuplicateDetectorSynthesis.search(
                DuplicateDetectorSynthesis.start(seed),
                plan,
                DuplicateDetectorSynthesis.settings(seed, "cpu", 1),
                this::stepped,
                cuts::add);
    }

    private static Synthesis run(Search s) {
        try (s) {
            while (!s.isOver()) {
                s.step();
            }
            return s.best();
        }
    }

    @Test
    void theSameSeedGivesTheSameMachine() {
        Synthesis a = run(small(1));
        List<Double> first = List.copyOf(losses);
        losses.clear();
        Synthesis b = run(small(1));
        assertEquals(a.network().links(), b.network().links());
        assertEquals(a.loss(), b.loss());
        assertEquals(first, losses);
    }

    @Test
    void afterSomeWorkMoreLinksAreEnough() {
        double exact = 1e9; // everything is
        assertEquals(1, rounds(small(1, exact, 60, 0)));
        assertEquals(1, rounds(small(1, exact, 60, 100)));
        assertEquals(3, rounds(small(1, exact, 60, 1e9)));
        assertEquals(3, rounds(small(1, exact, 8, 0)));
        assertEquals(3, rounds(small(1, -1, 60, 0)));
    }

    private static int rounds(Search s) {
        run(s);
        return s.round();
    }

    @Test
    void everyStepAndEveryCutIsTold() {
        Search search = small(2);
        Synthesis s = run(search);
        assertEquals(
                s.links(), s.network().links().stream().filter(Link::trainable).count());
        assertTrue(s.links() <= 60, s.links() + " links");
        assertEquals(1486, cuts.get(0).before());
        assertTrue(cuts.stream().anyMatch(Cut::stands) && !cuts.stream().allMatch(Cut::stands), cuts.toString());
        assertTrue(losses.size() > 60, losses.size() + " steps");
    }

    @Test
    void goesOnFromAnywhereWithTheSameBits() {
        Synthesis whole = run(small(1));
        List<Double> wholeLosses = List.copyOf(losses);
        List<Cut> wholeCuts = List.copyOf(cuts);
        losses.clear();
        cuts.clear();
        Set<Phase> seen = EnumSet.noneOf(Phase.class);
        Search now = small(1);
        long steps = 0;
        while (!now.isOver()) {
            for (int i = 0; i < 7 && !now.isOver(); i++) {
                now.step();
                steps++;
            }
            seen.add(now.phase());
            TrainingState saved = now.saved();
            now.close();
            now = small(1);
            now.restore(saved);
        }
        assertEquals(EnumSet.allOf(Phase.class), seen);
        assertTrue(steps >= wholeLosses.size());
        assertEquals(wholeLosses, losses);
        assertEquals(wholeCuts, cuts);
        assertEquals(whole.network().links(), now.best().network().links());
        assertEquals(whole.loss(), now.best().loss());
        assertEquals(whole.round(), now.best().round());
        now.close();
    }
}
