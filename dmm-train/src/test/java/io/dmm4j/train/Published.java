package io.dmm4j.train;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The published training of the duplicate detector. */
final class Published {
    static final String TEXT = "test string.";
    static final Port CHAR = Port.of("input", "char");
    static final List<Probe> PROBES = List.of(Probe.in("output", "dict-1"), Probe.in("output", "dict-2"));
    static final Objective OBJECTIVE = Objective.of(PROBES, Loss.SQUARED, Objective.Paths.NUMBER);

    private Published() {}

    /** A published file; the test is skipped if it is not there. */
    static Path file(String name) {
        Path file = Path.of(System.getProperty("dmm.data", "../../shared/data"), "dmm", name);
        Assumptions.assumeTrue(Files.exists(file), "no published data at " + file);
        return file;
    }

    static Network handcrafted() {
        return Networks.load("example:duplicate-detector/handcrafted");
    }

    /** The network of 1486 links with the published start. */
    static Network initial() {
        Network n = Networks.load("example:duplicate-detector/trainable");
        return NetworkJson.withMatrix(n, file("initial-matrix.json"), 4);
    }

    /** The same machine with accumulators that do not pass a derivative to what they remember. */
    static Network stopped(Network n) {
        Network.Builder b = Network.builder();
        for (Neuron x : n.neurons()) {
            b.add(x.name().startsWith("accum") ? Neuron.of(x.name(), Catalogue.type("lite/accum-stop")) : x);
        }
        for (Link l : n.links()) {
            b.add(l);
        }
        return b.build();
    }

    /** Sequences of texts with what the handcrafted machine shows. */
    static List<Sequence> taught(int cycles, String... texts) {
        List<Sequence> inputs = java.util.Arrays.stream(texts)
                .map(t -> Texts.of(t, 10, cycles, CHAR))
                .toList();
        return new Teacher(handcrafted(), PROBES, "cpu").label(inputs);
    }
}
