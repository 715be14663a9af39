package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every machine refuses, and in which words: the tree engine and flat machines alike. */
class MachineRulesTest {
    private static final MachineOptions OPTIONS =
            MachineOptions.DEFAULT.withWindow(4).withLanes(2).withPrecision(Precision.FLOAT64);
    private static final Port IN = Port.of("in", "v");
    private static final Port SUM = Port.of("sum", "single");
    private static final Port MATRIX = Port.of("self", "single");
    private static final Port MADE = Port.of("n-1", "single");
    private static final Path MADE_SUM = Path.of("sum", "delta", "n-1", "single");
    private static final Path MADE_SELF = Path.of("n-1", "single", "n-1", "single");

    private enum Kind {
        TREE(TreeEngine::new),
        FLAT((n, o) -> new FlatMachine(n, FlatInterpreter.backend(), o)),
        WITHOUT_ROOM((n, o) -> new FlatMachine(n, null, FlatInterpreter.backend(), o, HeldRoom.Room.NONE));

        private final BiFunction<Network, MachineOptions, Machine> open;

        Kind(BiFunction<Network, MachineOptions, Machine> open) {
            this.open = open;
        }
    }

    /** Sums what is fed. */
    private static Network.Builder sum() {
        return Network.builder()
                .add(Neuron.external("in", Map.of("v", ExternalPort.OPEN)))
                .add("sum", "clj/accum")
                .fixed("sum", "accum", "sum", "single", 1)
                .fixed("sum", "delta", "in", "v", 1)
                .probe(Probe.out("sum", "single"));
    }

    /** The same beside a matrix that makes neurons of any name that begins with {@code n-}. */
    private static Network holding(boolean shared) {
        SelfMatrix self = new SelfMatrix(MATRIX, MatrixFormat.RANK4, Map.of("n-*", Catalogue.type("clj/identity")));
        return sum().add("self", "clj/accum")
                .self(self.withShared(shared))
                .link("self", "accum", "self", "single", 1)
                .build();
    }

    private static Machine open(Kind kind, Network n) {
        return kind.open.apply(n, OPTIONS);
    }

    private static void fails(String sentence, Executable step) {
        assertEquals(sentence, assertThrows(DmmException.class, step).getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void outputsThatAreNotThereAreNeitherReadNorSet(Kind kind) {
        Machine m = open(kind, sum().build());
        String port = "output sum.singel: neuron sum (clj/accum) has no output 'singel' (did you mean 'single'?)";
        fails(port, () -> m.output(Port.of("sum", "singel"), 0));
        fails(port, () -> m.outputLater(Port.of("sum", "singel"), 0));
        fails(port, () -> m.setOutput(Port.of("sum", "singel"), 0, VValue.of(1)));
        String neuron = "output sun.single: no neuron 'sun' (did you mean 'sum'?)";
        fails(neuron, () -> m.output(Port.of("sun", "single"), 0));
        fails(neuron, () -> m.setOutput(Port.of("sun", "single"), 0, VValue.of(1)));
        fails("lane 2: expected 0 to 1", () -> m.output(SUM, 2));
        fails("lane -1: expected 0 to 1", () -> m.setOutput(SUM, -1, VValue.of(1)));
    }

    @ParameterizedTest
    @EnumSource
    void anOutputOfANeuronThatTheMatrixMakesIsThereAsLongAsItsRow(Kind kind) {
        Machine m = open(kind, holding(false));
        String absent =
                "output n-1.single: neuron 'n-1' is not declared, and no row of the matrix in self.single makes it";
        assertEquals(VValue.EMPTY, m.output(MADE, 0));
        fails(absent, () -> m.setOutput(MADE, 0, VValue.of(1)));
        VValue row = m.output(MATRIX, 0).plus(VValue.of(MADE_SUM, 1)).plus(VValue.of(MADE_SELF, 1));
        m.setOutput(MATRIX, 0, row);
        m.setOutput(MADE, 0, VValue.of(5));
        assertEquals(VValue.of(5), m.output(MADE, 0));
        fails(absent, () -> m.setOutput(MADE, 1, VValue.of(1)));
        String port = "output n-1.out: neuron n-1 (clj/identity) has no output 'out' (known: single)";
        fails(port, () -> m.setOutput(Port.of("n-1", "out"), 0, VValue.of(1)));
        m.run(2);
        assertEquals(VValue.of(5), m.probed(1, 0, 0));
        assertEquals(VValue.of(10), m.probed(2, 0, 0));
        assertEquals(VValue.EMPTY, m.probed(2, 0, 1));
    }

    @ParameterizedTest
    @EnumSource
    void aClosedMachineIsClosed(Kind kind) {
        Machine m = open(kind, sum().build());
        m.run(2);
        m.close();
        m.close();
        for (Executable step : List.<Executable>of(
                () -> m.run(1),
                () -> m.feed(1, 0, IN, VValue.of(1)),
                () -> m.probed(1, 0, 0),
                () -> m.output(SUM, 0),
                () -> m.outputLater(SUM, 0),
                () -> m.setOutput(SUM, 0, VValue.of(1)),
                () -> m.rewire(List.of()))) {
            fails("this machine of backend " + m.backend() + " is closed", step);
        }
    }

    /** Lane 1 holds a matrix that is not well formed: lane 0 does not run ahead of it, and the next try fails as well. */
    @ParameterizedTest
    @EnumSource
    void aCycleThatFailsInOneLaneIsRunInNone(Kind kind) {
        Machine m = open(kind, holding(false));
        m.feed(1, 0, IN, VValue.of(1));
        m.feed(2, 0, IN, VValue.of(2));
        m.run(1);
        VValue good = m.output(MATRIX, 1);
        m.setOutput(MATRIX, 1, good.plus(VValue.of(Path.of("nobody"), 1)));
        for (int again = 0; again < 2; again++) {
            fails(
                    "cycle 2, lane 1: the matrix in self.single at \"/nobody\": a number stands above the output level:"
                            + " expected to / input / from / output, 'input' is missing",
                    () -> m.run(2));
            assertEquals(1, m.cycle());
            assertEquals(VValue.of(1), m.output(IN, 0));
            assertEquals(VValue.EMPTY, m.output(SUM, 0));
        }
        m.setOutput(MATRIX, 1, good);
        m.run(2);
        assertEquals(VValue.of(1), m.probed(1, 0, 0));
        assertEquals(VValue.of(3), m.probed(2, 0, 0));
    }

    /** What a lane emitted does not become the mean of all lanes in a cycle that is not run. */
    @ParameterizedTest
    @EnumSource
    void aCycleThatFailsLeavesLanesThatShareAMatrixApart(Kind kind) {
        Machine m = open(kind, holding(true));
        VValue good = m.output(MATRIX, 0);
        VValue odd = good.plus(VValue.of(Path.of("nobody"), 1));
        m.setOutput(MATRIX, 1, odd);
        assertThrows(DmmException.class, () -> m.run(1));
        assertEquals(good, m.output(MATRIX, 0));
        assertEquals(odd, m.output(MATRIX, 1));
        m.setOutput(MATRIX, 1, good);
        m.run(1);
        assertEquals(good, m.output(MATRIX, 1));
    }
}
