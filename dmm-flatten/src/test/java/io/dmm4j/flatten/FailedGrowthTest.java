package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A device without room for a wider program: the machine is as it was, and goes on when there is room. */
class FailedGrowthTest {
    private static final MachineOptions OPTIONS =
            MachineOptions.DEFAULT.withWindow(8).withPrecision(Precision.FLOAT64);
    private static final Port WORD = Port.of("input", "word");
    private static final Port COUNT = Port.of("count", "dict");

    private final ScarceBackend device = new ScarceBackend();
    private Machine tree;
    private FlatMachine flat;

    private void start(Network n, HeldRoom.Room room) {
        tree = new TreeEngine(n, OPTIONS);
        flat = new FlatMachine(n, null, device, OPTIONS, room);
    }

    private void startCounter() {
        start(
                Network.builder()
                        .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                        .add("count", "lite/accum")
                        .fixed("count", "dict-1", "count", "dict", 1)
                        .link("count", "dict-2", "input", "word", 1)
                        .probe(Probe.out("count", "dict"))
                        .build(),
                HeldRoom.Room.DEFAULT);
        feedAndRun(VValue.of(Path.of("a"), 2));
    }

    private void feedAndRun(VValue value) {
        for (Machine m : List.of(tree, flat)) {
            m.feed(1, 0, WORD, value);
            m.run(2);
        }
    }

    private void fails(String sentence, Executable step) {
        assertEquals(sentence, assertThrows(DmmException.class, step).getMessage());
    }

    /** Nothing has changed, and nothing is lost afterwards. */
    private void goesOn() {
        device.full = false;
        device.broken = false;
        assertEquals(tree.cycle(), flat.cycle());
        for (Machine m : List.of(tree, flat)) {
            m.run(3);
        }
        for (int t = 1; t <= 3; t++) {
            assertEquals(tree.probed(t, 0, 0), flat.probed(t, 0, 0), "cycle " + t);
        }
        assertEquals(1, device.open);
    }

    @AfterEach
    void nothingStaysOpen() {
        flat.close();
        assertEquals(0, device.open);
    }

    @Test
    void aFedPathThatThereIsNoRoomForLeavesTheOutputs() {
        startCounter();
        device.full = true;
        List.of(tree, flat).forEach(m -> m.feed(1, 0, WORD, VValue.of(Path.of("deep", "er"), 1)));
        Network before = flat.network();
        fails("no memory left", () -> flat.run(2));
        assertEquals(VValue.of(Path.of("a"), 2), flat.output(COUNT, 0));
        assertSame(before, flat.network());
        goesOn();
    }

    @Test
    void aStateThatCannotBeWrittenLeavesNothingOpenBesideTheMachine() {
        startCounter();
        device.broken = true;
        List.of(tree, flat).forEach(m -> m.feed(1, 0, WORD, VValue.of(Path.of("deep", "er"), 1)));
        fails("the state cannot be written", () -> flat.run(2));
        assertEquals(1, device.open);
        goesOn();
    }

    @Test
    void anOutputThatThereIsNoRoomForIsNotSet() {
        startCounter();
        device.full = true;
        fails("no memory left", () -> flat.setOutput(COUNT, 0, VValue.of(Path.of("x", "y"), 3)));
        assertEquals(VValue.of(Path.of("a"), 2), flat.output(COUNT, 0));
        goesOn();
    }

    @Test
    void linksThatThereIsNoRoomForAreNotThere() {
        startCounter();
        device.full = true;
        List<Link> more = new ArrayList<>(flat.network().links());
        more.add(Link.of(Port.of("count", "dict-2"), COUNT, 1));
        Network before = flat.network();
        fails("no memory left", () -> flat.rewire(more));
        assertSame(before, flat.network());
        goesOn();
    }

    /** The device here cannot change the links of an executor: a new pattern needs another one. */
    @Test
    void aNewPatternThatThereIsNoRoomForIsThereWhenThereIs() {
        Path entry = Path.of("b", "single", "a", "single");
        start(
                Network.builder()
                        .add(Neuron.external("input", Map.of("word", ExternalPort.of(Set.of(entry)))))
                        .add("a", "clj/identity")
                        .add("b", "clj/identity")
                        .add("self", "clj/accum")
                        .self("self", "single", MatrixFormat.RANK4)
                        .fixed("a", "single", "a", "single", 2)
                        .fixed("b", "single", "a", "single", 1)
                        .fixed("self", "delta", "input", "word", 1)
                        .link("self", "accum", "self", "single", 1)
                        .initial("a", "single", VValue.of(1))
                        .probe(Probe.out("b", "single"))
                        .build(),
                HeldRoom.Room.NONE);
        feedAndRun(VValue.of(entry, 1));
        int links = flat.flattened().heldLinks();
        device.full = true;
        fails("no memory left", () -> flat.run(1));
        fails("no memory left", () -> flat.run(1));
        assertEquals(links, flat.flattened().heldLinks());
        goesOn();
        assertEquals(1, flat.rewirings());
        assertEquals(0, flat.regrowths());
    }
}
