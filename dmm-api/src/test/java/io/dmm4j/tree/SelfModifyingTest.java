package io.dmm4j.tree;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.net.Examples;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Machines that hold their own matrix, as published and by the rule of who is alive. */
class SelfModifyingTest {
    private static final Port SELF = Port.of("self", "single");
    private static final Path DELTA = Path.of("clj/accum", "self", "delta");

    /** October 19, 2016: the row self.delta after cycle n; the norm of the whole output stays 1. */
    @Test
    void theWaveOfThreeUpdatesRunsForEver() {
        TreeEngine m = new TreeEngine(Examples.network("wave/three-updates"), MachineOptions.DEFAULT.withWindow(1));
        VValue[] row = new VValue[3];
        for (int k = 0; k < 3; k++) {
            row[k] = VValue.of(Path.of("clj/identity", "update-" + (k + 1), "single"), 1);
        }
        for (int n = 1; n <= 100_000; n++) {
            m.run(1);
            VValue w = m.output(SELF, 0);
            assertEquals(row[n % 3], w.subtree(DELTA));
            if (n <= 10) {
                assertEquals(1, w.maxNorm());
                assertEquals(5, w.size());
            }
        }
    }

    /** August 27, 2016 (Processing): the master row, and the number at [1][1] of input 1 of the accumulator. */
    @Test
    void theWaveOfFiveColumnsRepeatsEveryFiveCycles() {
        Network n = Examples.network("wave/five-columns").withProbes(java.util.List.of(Probe.in("self", "delta")));
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT);
        m.run(250);
        Path one = DELTA.concat(Path.of("clj/const", "update-1", "single"));
        for (int f = 1; f <= 250; f++) {
            assertEquals(new double[] {1, -1, 0, 0, 0}[f % 5], m.probed(f, 0, 0).number(one));
        }
        for (int f = 1; f <= 10; f++) {
            m.run(1);
            String column = "update-" + (2 * (f % 5) + 1);
            assertEquals(
                    VValue.of(Path.of("clj/const", column, "single"), 1),
                    m.output(SELF, 0).subtree(DELTA));
        }
    }

    /** A counter that the matrix makes in cycle 3 and unmakes in cycle 6, in lane 1 only. */
    @Test
    void aRowMakesANeuronWhileItHasAnEntry() {
        Network n = Network.builder()
                .add("self", "clj/accum")
                .add(Neuron.external("edit", Map.of("delta", ExternalPort.OPEN)))
                .add("one", "lite/const_1")
                .self(new SelfMatrix(SELF, MatrixFormat.RANK4, Map.of("count-*", Catalogue.type("lite/accum"))))
                .link("self", "accum", "self", "single", 1)
                .link("self", "delta", "edit", "delta", 1)
                .probe(Probe.out("self", "single"))
                .build();
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT.withLanes(2));
        VValue rows = tree("{'count-1':{'dict-1':{'count-1':{'dict':1}},'dict-2':{'one':{'const_1':1}}}}");
        Port edit = Port.of("edit", "delta");
        m.feed(2, 1, edit, rows);
        m.feed(5, 1, edit, rows.times(-1));
        m.feed(7, 1, edit, rows);
        Port count = Port.of("count-1", "dict");
        double[] expected = {0, 0, 0, 1, 2, 3, 0, 0, 1, 2};
        for (int t = 0; t < expected.length; t++) {
            m.run(1);
            assertEquals(expected[t], m.output(count, 1).number(), "after cycle " + (t + 1));
            assertEquals(VValue.EMPTY, m.output(count, 0));
        }
    }

    /** Four lanes; one of them asks for a counter, so all have it, with a quarter of what was asked. */
    @Test
    void aSharedMatrixIsTheMeanOfTheLanes() {
        Network own = Network.builder()
                .add("self", "clj/accum")
                .add(Neuron.external("edit", Map.of("delta", ExternalPort.OPEN)))
                .add("one", "lite/const_1")
                .self(new SelfMatrix(SELF, MatrixFormat.RANK4, Map.of("count-*", Catalogue.type("lite/identity"))))
                .link("self", "accum", "self", "single", 1)
                .link("self", "delta", "edit", "delta", 1)
                .probe(Probe.out("self", "single"))
                .build();
        TreeEngine m = new TreeEngine(
                own.toBuilder().self(own.self().withShared(true)).build(), MachineOptions.DEFAULT.withLanes(4));
        VValue row = tree("{'count-1':{'dict':{'one':{'const_1':8}}}}");
        m.feed(2, 1, Port.of("edit", "delta"), row);
        m.run(3);
        for (int lane = 0; lane < 4; lane++) { // what each emits, before it becomes the mean
            assertEquals(own.initial().get(SELF).plus(lane == 1 ? row : VValue.EMPTY), m.output(SELF, lane));
        }
        m.run(3);
        for (int lane = 0; lane < 4; lane++) {
            assertEquals(own.initial().get(SELF).plus(row.times(0.25)), m.output(SELF, lane));
            assertEquals(VValue.of(2), m.output(Port.of("count-1", "dict"), lane));
        }
    }

    @Test
    void anEntryThatIsNotWellFormedStopsTheMachineWithItsPlace() {
        Network n = Network.builder()
                .add("self", "clj/accum")
                .add(Neuron.external("edit", Map.of("delta", ExternalPort.OPEN)))
                .self("self", "single", MatrixFormat.RANK4)
                .link("self", "accum", "self", "single", 1)
                .link("self", "delta", "edit", "delta", 1)
                .build();
        TreeEngine m = new TreeEngine(n, MachineOptions.DEFAULT.withLanes(2));
        m.feed(1, 1, Port.of("edit", "delta"), tree("{'self':{'delta':1}}"));
        m.run(2);
        DmmException e = assertThrows(DmmException.class, () -> m.run(1));
        assertEquals(
                "cycle 3, lane 1: the matrix in self.single at \"/self/delta\": a number stands above the output level:"
                        + " expected to / input / from / output, 'from' is missing",
                e.getMessage());
    }
}
