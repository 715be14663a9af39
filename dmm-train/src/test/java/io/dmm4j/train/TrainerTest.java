package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerTest {
    private static final Settings SETTINGS =
            Settings.builder().precision(Precision.FLOAT64).backend("cpu").build();
    private static final String[] TEXTS = {"test.", "aab.a", "hello.", "x.yy"};

    private static Network broken() {
        return Initialiser.perturb(0.1).apply(Published.handcrafted(), 2);
    }

    private static Trainer trainer(List<Sequence> data, Settings settings) {
        return new Trainer(broken(), Published.OBJECTIVE, data, settings);
    }

    private static List<Sequence> ofManyLengths() {
        List<Sequence> data = new ArrayList<>();
        for (int i = 0; i < TEXTS.length; i++) {
            data.addAll(Published.taught(30 + 10 * i, TEXTS[i]));
        }
        return data;
    }

    @Test
    void lanesAddUpToTheirSequences() {
        List<Sequence> data = ofManyLengths();
        double loss = 0;
        double[] sum = null;
        for (Sequence s : data) {
            try (Trainer t = trainer(List.of(s), SETTINGS)) {
                loss += t.step().loss();
                double[] g = t.gradient();
                sum = sum == null ? new double[g.length] : sum;
                for (int i = 0; i < g.length; i++) {
                    sum[i] += g[i];
                }
            }
        }
        try (Trainer t = trainer(data, SETTINGS)) {
            assertEquals(loss, t.loss(), 1e-9);
            assertEquals(loss, t.step().loss(), 1e-9);
            assertArrayEquals(sum, t.gradient(), 1e-8);
        }
    }

    @Test
    void statesComputedAgainTrainToTheSameBits() {
        double[] stored = trained(SETTINGS);
        Settings tight = SETTINGS.toBuilder().memory(leastMemory()).build();
        assertArrayEquals(stored, trained(tight));
        DmmException e = assertThrows(
                DmmException.class,
                () -> trained(SETTINGS.toBuilder().memory(leastMemory() - 1).build()));
        assertTrue(e.getMessage().startsWith("memory: found "), e.getMessage());
    }

    /** The least that the message for too little memory names; far below what storing all states takes. */
    private static long leastMemory() {
        DmmException e = assertThrows(
                DmmException.class, () -> trained(SETTINGS.toBuilder().memory(1).build()));
        return Long.parseLong(e.getMessage().replaceFirst(".*expected at least (\\d+).*", "$1"));
    }

    private static double[] trained(Settings settings) {
        try (Trainer t = trainer(ofManyLengths(), settings)) {
            for (int i = 0; i < 20; i++) {
                t.step();
            }
            return t.parameters().clone();
        }
    }

    @Test
    void aBrokenMachineIsRepaired() {
        Settings s = SETTINGS.toBuilder().updater(Adam.of(0.01)).build();
        try (Trainer t = trainer(ofManyLengths(), s)) {
            assertTrue(t.step().loss() > 1);
            StepReport last = t.run(3000, StopRule.below(1e-8).or(StopRule.patience(1000)));
            assertTrue(last.loss() < 1e-6, last.toString());
            assertTrue(last.step() < 3000, last.toString());
            try (Trainer again = new Trainer(t.network(), Published.OBJECTIVE, ofManyLengths(), s)) {
                assertEquals(t.loss(), again.loss(), 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 60, false", "2, 60, false", "3, 7, true", "1, 13, true", "64, 20, true"})
    void aRestoredRunGivesTheSameBits(int lanes, int window, boolean carry) {
        Settings s = SETTINGS.toBuilder()
                .lanes(lanes)
                .curriculum(new Curriculum(List.of(new Curriculum.Stage(0, 5), new Curriculum.Stage(9, window))))
                .carry(carry)
                .build();
        List<Sequence> data = ofManyLengths();
        try (Trainer whole = trainer(data, s);
                Trainer first = trainer(data, s);
                Trainer second = trainer(data, s)) {
            whole.run(40, StopRule.never());
            first.run(17, StopRule.never());
            second.step();
            second.restore(first.state());
            second.loss();
            for (int i = 17; i < 40; i++) {
                second.step();
            }
            assertArrayEquals(whole.parameters(), second.parameters());
            assertEquals(whole.state().numbers(), second.state().numbers());
        }
    }

    @Test
    void everySequenceComesOnceAnEpochInAnOrderOfItsOwn() {
        Cursor c = new Cursor(7, 3, 5);
        List<List<Integer>> epochs = new ArrayList<>();
        for (int e = 0; e < 2; e++) {
            List<Integer> seen = new ArrayList<>();
            while (c.epoch() == e) {
                for (int i = 0; i < c.count(); i++) {
                    seen.add(c.sequence(i));
                }
                c.next();
            }
            epochs.add(seen);
        }
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6), epochs.get(0).stream().sorted().toList());
        assertTrue(!epochs.get(0).equals(epochs.get(1)), epochs.toString());
    }

    @Test
    void onlyWhatMayChangeChanges() {
        Settings s = SETTINGS.toBuilder()
                .frozen(l -> l.to().neuron().equals("norm"))
                .clipping(Clipping.byNorm(1))
                .build();
        try (Trainer t = trainer(ofManyLengths(), s)) {
            double[] before = t.parameters();
            assertEquals(1, t.step().gradientNorm(), 1e-9);
            double[] after = t.parameters();
            for (int i = 0; i < after.length; i++) {
                Link l = t.model().parameters().network().links().get(i);
                boolean free = l.trainable() && !l.to().neuron().equals("norm");
                assertEquals(free, before[i] != after[i], l.toString());
            }
            assertEquals(7, t.trainedLinks());
        }
    }

    @Test
    void aPenaltyInPlainJavaIsThatOfTheProgram() {
        Regulariser plain = Regulariser.onHost(p -> (w, g) -> {
            double sum = 0;
            for (int i = 0; i < p.links(); i++) {
                sum += p.isTrainable(i) ? 0.1 * w[i] * w[i] : 0;
                g[i] += 0.2 * w[i];
            }
            return sum;
        });
        List<Sequence> data = ofManyLengths();
        Settings on = SETTINGS.toBuilder().updater(Adam.of(0.01)).build();
        try (Trainer a = trainer(data, on.toBuilder().regularisers(plain).build());
                Trainer b = trainer(
                        data, on.toBuilder().regularisers(Regulariser.l2(0.1)).build())) {
            for (int i = 0; i < 10; i++) {
                StepReport r = a.step();
                StepReport s = b.step();
                assertEquals(s.penalty(), r.penalty(), 1e-12);
                assertEquals(s.gradientNorm(), r.gradientNorm(), 1e-9 * s.gradientNorm());
                assertArrayEquals(b.parameters(), a.parameters(), 1e-9);
            }
        }
    }

    @Test
    void aPenaltyThatIsNotFiniteIsNamedAndNothingChanges() {
        Settings s = SETTINGS.toBuilder()
                .regularisers(Regulariser.l2(Double.MAX_VALUE))
                .build();
        try (Trainer t = trainer(ofManyLengths(), s)) {
            TrainingState before = t.state();
            DmmException e = assertThrows(DmmException.class, t::step);
            assertTrue(
                    e.getMessage()
                            .contains("step 1: the gradient is not finite once penalties are added: the derivative"),
                    e.getMessage());
            assertArrayEquals(before.arrays().get("parameters"), t.parameters());
            assertArrayEquals(
                    before.arrays().get("updater.v"), t.state().arrays().get("updater.v"));
            assertEquals(before.numbers(), t.state().numbers());
            t.regularise(List.of());
            assertTrue(Double.isFinite(t.step().loss()));
        }
    }

    @Test
    void otherPenaltiesKeepMomentsAndAnotherUpdaterDoesNot() {
        try (Trainer t = trainer(ofManyLengths(), SETTINGS)) {
            t.run(3, StopRule.never());
            double[] m = t.state().arrays().get("updater.m");
            t.regularise(List.of(Regulariser.l1(0.1)));
            assertArrayEquals(m, t.state().arrays().get("updater.m"));
            assertEquals(3, t.state().numbers().get("updates"));
            t.update(Adam.of(0.1));
            assertArrayEquals(new double[m.length], t.state().arrays().get("updater.m"));
            assertEquals(0, t.state().numbers().get("updates"));
            t.step();
        }
    }

    @Test
    void rewiringKeepsWhatBothNetworksHave() {
        List<Sequence> data = ofManyLengths();
        try (Trainer t = trainer(data, SETTINGS)) {
            t.run(5, StopRule.never());
            Network now = t.network();
            double norm = weight(now, "norm.dict <- accum.dict");
            double moment = t.state().arrays().get("updater.m")[index(t, "norm.dict <- accum.dict")];
            List<Link> fewer = new ArrayList<>(now.links());
            fewer.removeIf(l -> l.to().neuron().equals("dot") || !l.trainable());
            fewer.add(0, Link.of(Port.of("norm", "dict"), Port.of("input", "char"), 0.5));
            t.rewire(now.withTrainable(fewer));
            assertEquals(7, t.trainedLinks());
            assertEquals(norm, weight(t.network(), "norm.dict <- accum.dict"));
            assertEquals(0.5, weight(t.network(), "norm.dict <- input.char"));
            assertEquals(moment, t.state().arrays().get("updater.m")[index(t, "norm.dict <- accum.dict")]);
            assertEquals(0, t.state().arrays().get("updater.m")[index(t, "norm.dict <- input.char")]);
            t.step();
        }
    }

    private static int index(Trainer t, String link) {
        int i = 0;
        while (!t.model().parameters().id(i).toString().equals(link)) {
            i++;
        }
        return i;
    }

    private static double weight(Network n, String link) {
        return n.links().stream()
                .filter(l -> ParameterId.of(l).toString().equals(link))
                .mapToDouble(Link::weight)
                .sum();
    }

    // ---- numbers besides links -----------------------------------------------------------------------------

    /** output = rate · in + memory: a parameter of a type, an initial output, and a path besides the number. */
    private static Network small() {
        NeuronType t = NeuronType.named("leaky")
                .parameter("rate", VValue.of(0.5), true)
                .output("y", Expr.in("x").scaledBy(Expr.param("rate")).plus(Expr.in("old")))
                .build();
        return Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add(Neuron.of("n", t))
                .add(Neuron.of("m", t))
                .link("n", "x", "in", "v", 2)
                .fixed("n", "old", "n", "y", 1)
                .link("m", "x", "n", "y", 1)
                .initial("n", "y", VValue.of(0.25).plus(VValue.of(Path.of("a"), 4)))
                .build();
    }

    @Test
    void gradientsComeBackAsTrees() {
        Sequence s = new Sequence(
                List.of(Map.of(Port.of("in", "v"), VValue.of(3)), Map.of()),
                List.of(Map.of(), Map.of(Probe.out("n", "y"), VValue.of(1))),
                new double[] {0, 1});
        Objective o = Objective.of(List.of(Probe.out("n", "y")), Loss.SQUARED, Objective.Paths.ALL);
        Settings settings = SETTINGS.toBuilder()
                .trainableInitial(p -> true)
                .updater(Sgd.of(0.01))
                .build();
        try (Trainer t = new Trainer(small(), o, List.of(s), settings)) {
            // y after cycle 2 is 0.5·2·3 + 0.25 = 3.25 and 4 at /a; the loss is 2.25² + 4²
            assertEquals(2.25 * 2.25 + 16, t.step().loss(), 1e-12);
            Parameters p = t.model().parameters();
            double[] g = t.gradient();
            assertEquals(4.5 * 1.5, p.matrix(g).number(Path.of("n", "x", "in", "v")), 1e-12);
            assertEquals(Map.of(Port.of("n", "y"), VValue.of(4.5).plus(VValue.of(Path.of("a"), 8))), p.initial(g));
            assertEquals(Map.of(Port.of("leaky", "rate"), VValue.of(4.5 * 6)), p.types(g));
            Network after = t.network();
            assertEquals(0.5 - 0.27, after.neuron("m").parameter("rate").number(), 1e-12);
            assertEquals(after.neuron("m").type(), after.neuron("n").type());
            assertEquals(0.25 - 0.045, after.initial().get(Port.of("n", "y")).number(), 1e-12);
        }
    }

    // ---- bad input -----------------------------------------------------------------------------------------

    private static Network exploding() {
        NeuronType t =
                NeuronType.named("log").output("y", Expr.in("x").map(Op.LOG)).build();
        return Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add("keep", "lite/accum")
                .add(Neuron.of("log", t))
                .link("keep", "dict-2", "in", "v", 1)
                .fixed("keep", "dict-1", "keep", "dict", 1)
                .link("log", "x", "keep", "dict", 1)
                .build();
    }

    @Test
    void aStateThatIsNotFiniteIsNamed() {
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        List<Map<Probe, VValue>> targets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            inputs.add(Map.of(Port.of("in", "v"), VValue.of(i == 5 ? -6 : 1)));
            targets.add(Map.of());
        }
        double[] mask = {0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
        Objective o = Objective.of(List.of(Probe.out("log", "y")), Loss.SQUARED, Objective.Paths.ALL);
        Sequence s = new Sequence(inputs.subList(2, 10), targets.subList(2, 10), null);
        Sequence masked = new Sequence(inputs, targets, mask);
        DmmException first = assertThrows(DmmException.class, () -> step(exploding(), o, s, SETTINGS));
        assertTrue(
                first.getMessage()
                        .contains("step 1: the state is not finite: output log.y at \"\" is -Infinity in cycle 1"),
                first.getMessage());
        DmmException e = assertThrows(DmmException.class, () -> step(exploding(), o, masked, SETTINGS));
        assertTrue(e.getMessage().contains("output log.y"), e.getMessage());
    }

    private static void step(Network n, Objective o, Sequence s, Settings settings) {
        try (Trainer t = new Trainer(n, o, List.of(s), settings)) {
            t.step();
        }
    }

    @Test
    void aGradientThatIsNotFiniteIsNamed() {
        NeuronType root = NeuronType.named("root")
                .output("y", Expr.in("x").map(Op.LOG).map(Op.EXP))
                .build();
        Network n = Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add(Neuron.of("root", root))
                .link("root", "x", "in", "v", 1)
                .build();
        Objective o = Objective.of(List.of(Probe.out("root", "y")), Loss.ABSOLUTE, Objective.Paths.NUMBER);
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        List<Map<Probe, VValue>> targets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            inputs.add(Map.of(Port.of("in", "v"), VValue.of(i == 3 ? 0 : 1)));
            targets.add(Map.of(Probe.out("root", "y"), VValue.of(0.5)));
        }
        Sequence s = new Sequence(inputs, targets, new double[] {0, 1, 1, 1, 1, 1, 1, 1});
        DmmException e = assertThrows(DmmException.class, () -> step(n, o, s, SETTINGS));
        assertTrue(
                e.getMessage().contains("the derivative by root.x <- in.v is NaN")
                        && e.getMessage().contains("in cycle 5"),
                e.getMessage());
    }

    @Test
    void weightsThatAreNotFiniteAreNamed() {
        Settings s = SETTINGS.toBuilder().updater(Sgd.of(Double.MAX_VALUE)).build();
        DmmException e = assertThrows(
                DmmException.class,
                () -> step(
                        broken(),
                        Published.OBJECTIVE,
                        Published.taught(40, "aa").get(0),
                        s));
        assertTrue(e.getMessage().contains("step 1: a weight is not finite: "), e.getMessage());
        assertTrue(e.getMessage().contains(" <- "), e.getMessage());
    }

    @Test
    void dataThatDoesNotFitIsRefused() {
        Sequence untold = Texts.of("ab", 1, 5, Published.CHAR);
        DmmException noTargets =
                assertThrows(DmmException.class, () -> step(broken(), Published.OBJECTIVE, untold, SETTINGS));
        assertTrue(noTargets.getMessage().contains("no targets"), noTargets.getMessage());
        Objective wrong = Objective.of(List.of(Probe.in("output", "dict-3")), Loss.SQUARED, Objective.Paths.ALL);
        assertThrows(DmmException.class, () -> step(broken(), wrong, untold, SETTINGS));
        assertThrows(DmmException.class, () -> trainer(List.of(), SETTINGS));
        Settings tree = SETTINGS.toBuilder().backend("tree").build();
        DmmException backend = assertThrows(
                DmmException.class,
                () -> step(
                        broken(), Published.OBJECTIVE, Published.taught(20, "a").get(0), tree));
        assertTrue(backend.getMessage().contains("tree cannot differentiate"), backend.getMessage());
    }

    @Test
    void aWindowLongerThanTheDataIsRefused() {
        Settings s = SETTINGS.toBuilder().curriculum(Curriculum.of(61)).build();
        DmmException e = assertThrows(DmmException.class, () -> trainer(ofManyLengths(), s));
        assertTrue(e.getMessage().contains("found 61 cycles, expected at most the 60"), e.getMessage());
    }

    @Test
    void aStateOfAnotherNetworkIsRefused() {
        List<Sequence> data = Published.taught(20, "ab");
        try (Trainer t = trainer(data, SETTINGS)) {
            TrainingState other = new TrainingState(
                    Map.of("parameters", new double[3]), t.state().numbers());
            double[] before = t.parameters();
            assertThrows(DmmException.class, () -> t.restore(other));
            assertArrayEquals(before, t.parameters());
        }
    }
}
