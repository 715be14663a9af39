package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The checks themselves: honest machines pass, and every planted fault is found. */
class AgreementTest {
    @TempDir
    java.nio.file.Path dir;

    @TestFactory
    Stream<DynamicTest> aSecondImplementationAgrees() {
        return Agreement.of(NaiveMachine::new).tests();
    }

    // ---- planted faults ----------------------------------------------------------------------------------

    private static final Map<String, UnaryOperator<Network>> FAULTS = Map.of(
            "the last link is lost",
            n -> links(n, l -> l == n.links().get(n.links().size() - 1) ? l.withWeight(0) : l),
            "fresh links are stale",
            n -> n.toBuilder().schedule(Schedule.SYNCHRONOUS).build(),
            "stale links are fresh",
            n -> n.toBuilder().schedule(Schedule.TOPOLOGICAL).build(),
            "weights are off by a thousandth of a percent",
            n -> links(n, l -> l.withWeight(l.weight() * (1 + 1e-5))),
            "subtrees are taken one label too high",
            n -> links(n, l -> new Link(l.to(), l.from(), up(l.path()), l.weight(), l.trainable())),
            "initial outputs are forgotten",
            AgreementTest::withoutInitial,
            "relu lets negative numbers through",
            n -> types(n, AgreementTest::leaky),
            "a neuron's own parameters are ignored",
            AgreementTest::withoutParameters);

    @TestFactory
    Stream<DynamicTest> everyPlantedFaultIsFound() {
        return FAULTS.entrySet().stream()
                .map(f -> DynamicTest.dynamicTest(
                        f.getKey(), () -> found((n, o) -> new TreeEngine(changed(n, f.getValue()), o))));
    }

    private static Network changed(Network n, UnaryOperator<Network> fault) {
        return n.links().isEmpty() ? n : fault.apply(n);
    }

    @Test
    void lanesThatAreMixedUpAreFound() {
        found((n, o) -> new Altered(n, o) {
            @Override
            public VValue probed(int cycle, int probe, int lane) {
                return super.probed(cycle, probe, o.lanes() - 1 - lane);
            }
        });
    }

    @Test
    void aProbeThatShowsAnotherCycleIsFound() {
        found((n, o) -> new Altered(n, o) {
            @Override
            public VValue probed(int cycle, int probe, int lane) {
                return super.probed(1, probe, lane);
            }
        });
    }

    @Test
    void resultsThatAreOffByFewRoundoffsAreFound() {
        found((n, o) -> new Altered(n, o) {
            @Override
            public VValue probed(int cycle, int probe, int lane) {
                double off = 40 * o.precision().unitRoundoff();
                return super.probed(cycle, probe, lane).map(x -> x * (1 + off));
            }
        });
    }

    @Test
    void anExceptionIsADifference() {
        BiFunction<Network, MachineOptions, Machine> faulty = (n, o) -> {
            if (n.links().size() > 5) {
                throw new ArrayIndexOutOfBoundsException(5);
            }
            return new TreeEngine(n, o);
        };
        String message = message(faulty, Precision.FLOAT32);
        assertTrue(message.contains("threw java.lang.ArrayIndexOutOfBoundsException"), message);
    }

    /** In one of the groups, in both precisions. */
    private void found(BiFunction<Network, MachineOptions, Machine> faulty) {
        for (Precision p : Precision.values()) {
            String message = message(faulty, p);
            assertTrue(message.contains(": found "), message);
        }
    }

    private String message(BiFunction<Network, MachineOptions, Machine> faulty, Precision p) {
        Agreement a = new Agreement(TreeEngine::new, faulty, dir);
        return assertThrows(AssertionError.class, () -> {
                    for (Group g : Group.values()) {
                        a.check(g, p, 1, 60);
                    }
                })
                .getMessage();
    }

    @Test
    void aFaultInTheReferenceIsFoundToo() {
        Agreement a = new Agreement(
                (n, o) -> new TreeEngine(withoutInitial(n), o), (n, o) -> new TreeEngine(withoutInitial(n), o), dir);
        assertThrows(AssertionError.class, () -> a.check(Group.EXACT, Precision.FLOAT64, 1, 60));
    }

    @Test
    void theLawOfUnusedRowsCanFail() {
        assertThrows(
                AssertionError.class,
                () -> UnusedRows.check(
                        (n, o) -> {
                            int declared = n.externals().stream()
                                    .mapToInt(p -> n.external(p).paths().size())
                                    .sum();
                            return new TreeEngine(links(n, l -> l.withWeight(l.weight() * (1 + declared * 1e-15))), o);
                        },
                        Precision.FLOAT64,
                        1,
                        60));
    }

    // ---- what a failure leaves behind ----------------------------------------------------------------------

    @Test
    void aFailingCaseIsMadeSmallAndReplayed() throws IOException {
        BiFunction<Network, MachineOptions, Machine> faulty =
                (n, o) -> new TreeEngine(types(n, AgreementTest::leaky), o);
        Agreement a = new Agreement(TreeEngine::new, faulty, dir);
        String message = assertThrows(AssertionError.class, () -> a.check(Group.ONE_CYCLE, Precision.FLOAT32, 1, 200))
                .getMessage();
        assertTrue(message.contains("-Dtest=AgreementTest -Ddmm.replay=" + dir), message);
        java.nio.file.Path file;
        try (Stream<java.nio.file.Path> files = Files.list(dir.resolve("failing"))) {
            file = files.findFirst().orElseThrow();
        }
        NetworkCase small;
        try (JsonInput in = JsonInput.open(file)) {
            small = CaseJson.read(in);
        }
        assertTrue(small.network().neurons().size() <= 2, small.network().toString());
        assertThrows(AssertionError.class, () -> a.replay(file));
        assertDoesNotThrow(() -> Agreement.of(TreeEngine::new).replay(file));
    }

    @Test
    void casesAreWrittenAndReadWhole() {
        for (long seed = 1; seed <= 100; seed++) {
            for (Group g : Group.values()) {
                NetworkCase c = RandomNetworks.draw(g, Precision.FLOAT64, seed);
                String text = text(c);
                NetworkCase again = CaseJson.read(JsonInput.of(text, c.name()));
                assertEquals(text, text(again));
                assertEquals(c.network().links(), again.network().links());
                assertEquals(c.feeds(), again.feeds());
                assertEquals(
                        c.network().neurons().stream().map(Neuron::type).toList(),
                        again.network().neurons().stream().map(Neuron::type).toList());
            }
        }
    }

    private static String text(NetworkCase c) {
        StringBuilder s = new StringBuilder();
        try (JsonOutput out = JsonOutput.compact(s)) {
            CaseJson.write(c, "none", out);
        }
        return s.toString();
    }

    // ---- how faults are planted ----------------------------------------------------------------------------

    /** The tree engine, to be spoilt. */
    private abstract static class Altered implements Machine {
        private final TreeEngine inner;

        Altered(Network network, MachineOptions options) {
            inner = new TreeEngine(network, options);
        }

        @Override
        public VValue probed(int cycle, int probe, int lane) {
            return inner.probed(cycle, probe, lane);
        }

        @Override
        public Network network() {
            return inner.network();
        }

        @Override
        public MachineOptions options() {
            return inner.options();
        }

        @Override
        public String backend() {
            return "altered";
        }

        @Override
        public long cycle() {
            return inner.cycle();
        }

        @Override
        public void feed(int ahead, int lane, io.dmm4j.net.Port input, VValue value) {
            inner.feed(ahead, lane, input, value);
        }

        @Override
        public void run(int cycles) {
            inner.run(cycles);
        }

        @Override
        public VValue output(io.dmm4j.net.Port output, int lane) {
            return inner.output(output, lane);
        }

        @Override
        public void setOutput(io.dmm4j.net.Port output, int lane, VValue value) {
            inner.setOutput(output, lane, value);
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private static Network links(Network n, UnaryOperator<Link> change) {
        Network.Builder b = Network.builder().schedule(n.schedule());
        n.neurons().forEach(b::add);
        n.links().stream().map(change).filter(distinctEnds()).forEach(b::add);
        return rest(n, b, true);
    }

    private static java.util.function.Predicate<Link> distinctEnds() {
        java.util.Set<Object> ends = new java.util.HashSet<>();
        return l -> ends.add(java.util.List.of(l.to(), l.from(), l.path()));
    }

    private static Network withoutInitial(Network n) {
        Network.Builder b = Network.builder().schedule(n.schedule());
        n.neurons().forEach(b::add);
        n.links().forEach(b::add);
        return rest(n, b, false);
    }

    private static Network withoutParameters(Network n) {
        Network.Builder b = Network.builder().schedule(n.schedule());
        n.neurons().forEach(x -> b.add(x.isExternal() ? x : Neuron.of(x.name(), x.type())));
        n.links().forEach(b::add);
        return rest(n, b, true);
    }

    private static Network types(Network n, UnaryOperator<Expr> change) {
        Network.Builder b = Network.builder().schedule(n.schedule());
        n.neurons()
                .forEach(x -> b.add(x.isExternal() ? x : Neuron.of(x.name(), type(x.type(), change), x.parameters())));
        n.links().forEach(b::add);
        return rest(n, b, true);
    }

    private static NeuronType type(NeuronType t, UnaryOperator<Expr> change) {
        NeuronType.Builder b = NeuronType.named(t.name());
        t.outputs().forEach((port, e) -> b.output(port, change.apply(e)));
        t.parameters().forEach((p, v) -> b.parameter(p, v.value(), v.trainable()));
        t.inputs().forEach(b::idleInput);
        return b.build();
    }

    private static Network rest(Network n, Network.Builder b, boolean initial) {
        n.initial().forEach((port, v) -> {
            if (initial) {
                b.initial(port.neuron(), port.port(), v);
            }
        });
        n.probes().forEach(b::probe);
        return b.build();
    }

    private static Path up(Path path) {
        return path.isRoot() ? path : path.parent();
    }

    private static Expr leaky(Expr e) {
        return e.op() == Op.RELU ? e.arg(0).leakyRelu(1e-3) : e;
    }
}
