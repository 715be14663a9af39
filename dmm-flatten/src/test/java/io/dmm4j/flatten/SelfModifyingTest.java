package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Examples;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.testing.Group;
import io.dmm4j.testing.Holding;
import io.dmm4j.testing.NetworkCase;
import io.dmm4j.testing.RandomNetworks;
import io.dmm4j.testing.SelfAgreement;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Machines that change their own matrix, flattened, against the tree engine. */
class SelfModifyingTest {
    private static FlatMachine flat(Network n, MachineOptions o, HeldRoom.Room room) {
        return new FlatMachine(n, null, FlatInterpreter.backend(), o, room);
    }

    @TestFactory
    Stream<DynamicTest> agreement() {
        return SelfAgreement.of((n, o) -> flat(n, o, HeldRoom.Room.DEFAULT)).tests();
    }

    /** Without room every entry that appears is a new pattern, and windows are run again. */
    @TestFactory
    Stream<DynamicTest> agreementWithoutRoom() {
        List<FlatMachine> machines = new ArrayList<>();
        return Stream.concat(
                SelfAgreement.of((n, o) -> {
                            FlatMachine m = flat(n, o, HeldRoom.Room.NONE);
                            machines.add(m);
                            return m;
                        })
                        .tests(),
                Stream.of(DynamicTest.dynamicTest("all three events came", () -> {
                    assertTrue(
                            machines.stream().mapToInt(FlatMachine::rewirings).sum() > 0);
                    assertTrue(
                            machines.stream().mapToInt(FlatMachine::regrowths).sum() > 0);
                    assertTrue(machines.stream().mapToInt(FlatMachine::replays).sum() > 0);
                })));
    }

    /** Networks whose links are all in a matrix of their own do what they did. */
    @ParameterizedTest
    @EnumSource
    void aHeldMatrixThatDoesNotChangeIsTheNetworkItself(MatrixFormat format) {
        int compared = 0;
        for (long seed = 1; compared < 40; seed++) {
            NetworkCase c = RandomNetworks.draw(Group.EXACT, Precision.FLOAT64, seed);
            if (c.network().schedule() == Schedule.SYNCHRONOUS && !c.liveOnly()) {
                same(c.network(), format, c.options().withClosed(false), c.cycles(), c.feeds());
                compared++;
            }
        }
    }

    /** The reader, the detector of duplicates and the list of the Clojure journal. */
    @ParameterizedTest
    @EnumSource
    void publishedMachinesThatHoldTheirMatrixMatchCycleForCycle(MatrixFormat format) {
        Port signal = Port.of("reader", "signal");
        Network.Builder reader = Network.builder()
                .add(Neuron.external("reader", Map.of("signal", ExternalPort.OPEN)))
                .add("accum", "clj/accum")
                .add("norm", "clj/max-norm")
                .add("printer", "clj/identity")
                .fixed("accum", "accum", "accum", "single", 1)
                .link("accum", "delta", "reader", "signal", 1)
                .link("norm", "single", "accum", "single", 1)
                .link("printer", "single", "norm", "norm", 1)
                .probe(Probe.in("printer", "single"))
                .probe(Probe.out("accum", "single"));
        List<NetworkCase.Feed> steps = new ArrayList<>();
        for (int t = 1; t <= 20; t++) {
            Path said = t == 15 ? Path.of("a") : Path.of("step");
            steps.add(new NetworkCase.Feed(t, 0, signal, VValue.of(said, 1)));
        }
        same(reader.build(), format, MachineOptions.DEFAULT, 24, steps);
        List<NetworkCase.Feed> letters = new ArrayList<>();
        for (int j = 0; j < 5; j++) {
            VValue letter = VValue.of(Path.of("hello".substring(j, j + 1)), 1);
            letters.add(new NetworkCase.Feed(3 + 4 * j, 0, signal, letter));
        }
        same(reader.build(), format, MachineOptions.DEFAULT, 24, letters);
        Network list = Network.builder()
                .add(Neuron.external("reader", Map.of("signal", ExternalPort.OPEN)))
                .add("my-list", "clj/cons")
                .link("my-list", "self", "my-list", "self", 1)
                .link("my-list", "signal", "reader", "signal", 1)
                .initial("my-list", "self", VValue.of(Path.of("end-list"), 1))
                .probe(Probe.out("my-list", "self"))
                .build();
        List<NetworkCase.Feed> flagged = new ArrayList<>();
        for (int t = 2; t <= 20; t += 3) {
            VValue v = VValue.of(Path.of("flag"), 1).with("event" + t, VValue.of(t));
            flagged.add(new NetworkCase.Feed(t, 0, signal, t == 8 ? v.with("flag", VValue.EMPTY) : v));
        }
        same(list, format, MachineOptions.DEFAULT, 24, flagged);
    }

    private static void same(
            Network n, MatrixFormat format, MachineOptions o, int cycles, List<NetworkCase.Feed> feeds) {
        TreeEngine plain = new TreeEngine(n, o.withWindow(cycles));
        FlatMachine held = flat(Holding.of(n, format), o.withWindow(cycles), HeldRoom.Room.DEFAULT);
        for (NetworkCase.Feed f : feeds) {
            plain.feed(f.cycle(), f.lane(), f.input(), f.value());
            held.feed(f.cycle(), f.lane(), f.input(), f.value());
        }
        plain.run(cycles);
        held.run(cycles);
        for (int t = 1; t <= cycles; t++) {
            for (int p = 0; p < n.probes().size(); p++) {
                for (int lane = 0; lane < o.lanes(); lane++) {
                    assertEquals(plain.probed(t, p, lane), held.probed(t, p, lane), "cycle " + t + " of " + n);
                }
            }
        }
    }

    @Test
    void aWaveWithRoomChangesValuesOnly() {
        Network n = Examples.network("wave/three-updates");
        FlatMachine m = flat(n, MachineOptions.DEFAULT, HeldRoom.Room.DEFAULT);
        m.run(256);
        assertEquals(0, m.rewirings() + m.regrowths() + m.replays());
        assertEquals(7, m.flattened().heldLinks());
    }

    @Test
    void aWaveWithoutRoomGetsNewTablesAsItMoves() {
        Network n = Examples.network("wave/five-columns");
        MachineOptions o = MachineOptions.DEFAULT;
        FlatMachine m = flat(n, o, HeldRoom.Room.NONE);
        TreeEngine tree = new TreeEngine(n, o);
        for (int window : new int[] {1, 1, 7, 20, 100}) {
            m.run(window);
            tree.run(window);
            for (int t = 1; t <= window; t++) {
                assertEquals(tree.probed(t, 0, 0), m.probed(t, 0, 0));
            }
        }
        assertTrue(m.regrowths() > 0);
        assertEquals(tree.output(Port.of("self", "single"), 0), m.output(Port.of("self", "single"), 0));
    }
}
