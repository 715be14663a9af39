package io.dmm4j.train;

import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.expr.Expr.param;
import static io.dmm4j.train.Holding.A;
import static io.dmm4j.train.Holding.ON_A;
import static io.dmm4j.train.Holding.SETTINGS;
import static io.dmm4j.train.Holding.wanting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which numbers there are, whose they are, and that they stay what they are when a network changes. */
class ParametersTest {
    private static final Probe B = Probe.out("b", "dict");
    private static final Objective ON_BOTH = Objective.of(List.of(A, B), Loss.SQUARED, Objective.Paths.ALL);

    private static NeuronType biased(String name, VValue bias) {
        return NeuronType.named(name)
                .output("dict", in("x").plus(param("bias")))
                .parameter("bias", bias, true)
                .build();
    }

    private static NeuronType biased(double bias) {
        return biased("my/t", VValue.of(bias));
    }

    private static Network two(Neuron a, Neuron b) {
        return Holding.input()
                .add(a)
                .add(b)
                .link("a", "x", "in", "v", 0.5)
                .link("b", "x", "in", "v", 0.5)
                .probe(A)
                .probe(B)
                .build();
    }

    /** a wants 3, b wants −3. */
    private static Trainer trainer(Network n) {
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        List<Map<Probe, VValue>> targets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            inputs.add(Map.of(Port.of("in", "v"), VValue.of(1)));
            targets.add(Map.of(A, VValue.of(3), B, VValue.of(-3)));
        }
        Sequence s = Sequence.of(inputs).withTargets(targets);
        return new Trainer(
                n,
                ON_BOTH,
                List.of(s),
                SETTINGS.toBuilder().updater(Sgd.of(0.01)).build());
    }

    private static void rewiringKeepsAll(Trainer t) {
        t.run(20, StopRule.never());
        double[] before = t.parameters();
        double loss = t.loss();
        t.rewire(t.network());
        assertArrayEquals(before, t.parameters());
        assertEquals(loss, t.loss());
        try (Trainer fork = t.fork()) {
            assertArrayEquals(before, fork.parameters());
            assertEquals(loss, fork.loss());
        }
    }

    // ---- whose a parameter is ------------------------------------------------------------------------------

    @Test
    void aNeuronWithIdlePortsSharesTheParameterOfItsType() {
        NeuronType t = biased(1);
        Neuron idle = Neuron.of("b", t.withIdlePorts(List.of("note"), List.of("never")));
        try (Trainer trainer = trainer(two(Neuron.of("a", t), idle))) {
            assertEquals(3, trainer.parameters().length, "two links and one bias");
            rewiringKeepsAll(trainer);
            Network trained = trainer.network();
            assertEquals(
                    trained.neuron("a").parameter("bias"), trained.neuron("b").parameter("bias"));
            assertTrue(trained.neuron("b").inputs().contains("note"));
        }
    }

    @Test
    void aNeuronNamedAsItsTypeHasAParameterOfItsOwn() {
        NeuronType t = biased("b", VValue.of(1));
        try (Trainer trainer = trainer(two(Neuron.of("a", t), Neuron.of("b", t, Map.of("bias", VValue.of(7)))))) {
            assertEquals(
                    "parameter of type b.bias",
                    trainer.model().parameters().id(2).toString());
            assertEquals("parameter b.bias", trainer.model().parameters().id(3).toString());
            rewiringKeepsAll(trainer);
            Parameters p = trainer.model().parameters();
            double[] w = trainer.parameters();
            assertEquals(Map.of(Port.of("b", "bias"), VValue.of(w[2])), p.types(w));
            assertEquals(Map.of(Port.of("b", "bias"), VValue.of(w[3])), p.neurons(w));
            assertNotEquals(w[2], w[3]);
        }
    }

    @Test
    void twoTypesOfOneNameAreOneSentence() {
        DmmException e = assertThrows(
                DmmException.class, () -> trainer(two(Neuron.of("a", biased(1)), Neuron.of("b", biased(5)))));
        assertEquals(
                "neuron type my/t: found two types of this name with a parameter 'bias', expected a name for each, since the"
                        + " numbers that are trained are named by it",
                e.getMessage());
    }

    // ---- zeros ---------------------------------------------------------------------------------------------

    @Test
    void aParameterThatStartsAtZeroIsTrained() {
        NeuronType t = biased(0);
        try (Trainer trainer = trainer(two(Neuron.of("a", t), Neuron.of("b", t, Map.of("bias", VValue.EMPTY))))) {
            assertArrayEquals(new double[] {0.5, 0.5, 0, 0}, trainer.parameters());
            double first = trainer.loss();
            assertEquals(0, trainer.network().neuron("a").parameter("bias").number());
            rewiringKeepsAll(trainer);
            assertTrue(trainer.loss() < first / 2, first + " -> " + trainer.loss());
            assertTrue(trainer.parameters()[2] > 0.1 && trainer.parameters()[3] < -0.1);
        }
    }

    @Test
    void whatIsTrainedFromZeroHasTheGradientOfItsDifferences() {
        Network n = two(Neuron.of("a", biased(0)), Neuron.of("b", biased("other", VValue.of(0))));
        Sequence s = wanting(1, 3).withTargets(java.util.Collections.nCopies(3, Map.of(A, VValue.of(3))));
        GradientReport r = new GradientCheck(n, ON_BOTH, List.of(s), SETTINGS).check(5, 5, 1);
        assertEquals(0, r.leftOut());
        assertTrue(r.worst() < 1e-7, r.toString());
    }

    /** The loss is a² + (a/x − 3)², the slopes are 2a and −6: with a rate of 0.5 the number becomes 0, the other 3. */
    private static Trainer towardsZero() {
        Network n = Holding.input()
                .add("a", "lite/accum")
                .initial("a", "dict", VValue.of(2).with("x", VValue.of(1e-3)))
                .fixed("a", "dict-1", "a", "dict", 1)
                .link("a", "dict-2", "in", "v", 0.25)
                .probe(A)
                .build();
        Sequence s = wanting(VValue.of(Path.of("x"), 3), 1).withTargets(List.of(Map.of(A, VValue.of(Path.of("x"), 3))));
        Settings settings = SETTINGS.toBuilder()
                .trainableInitial(p -> true)
                .updater(Sgd.of(0.5))
                .build();
        return new Trainer(n, ON_A, List.of(s), settings);
    }

    @Test
    void aNumberThatIsTrainedToZeroStaysOne() {
        try (Trainer t = towardsZero()) {
            t.step();
            assertArrayEquals(new double[] {1, 0.25, 0, 3}, t.parameters(), 1e-12);
            assertEquals(0, t.parameters()[2]);
            assertEquals(1, t.network().initial().get(Port.of("a", "dict")).size());
            Snapshot here = Snapshot.of(t);
            rewiringKeepsAll(t);
            t.rewire(t.network());
            assertEquals(4, t.parameters().length, "after a second rewiring");
            here.restore(t);
            assertArrayEquals(new double[] {1, 0.25, 0, 3}, t.parameters(), 1e-12);
        }
    }

    @Test
    void aNumberThatIsTakenOutIsNoMore() {
        try (Trainer t = towardsZero()) {
            Snapshot start = Snapshot.of(t);
            t.rewire(t.network().toBuilder().initial("a", "dict", VValue.of(2)).build());
            assertEquals(3, t.parameters().length);
            t.step();
            assertEquals(0, t.parameters()[2]);
            t.rewire(t.network());
            assertEquals(3, t.parameters().length, "a zero alone in its tree");
            start.restore(t);
            assertEquals(4, t.parameters().length);
        }
    }

    @Test
    void anEntryOfAHeldMatrixThatIsTrainedToZeroStaysOne() {
        Path entry = Path.of("a", "dict-2", "a", "dict");
        Network n = Holding.input()
                .add("a", "lite/accum")
                .initial("a", "dict", VValue.of(1))
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4)
                .link("self", "accum", "self", "single", 1)
                .link("a", "dict-2", "a", "dict", 1)
                .probe(A)
                .build();
        // the loss w² of the first cycle: a rate of 0.5 takes w from 1 to 0
        Settings s = SETTINGS.toBuilder().updater(Sgd.of(0.5)).build();
        try (Trainer t = new Trainer(n, ON_A, List.of(wanting(0, 1)), s)) {
            t.step();
            assertEquals(0, t.network().initial().get(Port.of("self", "single")).number(entry));
            int count = t.parameters().length;
            rewiringKeepsAll(t);
            assertEquals(count, t.parameters().length);
        }
    }
}
