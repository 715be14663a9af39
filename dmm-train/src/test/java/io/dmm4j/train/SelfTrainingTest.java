package io.dmm4j.train;

import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.expr.Expr.param;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.update.Adam;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Machines that hold their own matrix are trained by it, and go on when it has grown. */
class SelfTrainingTest {
    private static final Port X = Port.of("x", "v");
    private static final Probe Y = Probe.out("y", "dict");
    private static final Port MATRIX = Port.of("self", "single");
    private static final Path READ = Path.of("y", "dict", "x", "v");
    private static final Path BIAS = Path.of("y", "dict", "one", "const_1");

    /** y reads x by a weight of the machine's own matrix, which the machine lets fade by a tenth in every cycle. */
    private static Network machine(double bias) {
        VValueBuilder w = VValue.builder()
                .put(Path.of("self", "accum", "self", "single"), 0.9)
                .put(READ, 0.1);
        if (bias != 0) {
            w.put(BIAS, bias);
        }
        return Network.builder()
                .add(Neuron.external("x", Map.of("v", ExternalPort.of(Set.of(Path.ROOT)))))
                .add("one", "lite/const_1")
                .add("y", "lite/tanh")
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4)
                .initial("self", "single", w.build())
                .initial("one", "const_1", VValue.of(1))
                .probe(Y)
                .build();
    }

    /** What a machine with a bias shows. */
    private static List<Sequence> data() {
        Random random = new Random(3);
        List<Map<Port, VValue>> inputs = new ArrayList<>();
        List<Map<Probe, VValue>> targets = new ArrayList<>();
        double last = 0;
        for (int t = 0; t < 5; t++) {
            double x = random.nextGaussian();
            inputs.add(Map.of(X, VValue.of(x)));
            targets.add(Map.of(Y, VValue.of(Math.tanh(0.7 * last + 0.3))));
            last = x;
        }
        return List.of(Sequence.of(inputs).withTargets(targets));
    }

    private static Trainer trainer(Network n) {
        Settings s = Settings.builder()
                .updater(Adam.of(0.02))
                .precision(Precision.FLOAT64)
                .backend("cpu")
                .build();
        return new Trainer(n, Objective.of(List.of(Y), Loss.SQUARED, Objective.Paths.NUMBER), data(), s);
    }

    @Test
    void gradientsAgreeWithDifferences() {
        Settings s =
                Settings.builder().backend("cpu").trainableInitial(p -> true).build();
        Objective o = Objective.of(List.of(Y), Loss.SQUARED, Objective.Paths.NUMBER);
        GradientReport report = new GradientCheck(machine(0.2), o, data(), s).check(8, 100, 1);
        assertEquals(0, report.leftOut());
        assertTrue(report.worst() < 1e-7, "worst " + report.worst());
    }

    private static final NeuronType BIASED = NeuronType.named("my/biased")
            .output("dict", in("dict").plus(param("bias")))
            .parameter("bias", VValue.of(0.3), true)
            .build();

    /** The row of b-1 makes a neuron of a type with a trainable parameter; a declared one may have the same type. */
    private static Network making(boolean declared) {
        Network.Builder b = Network.builder()
                .add(Neuron.external("x", Map.of("v", ExternalPort.of(Set.of(Path.ROOT)))))
                .add("y", "lite/tanh")
                .add("self", "clj/accum")
                .self(new SelfMatrix(MATRIX, MatrixFormat.RANK4, Map.of("b-*", BIASED)))
                .initial(
                        "self",
                        "single",
                        VValue.builder()
                                .put(Path.of("self", "accum", "self", "single"), 0.9)
                                .put(Path.of("b-1", "dict", "x", "v"), 0.7)
                                .put(Path.of("y", "dict", "b-1", "dict"), 0.5)
                                .build())
                .probe(Y);
        if (declared) {
            b.add(Neuron.of("a", BIASED)).fixed("y", "dict", "a", "dict", 0.4);
        }
        return b.build();
    }

    @Test
    void neuronsThatRowsMakeShareTheParametersOfTheirType() {
        Network n = making(true);
        Objective o = Objective.of(List.of(Y), Loss.SQUARED, Objective.Paths.NUMBER);
        Settings s = Settings.builder().backend("cpu").build();
        GradientReport report = new GradientCheck(n, o, data(), s).check(8, 100, 1);
        assertEquals(0, report.leftOut());
        assertTrue(report.worst() < 1e-7, "worst " + report.worst());
        try (Trainer t = trainer(n)) {
            assertEquals(4, t.model().parameters().which().length, "three entries and one bias");
            t.run(20, StopRule.never());
            Network now = t.network();
            VValue bias = now.neuron("a").parameter("bias");
            assertTrue(Math.abs(bias.number() - 0.3) > 0.01, "the bias is trained");
            assertEquals(
                    bias,
                    now.self().patterns().get("b-*").parameters().get("bias").value());
            assertEquals(treeLoss(now), t.step().loss(), 1e-12);
        }
    }

    /** The same loss on trees: the mean over the cycles that have targets. */
    private static double treeLoss(Network n) {
        Sequence data = data().get(0);
        TreeEngine m = new TreeEngine(
                n, MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64).withWindow(1));
        double sum = 0;
        for (int t = 0; t < data.inputs().size(); t++) {
            data.inputs().get(t).forEach((port, v) -> m.feed(1, 0, port, v));
            m.run(1);
            double error =
                    m.probed(1, 0, 0).number() - data.targets().get(t).get(Y).number();
            sum += error * error;
        }
        return sum;
    }

    @Test
    void aTrainableParameterWithoutADeclaredNeuronIsOneSentence() {
        DmmException e = assertThrows(DmmException.class, () -> trainer(making(false)));
        assertEquals(
                "self: neurons 'b-*' of the type my/biased are made while the machine runs, and its trainable parameter 'bias'"
                        + " has no place in the network, expected a declared neuron of that type to share it with",
                e.getMessage());
    }

    /** A constant that a row makes has a parameter, which is fixed and so no parameter of the machine. */
    @Test
    void aMachineWhoseRowsMakeConstantsIsTrained() {
        NeuronType wired = Catalogue.type("lite/const").withIdlePorts(List.of("dict"), List.of());
        Network n = making(true).toBuilder()
                .self(new SelfMatrix(MATRIX, MatrixFormat.RANK4, Map.of("c-*", wired)))
                .initial(
                        "self",
                        "single",
                        VValue.builder()
                                .put(Path.of("self", "accum", "self", "single"), 0.9)
                                .put(Path.of("c-1", "dict", "x", "v"), 0.7)
                                .put(Path.of("y", "dict", "c-1", "dict"), 0.5)
                                .build())
                .build();
        try (Trainer t = trainer(n)) {
            double before = treeLoss(n);
            assertEquals(before, t.step().loss(), 1e-12);
            assertTrue(t.run(30, StopRule.never()).loss() < before);
        }
    }

    @Test
    void trainingAndGrowingAlternate() {
        try (Trainer t = trainer(machine(0))) {
            assertEquals(2, t.model().parameters().which().length);
            double before = t.step().loss();
            double trained = t.run(300, StopRule.never()).loss();
            assertTrue(trained < 0.9 * before, before + " to " + trained);
            Network now = t.network();
            assertEquals(MATRIX, now.self().output());
            VValue matrix = now.initial().get(MATRIX);
            assertTrue(Math.abs(matrix.number(READ) - 0.1) > 0.01, "the matrix that is held is trained");

            VValue grown = matrix.with("y", matrix.child("y").plus(VValue.of(BIAS.suffix(1), 0.01)));
            t.rewire(now.toBuilder().initial("self", "single", grown).build());
            assertEquals(3, t.model().parameters().which().length);
            assertEquals(grown, t.network().initial().get(MATRIX), "trained numbers are carried over");
            double after = t.step().loss();
            assertEquals(trained, after, 0.1 * trained, "the loss goes on from where it was");
            double last = t.run(1500, StopRule.never()).loss();
            assertTrue(last < trained / 20, trained + " to " + last);
            assertTrue(t.network().initial().get(MATRIX).number(BIAS) > 0.1);
        }
    }
}
