package io.dmm4j.train.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.train.Initialiser;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.StopRule;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RewiringTest {
    private static final Network DENSE = DuplicateDetectorSynthesis.start(1);
    private static final Predicate<Link> NONE = l -> false;

    private static Trainer trainer(Network n) {
        return new Trainer(
                n,
                DuplicateDetectorSynthesis.objective(),
                DuplicateDetectorSynthesis.data(List.of(new Text("aa.", 50)), "cpu"),
                DuplicateDetectorSynthesis.settings(1, "cpu", 1));
    }

    private static double[] sizes(List<Link> links) {
        return links.stream().mapToDouble(l -> Math.abs(l.weight())).sorted().toArray();
    }

    private static Set<ParameterId> ids(List<Link> links) {
        Set<ParameterId> ids = new HashSet<>();
        links.forEach(l -> ids.add(ParameterId.of(l)));
        return ids;
    }

    @Test
    void theSmallestGoAndTheKeptStay() {
        try (Trainer t = trainer(DENSE)) {
            double[] all = sizes(DENSE.links().stream().filter(Link::trainable).toList());
            List<Link> left = Rewiring.smallest(100, NONE).links(t);
            assertEquals(1386, left.size());
            assertEquals(all[100], sizes(left)[0]);
            Predicate<Link> output = l -> l.to().neuron().equals("output");
            List<Link> kept = Rewiring.smallest(1400, output).links(t);
            assertEquals(106, kept.stream().filter(output).count());
            assertEquals(106, kept.size());
            List<Link> large = Rewiring.below(0.01, output).links(t);
            assertTrue(large.stream().allMatch(l -> output.test(l) || Math.abs(l.weight()) >= 0.01));
            assertEquals(
                    5,
                    Rewiring.smallest(100, NONE)
                            .without(l -> !left.subList(0, 5).contains(l))
                            .links(t)
                            .size());
        }
    }

    @Test
    void whatCarriesNothingGoesWithoutChangingTheLoss() {
        try (Trainer t = trainer(DENSE)) {
            t.run(3, StopRule.never());
            Predicate<Link> dead =
                    l -> l.to().neuron().equals("norm-5-1") || l.from().neuron().equals("compare-1-1");
            List<Link> some = t.network().links().stream()
                    .filter(l ->
                            l.trainable() && !(dead.test(l) && l.to().neuron().equals("norm-5-1")))
                    .toList();
            t.rewire(t.network().withTrainable(some));
            double before = t.loss();
            int links = t.trainedLinks();
            Rewiring.unused(NONE).apply(t);
            assertTrue(t.trainedLinks() < links, t.trainedLinks() + " links");
            assertEquals(before, t.loss());
            assertEquals(t.trainedLinks(), Rewiring.unused(NONE).links(t).size());
        }
    }

    @Test
    void everythingCutLeavesNothingToShow() {
        try (Trainer t = trainer(DENSE)) {
            t.rewire(t.network().withTrainable(List.of()));
            double loss = t.loss();
            assertTrue(loss > 0);
            assertEquals(loss, t.step().loss());
            Rewiring.regrow(DENSE, 0.01).apply(t);
            assertEquals(1486, t.trainedLinks());
        }
    }

    @Test
    void evolutionKeepsTheCountAndTheLarge() {
        try (Trainer t = trainer(DENSE)) {
            List<Link> few = new ArrayList<>(Rewiring.smallest(1286, NONE).links(t));
            t.rewire(t.network().withTrainable(few));
            long positive = few.stream().filter(l -> l.weight() > 0).count();
            Rewiring.set(0.3, DENSE, 0.01, NONE).apply(t);
            Set<Link> after = new HashSet<>(t.network().links());
            assertEquals(200, t.trainedLinks());
            long gone = few.stream().filter(l -> !after.contains(l)).count();
            assertEquals((int) (0.3 * positive) + (int) (0.3 * (200 - positive)), gone);
        }
    }

    /** Where all candidates are there, those that just went come back, at new weights. */
    @Test
    void asManyComeBackWhereNoOtherLinksMayBe() {
        try (Trainer t = trainer(DENSE)) {
            Rewiring.set(0.3, DENSE, 0.01, NONE).apply(t);
            assertEquals(1486, t.trainedLinks());
            List<Link> before = t.network().links();
            Rewiring.rigl(0.3, DENSE, NONE).apply(t);
            assertEquals(1486, t.trainedLinks());
            assertEquals(
                    445,
                    t.network().links().stream()
                            .filter(l -> !before.contains(l))
                            .count());
        }
    }

    @Test
    void theRiggedLotteryGrowsWhereTheGradientIsLargest() {
        Network handcrafted = Networks.load(DuplicateDetectorSynthesis.TEACHER);
        List<Link> links = new ArrayList<>(handcrafted.links());
        links.removeIf(l -> !l.trainable());
        List<Link> candidates = new ArrayList<>(links);
        candidates.add(Link.of(links.get(0).to(), links.get(3).from(), 0));
        Network all = handcrafted.withTrainable(candidates);
        List<Link> broken = new ArrayList<>(links);
        broken.removeIf(l -> l.to().port().equals("dict-2") && l.to().neuron().equals("output"));
        broken.add(candidates.get(candidates.size() - 1).withWeight(1e-9));
        try (Trainer t = trainer(handcrafted.withTrainable(broken))) {
            Rewiring.rigl(0.13, all, NONE).apply(t);
            assertEquals(
                    ids(links),
                    ids(t.network().links().stream().filter(Link::trainable).toList()));
        }
    }

    @Test
    void thePrunerFindsTheHandcraftedMachineAmongOtherLinks() {
        Network handcrafted = Networks.load(DuplicateDetectorSynthesis.TEACHER);
        List<Link> links = new ArrayList<>(handcrafted.links());
        links.removeIf(l -> !l.trainable());
        int right = links.size();
        for (String to : List.of("norm.dict", "compare.dict-1", "compare.dict-2", "output.dict-1", "output.dict-2")) {
            for (String from : List.of("input.char", "const_1.const_1", "eos.char", "accum.dict")) {
                Link l = Link.of(port(to), port(from), 0.3);
                if (!ids(links).contains(ParameterId.of(l))) {
                    links.add(l);
                }
            }
        }
        Network crowded = Initialiser.perturb(0.05).apply(handcrafted.withTrainable(links), 4);
        List<Cut> cuts = new ArrayList<>();
        try (Trainer t = trainer(crowded)) {
            Pruner pruner = new Pruner(PruneSettings.DEFAULT, cuts::add);
            assertTrue(pruner.shares(t, 15), cuts.toString());
            assertTrue(pruner.singles(t, right), cuts.toString());
            assertTrue(t.trainedLinks() <= right && t.loss() < 1, cuts.toString());
            assertTrue(cuts.stream().anyMatch(Cut::stands)
                    && cuts.get(0).toString().contains(" links, lambda "));
        }
    }

    private static io.dmm4j.net.Port port(String text) {
        return io.dmm4j.net.Port.of(text.substring(0, text.indexOf('.')), text.substring(text.indexOf('.') + 1));
    }

    @Test
    void aForkGoesItsOwnWay() {
        try (Trainer t = trainer(DENSE);
                Trainer before = t.fork()) {
            t.run(5, StopRule.never());
            try (Trainer fork = t.fork()) {
                double loss = t.loss();
                fork.run(5, StopRule.never());
                assertEquals(loss, t.loss());
                assertEquals(fork.step().loss(), t.run(6, StopRule.never()).loss());
            }
            assertEquals(0, before.steps());
        }
    }
}
