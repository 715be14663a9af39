package io.dmm4j.net;

import static io.dmm4j.expr.Expr.in;
import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkJsonTest {
    /** The example of the specification. */
    private static final String COUNTS_LETTERS =
            """
            {
              "format": "dmm4j-network/1",
              "name": "counts letters",
              "schedule": "synchronous",
              "neurons": [
                {"name": "input", "external": {"char": {"open": true}, "tempo": {"paths": ["", "/beat"]}}},
                {"name": "accum", "type": "lite/accum"},
                {"name": "limit", "type": "lite/const", "parameters": {"value": 3}, "idleInputs": ["dict"]}
              ],
              "matrix": {
                "rank": 4,
                "trainable": {"accum": {"dict-2": {"input": {"char": 1, "tempo": {"beat": 0.5}}}}},
                "fixed": {"accum": {"dict-1": {"accum": {"dict": 1}}}}
              },
              "initial": {"accum": {"dict": {"a": 2}}},
              "probes": ["out:accum.dict"]
            }
            """;

    @Test
    void readsTheExampleOfTheSpecification() {
        Network n = NetworkJson.read(COUNTS_LETTERS, "test");
        assertEquals("counts letters", n.name());
        assertEquals(Schedule.SYNCHRONOUS, n.schedule());
        assertEquals(List.of("input", "accum", "limit"), List.copyOf(n.names()));
        assertEquals(ExternalPort.OPEN, n.external(Port.of("input", "char")));
        assertEquals(ExternalPort.of(Set.of(Path.ROOT, Path.of("beat"))), n.external(Port.of("input", "tempo")));
        assertEquals(tree("3"), n.neuron("limit").parameter("value"));
        assertEquals(List.of("dict"), n.neuron("limit").inputs());
        assertEquals(
                List.of(
                        Link.of(Port.of("accum", "dict-2"), Port.of("input", "char"), 1),
                        new Link(Port.of("accum", "dict-2"), Port.of("input", "tempo"), Path.of("beat"), 0.5, true),
                        new Link(Port.of("accum", "dict-1"), Port.of("accum", "dict"), Path.ROOT, 1, false)),
                n.links());
        assertEquals(Map.of(Port.of("accum", "dict"), tree("{'a':2}")), n.initial());
        assertEquals(List.of(Probe.out("accum", "dict")), n.probes());
    }

    @Test
    void theOrderOfFieldsDoesNotMatter() {
        String sorted =
                """
                {"format": "dmm4j-network/1",
                 "initial": {"a": {"single": 2}},
                 "matrix": {"fixed": {"b": {"single": {"a": {"single": 1}}}}, "rank": 4,
                            "trainable": {"a": {"single": {"b": {"single": 3}}}}},
                 "neurons": [{"type": "clj/identity", "name": "a"}, {"type": "clj/identity", "name": "b"}],
                 "probes": ["in:b.single"], "schedule": "topological"}
                """;
        Network n = NetworkJson.read(sorted, "test");
        assertEquals(
                List.of(true, false), n.links().stream().map(Link::trainable).toList());
        assertEquals(Schedule.TOPOLOGICAL, n.schedule());
        assertSame(n.neuron("a").type(), n.neuron("b").type());
    }

    @Test
    void keepsLinksOfWeightZeroAndTheOrderOfLinks() {
        Network n = NetworkJson.read(
                COUNTS_LETTERS.replace("{\"char\": 1, \"tempo\"", "{\"tempo\": {\"x\": 0}, \"char\""), "test");
        assertEquals(
                List.of("accum.dict-2 <- input.tempo/x * 0.0", "accum.dict-2 <- input.char/beat * 0.5"),
                n.links().stream().filter(Link::trainable).map(Link::toString).toList());
        assertEquals(
                n.links(),
                NetworkJson.read(text(n, MatrixFormat.RANK4), "again").links());
    }

    @ParameterizedTest
    @EnumSource(MatrixFormat.class)
    void everyExampleReadsBackAsItWas(MatrixFormat format) {
        for (String name : Examples.names()) {
            Network n = Examples.network(name);
            String text = text(n, format);
            Network back = NetworkJson.read(text, name);
            assertEquals(text, text(back, format), name);
            assertEquals(n.name(), back.name());
            assertEquals(n.schedule(), back.schedule());
            assertEquals(n.probes(), back.probes());
            assertEquals(Set.copyOf(n.links()), Set.copyOf(back.links()), name);
            assertEquals(List.copyOf(n.names()), List.copyOf(back.names()));
            for (Neuron neuron : n.neurons()) {
                assertEquals(neuron.type(), back.neuron(neuron.name()).type());
                assertEquals(neuron.external(), back.neuron(neuron.name()).external());
            }
        }
    }

    @Test
    void awkwardNamesAndMasksReadBackAsTheyWere() {
        Network n = Network.builder()
                .name("\" \\ \u2028 \uD83D\uDE00")
                .schedule(Schedule.TOPOLOGICAL)
                .add(Neuron.external("a.b/c", Map.of("~ d", new ExternalPort(Set.of(Path.of("/", "~")), true))))
                .add(Neuron.of("in:x", io.dmm4j.expr.Catalogue.type("lite/leaky-relu(0.25)")))
                .add(new Link(Port.of("in:x", "dict"), Port.of("a.b/c", "~ d"), Path.of("/"), 1e-300, true))
                .add(new Link(Port.of("in:x", "dict"), Port.of("a.b/c", "~ d"), Path.of("/", "~"), 2, true))
                .initial("in:x", "dict", tree("{':number':1,'':{'x':2}}"))
                .probe(Probe.out("a.b/c", "~ d"))
                .probe(Probe.out("in:x", "dict"))
                .build();
        Network back = NetworkJson.read(text(n, MatrixFormat.RANK4), "test");
        assertEquals(n.name(), back.name());
        assertEquals(n.links(), back.links());
        assertEquals(n.probes(), back.probes());
        assertEquals(n.initial(), back.initial());
        assertEquals(n.neuron("a.b/c").external(), back.neuron("a.b/c").external());
        assertEquals("lite/leaky-relu(0.25)", back.neuron("in:x").type().name());
    }

    @Test
    void aDeepMaskIsNoStackOverflow() {
        String[] labels = new String[9_000];
        java.util.Arrays.fill(labels, "r");
        Network n = Examples.network("word-count").toBuilder()
                .add(new Link(Port.of("counts", "dict-2"), Port.of("input", "word"), Path.of(labels), 1, true))
                .build();
        assertEquals(
                n.links().size(),
                NetworkJson.read(text(n, MatrixFormat.RANK4), "deep").links().size());
    }

    @Test
    void typesOfTheUserCannotBeWritten() {
        NeuronType mine =
                NeuronType.named("my/double").output("out", in("x").times(2)).build();
        Network n = Network.builder().add(Neuron.of("a", mine)).build();
        assertEquals(
                "neuron a (my/double) cannot be written: its type is defined in Java, and a network file names types of "
                        + "the catalogue only",
                assertThrows(DmmException.class, () -> text(n, MatrixFormat.RANK4))
                        .getMessage());
        NeuronType false1 = NeuronType.named("lite/identity")
                .output("dict", in("dict").times(2))
                .build();
        Network m = Network.builder().add(Neuron.of("a", false1)).build();
        assertThrows(DmmException.class, () -> text(m, MatrixFormat.RANK4));
    }

    @Test
    void filesAreWrittenWholeOrNotAtAll(@TempDir java.nio.file.Path folder) throws IOException {
        java.nio.file.Path file = folder.resolve("net.json");
        Network n = Examples.network("word-count");
        NetworkJson.write(n, file);
        assertEquals(Set.copyOf(n.links()), Set.copyOf(NetworkJson.read(file).links()));
        NetworkJson.write(Examples.network("duplicate-detector/handcrafted"), file);
        String before = Files.readString(file);
        Network mine = Network.builder()
                .add(Neuron.of(
                        "a", NeuronType.named("my/t").output("o", in("x")).build()))
                .build();
        assertThrows(DmmException.class, () -> NetworkJson.write(mine, file));
        assertEquals(before, Files.readString(file));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aMatrixFileReplacesTheTrainableLinks(@TempDir java.nio.file.Path folder) throws IOException {
        Network n = NetworkJson.read(COUNTS_LETTERS, "test");
        for (MatrixFormat format : MatrixFormat.values()) {
            java.nio.file.Path file = folder.resolve("m" + format.rank() + ".json");
            NetworkJson.writeMatrix(n, format, file);
            assertEquals(
                    Set.copyOf(n.links()),
                    Set.copyOf(NetworkJson.withMatrix(n, file, format.rank()).links()));
        }
        java.nio.file.Path file = folder.resolve("small.json");
        Files.writeString(file, "{\"limit\": {\"dict\": {\"accum\": {\"dict\": {\"b\": 0}}}}}");
        List<Link> links = NetworkJson.withMatrix(n, file, 4).links();
        assertEquals(2, links.size());
        assertFalse(links.get(0).trainable());
        assertEquals("limit.dict <- accum.dict/b * 0.0", links.get(1).toString());
        assertTrue(links.get(1).trainable());
    }

    private static String text(Network n, MatrixFormat format) {
        StringBuilder text = new StringBuilder();
        NetworkJson.write(n, format, text);
        return text.toString();
    }
}
