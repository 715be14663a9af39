package io.dmm4j.live;

import static io.dmm4j.live.LiveNets.edit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flatten.Machines;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveMachineTest {
    private static VValue word(String word) {
        return VValue.of(Path.of(word), 1);
    }

    private static VValue out(LiveMachine m, String neuron) {
        return m.machine().output(Port.of(neuron, "dict"), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void linksAppearChangeAndVanishWhileOutputsStay(String backend) {
        try (LiveMachine m = LiveNets.machine(LiveNets.counter(), backend)) {
            m.feed(LiveNets.INPUT, word("x"));
            m.run(2);
            assertEquals(word("x"), out(m, "a"));
            m.edit(edit("c", "dict-2", "a", "dict", 2));
            m.edit(edit("a", "dict-1", "a", "dict", -0.5));
            assertEquals(word("x"), out(m, "a"), "an edit leaves the outputs as they are");
            assertEquals(2, m.cycle());
            m.run(1);
            assertEquals(word("x").times(2), out(m, "c"), "the new link carries what was there");
            assertTrue(out(m, "a").isEmpty(), "the link that kept it has vanished");
            assertEquals(
                    List.of("a.dict-2 <- input.word * 1.0", "b.dict-1 <- a.dict * 0.25", "c.dict-2 <- a.dict * 2.0"),
                    m.matrix().links().stream().map(Link::toString).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void wordsThatCameBeforeAnEditAreKnownAfterIt(String backend) {
        try (LiveMachine m = LiveNets.machine(LiveNets.counter(), backend)) {
            for (int i = 0; i < 100; i++) {
                m.feed(LiveNets.INPUT, word("w" + i));
                m.run(1);
            }
            m.edit(edit("a", "dict-1", "a", "dict", 0.5));
            VValue before = out(m, "a");
            m.run(3);
            assertEquals(before.plus(word("w99")), out(m, "a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void anEditIsTakenBackToTheBitWithTheOrderOfTheLinks(String backend) {
        try (LiveMachine m = LiveNets.machine(LiveNets.counter(), backend)) {
            m.feed(LiveNets.INPUT, word("x"));
            m.run(2);
            String digest = m.digest();
            VValue much = edit("a", "dict-2", "input", "word", 1e20) // swallows the weight that is there
                    .plus(edit("a", "dict-1", "a", "dict", -0.5)) // a fixed link, which vanishes
                    .plus(edit("c", "dict-1", "a", "dict", 3));
            Runnable undo = m.edit(much);
            assertEquals(3, m.matrix().links().size());
            undo.run();
            assertEquals(LiveNets.counter().links(), m.matrix().links());
            assertEquals(digest, m.digest());

            Runnable early = m.edit(edit("b", "dict-1", "a", "dict", 1));
            m.edit(edit("b", "dict-1", "a", "dict", 2));
            early.run();
            assertEquals(
                    List.of("a.dict-1 <- a.dict * 0.5", "a.dict-2 <- input.word * 1.0", "b.dict-1 <- a.dict * 2.25"),
                    m.matrix().links().stream().map(Link::toString).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void entriesOfAHeldMatrixAreTakenBackToTheBitUnlessTheyHaveChangedSince(String backend) {
        try (LiveMachine m = LiveNets.machine(Examples.network("wave/three-updates"), backend)) {
            Port self = Port.of("self", "single");
            m.run(2);
            VValue before = m.machine().output(self, 0);
            Path row = Path.of("clj/identity", "update-1", "single", "clj/identity", "update-1", "single");
            assertEquals(1, before.number(row));
            VValue much = VValue.of(row, 1e20);
            Runnable undo = m.edit(much);
            assertEquals((float) 1e20, m.machine().output(self, 0).number(row));
            undo.run();
            assertEquals(before, m.machine().output(self, 0));

            VValue some = VValue.of(row, 2);
            Runnable early = m.edit(some);
            m.edit(some);
            early.run();
            assertEquals(before.plus(some), m.machine().output(self, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void wrongEditsChangeNothing(String backend) {
        try (LiveMachine m = LiveNets.machine(LiveNets.counter(), backend)) {
            m.feed(LiveNets.INPUT, word("x"));
            m.run(2);
            MatrixView matrix = m.matrix();
            String digest = m.digest();
            refused(m, edit("d", "dict-1", "a", "dict", 1), "no neuron 'd'");
            refused(m, edit("a", "dict-3", "a", "dict", 1), "has no input 'dict-3'");
            refused(m, edit("a", "dict-1", "a", "norm", 1), "has no output 'norm'");
            refused(m, VValue.of(Path.of("a", "dict-1"), 1), "'from' is missing");
            VValue much = edit("c", "dict-1", "a", "dict", Float.MAX_VALUE);
            m.edit(much);
            DmmException e = assertThrows(DmmException.class, () -> m.edit(much));
            assertEquals(
                    "link c.dict-1 <- a.dict * 6.805646932770577E38: expected a weight of at most 3.4028235E38 in"
                            + " magnitude: the machine has 32-bit floats",
                    e.getMessage());
            m.edit(much.times(-1));
            assertEquals(digest, m.digest());
            assertEquals(matrix.links(), m.matrix().links());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void machinesOfDoublesTakeLargerNumbers(String backend) {
        MachineOptions doubles = MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64);
        try (LiveMachine m = new LiveMachine(Machines.open(LiveNets.counter(), backend, doubles))) {
            VValue much = edit("c", "dict-1", "a", "dict", Double.MAX_VALUE);
            m.edit(much);
            DmmException e = assertThrows(DmmException.class, () -> m.edit(much));
            assertTrue(e.getMessage().contains("not be finite"), e.getMessage());
            m.feed(LiveNets.INPUT, word("x"));
            m.run(3);
            assertEquals(word("x").times(Double.MAX_VALUE), out(m, "c"));
        }
    }

    @Test
    void entriesOfAHeldMatrixStayFiniteToo() {
        try (LiveMachine m = LiveNets.machine(Examples.network("wave/three-updates"), "tree")) {
            VValue much = VValue.of(
                    Path.of("clj/identity", "update-1", "single", "clj/identity", "update-2", "single"), 1e39);
            DmmException e = assertThrows(DmmException.class, () -> m.edit(much));
            assertTrue(e.getMessage().contains(" * 1.0E39: expected a weight of at most 3.4028235E38"), e.getMessage());
        }
    }

    private static void refused(LiveMachine m, VValue edit, String reason) {
        for (DmmException e : List.of(
                assertThrows(DmmException.class, () -> m.check(edit)),
                assertThrows(DmmException.class, () -> m.edit(edit)))) {
            assertTrue(e.getMessage().contains(reason), e.getMessage());
        }
    }

    @Test
    void anEditOfAHeldMatrixIsAddedToTheOutputThatHoldsIt() {
        try (LiveMachine m = LiveNets.machine(Examples.network("wave/three-updates"), "tree")) {
            Port self = Port.of("self", "single");
            m.run(1);
            Path delta = Path.of("clj/accum", "self", "delta", "clj/identity");
            assertEquals(word("update-2").prefix(delta), row(m, delta));
            VValue stop = VValue.of(delta.concat(Path.of("update-2", "single")), -1);
            m.edit(stop);
            VValue still = m.machine().output(self, 0);
            m.run(5);
            assertEquals(still, m.machine().output(self, 0), "without an update nothing changes any more");
            m.edit(stop.times(-1));
            m.run(1);
            assertEquals(word("update-3").prefix(delta), row(m, delta), "the wave goes on where it was");
            DmmException e = assertThrows(DmmException.class, () -> m.edit(word("self")));
            assertTrue(e.getMessage().contains("above the output level"), e.getMessage());
            assertSame(m.matrix().links(), m.matrix().links());
        }
    }

    /** The row at a path, with the outputs' numbers at the names of their neurons. */
    private static VValue row(LiveMachine m, Path at) {
        VValue row = m.machine().output(Port.of("self", "single"), 0).subtree(at);
        VValue found = VValue.EMPTY;
        for (String neuron : row.labels()) {
            found = found.plus(VValue.of(Path.of(neuron), row.number(Path.of(neuron, "single"))));
        }
        return found.prefix(at);
    }
}
