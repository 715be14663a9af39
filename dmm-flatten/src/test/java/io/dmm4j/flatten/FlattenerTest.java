package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.flat.Csr;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rigid;
import io.dmm4j.flat.Runs;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FlattenerTest {
    private static final Port CHAR = Port.of("input", "char");

    private static Network detector(String name, String letters) {
        Set<Path> paths = new TreeSet<>();
        letters.chars().forEach(c -> paths.add(Path.of(Character.toString(c))));
        return Networks.load("example:duplicate-detector/" + name).withExternal(CHAR, ExternalPort.of(paths));
    }

    @Test
    void nearlyEveryLinkOfTheTrainableDetectorIsOneRun() {
        Flattened all = Flattener.flatten(detector("trainable", "test string."), FlattenOptions.DEFAULT);
        assertEquals(1496, all.statistics().links());
        assertTrue(all.statistics().oneRunFraction() >= 0.99, all.statistics().toString());
    }

    @Test
    void livenessKeepsWhatProbesDependOnAndEveryParameter() {
        Network n = detector("trainable", "test string.");
        FlatProgram all = Flattener.flatten(n, FlattenOptions.DEFAULT).program();
        FlatProgram live = Flattener.flatten(n, FlattenOptions.CLOSED).program();
        assertTrue(live.multiplyAdds() < all.multiplyAdds(), live.multiplyAdds() + " of " + all.multiplyAdds());
        assertEquals(all.parameters().length, live.parameters().length);
        assertEquals(1496, live.linkCount());
    }

    @Test
    void everyRowIsFoundByItsPathAndGivesItBack() {
        Flattened f = Flattener.flatten(detector("handcrafted", "ab."), FlattenOptions.DEFAULT);
        assertEquals(
                f.program().outputRows() + f.program().inputRows(), f.rows().size());
        for (PortRows p : f.outputs()) {
            int[] row = {p.row()};
            p.shape().forEach((path, one) -> {
                assertEquals(row[0], f.row(p.port(), path));
                Path full = Path.of("out", p.port().neuron(), p.port().port()).concat(path);
                assertEquals(full, f.rows().path(row[0]++, f.labels()));
            });
        }
        assertEquals(-1, f.row(Port.of("accum", "dict"), Path.of("z")));
        assertEquals(-1, f.row(Port.of("accum", "dict"), Path.of("a", "b")));
    }

    @Test
    void tablesOfTheMatrixGivePortsAndWeights() {
        Network n = detector("handcrafted", "ab.");
        Flattened f = Flattener.flatten(n, FlattenOptions.DEFAULT);
        int k = 0;
        for (Link l : n.links()) {
            Path path = Path.of(
                    l.to().neuron(), l.to().port(), l.from().neuron(), l.from().port());
            assertEquals(k++, f.weights().find(path.concat(l.path()), f.labels()));
            int row = f.matrixRows().find(path.head(2), f.labels());
            assertEquals(l.to(), f.inputs().get(row).port());
            int column = f.matrixColumns().find(path.suffix(2), f.labels());
            assertEquals(l.from(), f.outputs().get(column).port());
        }
    }

    @Test
    void trees_of_equal_shape_make_the_rigid_case() {
        Network.Builder b = Network.builder()
                .add(Neuron.external(
                        "in", Map.of("x", ExternalPort.of(Set.of(Path.of("a"), Path.of("b"), Path.ROOT)))));
        for (int i = 0; i < 5; i++) {
            b.add("n" + i, "lite/tanh");
        }
        for (int i = 0; i < 5; i++) {
            b.link("n" + i, "dict", "in", "x", 0.5).link("n" + i, "dict", "n" + (i + 1) % 5, "dict", 0.25);
        }
        FlatProgram p = Flattener.flatten(b.build(), FlattenOptions.DEFAULT).program();
        Runs runs = p.stages().get(0).runs();
        Rigid rigid = Rigid.of(runs, p.inputRows(), p.outputRows()).orElseThrow();
        assertEquals(3, rigid.width());
        assertEquals(10, rigid.matrix().entries());
        assertEquals(1, p.stages().get(0).ops().count(), "one op for all neurons of a type");
    }

    @Test
    void csrAndItsTransposeHoldTheSameEntries() {
        FlatProgram p = Flattener.flatten(detector("trainable", "abc."), FlattenOptions.DEFAULT)
                .program();
        Csr a = Csr.of(p.stages().get(0).runs(), p.inputRows(), p.outputRows());
        Csr t = a.transpose();
        assertEquals(p.multiplyAdds(), a.entries());
        Set<String> entries = new TreeSet<>();
        for (int r = 0; r < a.rows(); r++) {
            for (int k = a.rowStart()[r]; k < a.rowStart()[r + 1]; k++) {
                entries.add(r + " " + a.col()[k] + " " + a.weight()[k]);
            }
        }
        for (int c = 0; c < t.rows(); c++) {
            for (int k = t.rowStart()[c]; k < t.rowStart()[c + 1]; k++) {
                assertTrue(entries.remove(t.col()[k] + " " + c + " " + t.weight()[k]));
            }
        }
        assertTrue(entries.isEmpty());
    }

    @Test
    void topologicalLevelsBecomeStagesAndStaleLinksComeFirst() {
        Network n = Network.builder()
                .schedule(Schedule.TOPOLOGICAL)
                .add(Neuron.external("in", Map.of("x", ExternalPort.of(Set.of(Path.ROOT)))))
                .add("a", "lite/identity")
                .add("b", "lite/identity")
                .link("a", "dict", "in", "x", 1)
                .link("b", "dict", "a", "dict", 1)
                .link("a", "dict", "b", "dict", 1)
                .build();
        FlatProgram p = Flattener.flatten(n, FlattenOptions.DEFAULT).program();
        assertEquals(3, p.stages().size());
        assertEquals(2, p.stages().get(0).runs().weight()[0], "the link back is stale");
        assertEquals(1, p.stages().get(0).runs().count());
    }

    @Test
    void aLoopThatLengthensPathsIsNamedWhenClosed() {
        DmmException e = assertThrows(DmmException.class, () -> Flattener.flatten(list(), FlattenOptions.CLOSED));
        assertTrue(e.getMessage().contains("my.self -> my.self adds \"/rest\""), e.getMessage());
        assertTrue(e.getMessage().contains("output my.self"), e.getMessage());
    }

    @Test
    void anOpenLoopIsFlattenedForItsHorizon() {
        FlattenOptions o = new FlattenOptions(false, false, 10, 0, null);
        Flattened f = Flattener.flatten(list(), o);
        assertEquals(10, f.statistics().cycles());
        Path tenth = Path.ROOT;
        for (int i = 0; i < 10; i++) {
            tenth = tenth.child("rest");
        }
        assertTrue(f.row(Port.of("my", "self"), tenth.child("end-list")) >= 0);
    }

    /** The way back from a path that is too long meets the same path again, which the neuron also keeps as it is. */
    @Test
    void growthIsExplainedWherePathsAlsoComeBackAsTheyAre() {
        Expr kept = Expr.in("x");
        NeuronType type = NeuronType.named("keep-and-grow")
                .output("y", kept.plus(kept.prefix("a")))
                .build();
        Network n = Network.builder()
                .add(Neuron.of("my", type))
                .link("my", "x", "my", "y", 1)
                .initial("my", "y", VValue.of(Path.of("b"), 1))
                .probe(Probe.out("my", "y"))
                .build();
        DmmException e = assertThrows(DmmException.class, () -> Flattener.flatten(n, FlattenOptions.CLOSED));
        assertTrue(e.getMessage().contains("my.y -> my.y adds \"/a\""), e.getMessage());
    }

    private static Network list() {
        return Network.builder()
                .add(Neuron.external("in", Map.of("s", ExternalPort.of(Set.of(Path.of("flag"), Path.of("v"))))))
                .add("my", "clj/cons")
                .link("my", "self", "my", "self", 1)
                .link("my", "signal", "in", "s", 1)
                .initial("my", "self", VValue.of(Path.of("end-list"), 1))
                .probe(Probe.out("my", "self"))
                .build();
    }
}
