package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.PortRows;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The published gradients through machines that hold their own matrix, on this backend and by differences on trees. */
class SelfGradientTest {
    private static final Port RESULT = Port.of("self", "result");
    private static final Path KEPT = Path.of("self", "accum", "self", "result");
    private static final MachineOptions EXACT =
            MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64).withWindow(1);

    /** A number of a probe in a cycle of the window, and what it adds to the loss. */
    private record Term(int cycle, int probe, Path path, DoubleUnaryOperator loss, DoubleUnaryOperator slope) {
        static Term square(int cycle, int probe, Path path) {
            return new Term(cycle, probe, path, x -> x * x, x -> 2 * x);
        }
    }

    /** What is fed in a cycle of the window. */
    private record Feed(int cycle, Port port, VValue value) {}

    /** The loss on trees. */
    private static double loss(Network n, int cycles, List<Feed> feeds, List<Term> terms) {
        TreeEngine m = new TreeEngine(n, EXACT);
        double sum = 0;
        for (int t = 1; t <= cycles; t++) {
            for (Feed f : feeds) {
                if (f.cycle == t) {
                    m.feed(1, 0, f.port, f.value);
                }
            }
            m.run(1);
            for (Term term : terms) {
                sum += term.cycle == t
                        ? term.loss.applyAsDouble(m.probed(1, term.probe, 0).number(term.path))
                        : 0;
            }
        }
        return sum;
    }

    /** The derivatives by all initial outputs, on this backend; each is held to differences on trees. */
    private static Map<Port, VValue> gradient(Network n, int cycles, List<Feed> feeds, List<Term> terms) {
        Flattened f = Flattener.flatten(n, FlattenOptions.CLOSED);
        double[] state = new double[f.program().outputRows()];
        try (GradientExecutor x = new CpuBackend()
                .openGradient(Adjoint.of(f.program()), new ExecutorOptions(1, Precision.FLOAT64, 1, cycles))) {
            Events events = new Events();
            feeds.forEach(
                    feed -> feed.value.forEach((path, v) -> events.add(feed.cycle - 1, f.row(feed.port, path), 0, v)));
            x.run(cycles, events);
            x.backward(seeds(n, f, x, cycles, terms));
            x.readStateGradient(state);
        }
        Map<Port, VValue> found = new LinkedHashMap<>();
        n.initial().forEach((port, tree) -> {
            PortRows rows = f.output(port);
            VValue by = f.tree(rows, i -> state[rows.row() + i]);
            tree.forEach((path, at) -> {
                double h = 1e-4;
                double difference = (loss(moved(n, port, path, at + h), cycles, feeds, terms)
                                - loss(moved(n, port, path, at - h), cycles, feeds, terms))
                        / (2 * h);
                assertEquals(difference, by.number(path), 1e-3 * Math.max(1, Math.abs(difference)), port + " " + path);
            });
            found.put(port, by);
        });
        return found;
    }

    private static Network moved(Network n, Port port, Path path, double x) {
        VValueBuilder b = VValue.builder();
        n.initial().get(port).forEach((p, at) -> b.put(p, p.equals(path) ? x : at));
        return n.toBuilder().initial(port.neuron(), port.port(), b.build()).build();
    }

    private static double[] seeds(Network n, Flattened f, GradientExecutor x, int cycles, List<Term> terms) {
        int total = f.program().probes().total();
        double[] seeds = new double[cycles * total];
        double[] probed = new double[total];
        for (Term t : terms) {
            x.readProbes(t.cycle - 1, probed);
            int at = 0;
            for (int i = 0; i < t.probe; i++) {
                at += f.program().probes().length()[i];
            }
            int[] row = {at};
            f.rows(n.probes().get(t.probe)).shape().forEach((path, one) -> {
                if (path.equals(t.path)) {
                    seeds[(t.cycle - 1) * total + row[0]] += t.slope.applyAsDouble(probed[row[0]]);
                }
                row[0]++;
            });
        }
        return seeds;
    }

    /** The network from the state that it has after some cycles. */
    private static Network after(Network n, int cycles, List<Feed> feeds) {
        TreeEngine m = new TreeEngine(n, EXACT);
        for (int t = 1; t <= cycles; t++) {
            for (Feed f : feeds) {
                if (f.cycle == t) {
                    m.feed(1, 0, f.port, f.value);
                }
            }
            m.run(1);
        }
        Network.Builder b = n.toBuilder();
        for (Neuron neuron : n.neurons()) {
            for (String port : neuron.outputs()) {
                if (!neuron.isExternal()) {
                    b.initial(neuron.name(), port, m.output(Port.of(neuron.name(), port), 0));
                }
            }
        }
        return b.build();
    }

    // ---- the wave of 2016 in its superfluid form -----------------------------------------------------

    private static Network wave() {
        VValueBuilder w = VValue.builder()
                .put(KEPT, 1)
                .put(Path.of("self", ":function", "self", ":function"), 1)
                .put(Path.of("self", "delta", "update-1", "single"), 1);
        Network.Builder b = Network.builder()
                .add("self", "superfluid/neuron(accum_add_args)")
                .self("self", "result", MatrixFormat.RANK4)
                .initial("self", "result", w.build())
                .initial("self", ":function", VValue.of(Path.of("accum_add_args"), 1))
                .probe(Probe.out("self", "result"))
                .probe(Probe.in("self", "accum"));
        for (int k = 1; k <= 3; k++) {
            VValue update = VValue.builder()
                    .put(Path.of("self", "delta", "update-" + k, "single"), -1)
                    .put(Path.of("self", "delta", "update-" + (k % 3 + 1), "single"), 1)
                    .build();
            b.add(Neuron.of("update-" + k, Catalogue.type("clj/const"), Map.of("value", update)));
            b.initial("update-" + k, "single", update);
        }
        return b.build();
    }

    /**
     * With w the weight by which the machine keeps its matrix at step 4: w² by itself gives 2 w, the same of the next cycle 4,
     * and the same of what arrives at the accumulator 4 more (the published tools gave none of that).
     */
    @Test
    void theWaveGives6And2And2AndThen10() {
        Network step4 = after(wave(), 4, List.of());
        assertEquals(
                VValue.of(Path.of("update-2", "single"), 1),
                step4.initial().get(RESULT).subtree(Path.of("self", "delta")));
        Term next = Term.square(1, 0, KEPT);
        Map<Port, VValue> two = gradient(step4, 1, List.of(), List.of(next));
        assertEquals(6, 2 + two.get(RESULT).number(KEPT), 1e-12);
        assertEquals(2, two.get(Port.of("self", ":function")).number(Path.of("accum_add_args")), 1e-12);
        assertEquals(2, two.get(RESULT).number(Path.of("self", ":function", "self", ":function")), 1e-12);
        Map<Port, VValue> three = gradient(step4, 1, List.of(), List.of(next, Term.square(1, 1, KEPT)));
        assertEquals(10, 2 + three.get(RESULT).number(KEPT), 1e-12);
        assertEquals(2, loss(step4, 1, List.of(), List.of(next, Term.square(1, 1, KEPT))), 1e-12);
    }

    // ---- the handcrafted superfluid machine ----------------------------------------------------------

    private static Network handcrafted() {
        Network.Builder b = Network.builder()
                .add(Neuron.external(
                        "input", Map.of("char", ExternalPort.of(letters().keySet()))))
                .self("self", "result", MatrixFormat.RANK4)
                .initial("norm", "norm", VValue.of(1))
                .initial("const_1", "const_1", VValue.of(1))
                .initial("eos", "char", VValue.of(Path.of("."), 1))
                .probe(Probe.in("output", "dict-1"));
        VValueBuilder w = VValue.builder();
        Map<String, String> activation = new LinkedHashMap<>();
        activation.put("self", "accum_add_args");
        activation.put("accum", "accum_add_args");
        activation.put("norm", "max_norm_dict");
        activation.put("compare", "compare_scalars");
        activation.put("dot", "dot_product");
        activation.put("const_1", "const_1");
        activation.put("eos", "const_end");
        activation.put("output", "output_dummy");
        activation.forEach((name, f) -> {
            b.add(name, "superfluid/neuron(" + f + ")");
            b.initial(name, ":function", VValue.of(Path.of(f), 1));
            w.put(Path.of(name, ":function", name, ":function"), 1);
        });
        for (String link : List.of(
                "self.accum self.result",
                "accum.accum accum.result",
                "accum.delta input.char",
                "norm.dict accum.result",
                "compare.x norm.norm",
                "compare.y const_1.const_1",
                "dot.x accum.result",
                "dot.y eos.char",
                "output.dict-1 compare.true",
                "output.dict-2 dot.dot")) {
            w.put(Path.of(link.split("[. ]")), 1);
        }
        return b.initial("self", "result", w.build()).build();
    }

    private static Map<Path, Integer> letters() {
        Map<Path, Integer> found = new LinkedHashMap<>();
        "test string.".chars().forEach(c -> found.put(Path.of(Character.toString(c)), c));
        return found;
    }

    /** After 150 cycles, 2 (x − 10)² of what arrives at output.dict-1 over five more. */
    @Test
    void theSuperfluidMachineGivesThePublishedEntries() {
        List<Feed> text = new java.util.ArrayList<>();
        for (int j = 0; j < 15; j++) {
            String c = "test string.".substring(Math.min(j, 11), Math.min(j, 11) + 1);
            text.add(new Feed(10 * j + 1, Port.of("input", "char"), VValue.of(Path.of(c), 1)));
        }
        Network at150 = after(handcrafted(), 150, text);
        List<Term> terms = new java.util.ArrayList<>();
        for (int t = 1; t <= 5; t++) {
            terms.add(new Term(t, 0, Path.ROOT, x -> 2 * (x - 10) * (x - 10), x -> 4 * (x - 10)));
        }
        List<Feed> dot = List.of(new Feed(1, Port.of("input", "char"), VValue.of(Path.of("."), 1)));
        assertEquals(464, loss(at150, 5, dot, terms), 1e-9);
        Map<Port, VValue> g = gradient(at150, 5, dot, terms);
        near(-328, g, "accum", ":function", "accum_add_args");
        near(-28, g, "compare", "true");
        near(80, g, "const_1", ":function", "const_1");
        near(-344, g, "norm", ":function", "max_norm_dict");
        near(-304, g, "self", "result", "accum", "accum", "accum", "result");
        near(108, g, "self", "result", "compare", "y", "const_1", "const_1");
        near(-344, g, "self", "result", "norm", "dict", "accum", "result");
        near(-432, g, "self", "result", "output", "dict-1", "compare", "true");
    }

    private static void near(double published, Map<Port, VValue> g, String neuron, String port, String... path) {
        assertEquals(published, g.get(Port.of(neuron, port)).number(Path.of(path)), 1e-3);
    }
}
