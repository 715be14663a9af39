package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SharedData;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import java.util.List;
import java.util.Map;

/**
 * The published training of the duplicate detector (M. Bukatin, 2022) on a backend: Adam at 0.001, λ 0.001, "test string.",
 * 140 cycles, in 64-bit floats.
 */
final class PublishedCases {
    private static final List<Probe> PROBES = List.of(Probe.in("output", "dict-1"), Probe.in("output", "dict-2"));

    /** Losses with exact gradients. */
    private static final Map<Integer, Double> EXACT =
            Map.of(1, 434.98627, 2, 414.36189, 3, 391.86540, 10, 129.96844, 32, 104.23489);

    /** The published losses, with accumulators that do not pass a derivative to what they remember. */
    private static final Map<Integer, Double> STOPPED = Map.ofEntries(
            Map.entry(1, 434.98627),
            Map.entry(2, 417.8722),
            Map.entry(3, 401.88974),
            Map.entry(4, 384.95862),
            Map.entry(10, 219.71155),
            Map.entry(20, 107.866615),
            Map.entry(32, 96.070465),
            Map.entry(40, 83.51864),
            Map.entry(50, 73.98341),
            Map.entry(60, 57.882732),
            Map.entry(82, 22.537313),
            Map.entry(100, 20.880405),
            Map.entry(150, 13.581352));

    private final String backend;

    PublishedCases(String backend) {
        this.backend = backend;
    }

    /** Steps with exact gradients, within 10^-6 of their loss. */
    void exact(int steps) {
        follow(initial(), steps, EXACT, 1e-6, 1e-6);
    }

    /** Steps with stopped gradients, within 10^-5 of their loss up to step 50, and 10^-4 after it. */
    void stopped(int steps) {
        Network n = initial();
        Network.Builder b = Network.builder();
        for (Neuron x : n.neurons()) {
            b.add(x.name().startsWith("accum") ? Neuron.of(x.name(), Catalogue.type("lite/accum-stop")) : x);
        }
        for (Link l : n.links()) {
            b.add(l);
        }
        follow(b.build(), steps, STOPPED, 1e-5, 1e-4);
    }

    private static Network initial() {
        Network n = Networks.load("example:duplicate-detector/trainable");
        return NetworkJson.withMatrix(n, SharedData.file("dmm/initial-matrix.json"), 4);
    }

    private void follow(Network n, int steps, Map<Integer, Double> losses, double early, double late) {
        Settings settings = Settings.builder()
                .regularisers(Regulariser.l1(0.001))
                .precision(Precision.FLOAT64)
                .backend(backend)
                .build();
        List<Sequence> text = List.of(Texts.of("test string.", 10, 140, Port.of("input", "char")));
        List<Sequence> data =
                new Teacher(Networks.load("example:duplicate-detector/handcrafted"), PROBES, "cpu").label(text);
        Objective objective = Objective.of(PROBES, Loss.SQUARED, Objective.Paths.NUMBER);
        try (Trainer t = new Trainer(n, objective, data, settings)) {
            for (int step = 1; step <= steps; step++) {
                double loss = t.step().loss();
                double published = losses.getOrDefault(step, loss);
                assertEquals(published, loss, published * (step <= 50 ? early : late), "step " + step);
            }
        }
    }
}
