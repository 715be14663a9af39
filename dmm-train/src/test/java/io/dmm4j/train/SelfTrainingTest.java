package io.dmm4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.update.Adam;
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
