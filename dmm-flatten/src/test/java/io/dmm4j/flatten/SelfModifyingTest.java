package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.Examples;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.testing.Group;
import io.dmm4j.testing.Holding;
import io.dmm4j.testing.NetworkCase;
import io.dmm4j.testing.RandomNetworks;
import io.dmm4j.testing.SelfAgreement;
import io.dmm4j.testing.SharedAgreement;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Random machines with several lanes whose matrix is shared, against the tree engine, with and without room. */
    @Test
    void sharedMatricesAgree() {
        SharedAgreement.check((n, o) -> flat(n, o, HeldRoom.Room.DEFAULT), 60);
        SharedAgreement.check((n, o) -> flat(n, o, HeldRoom.Room.NONE), 60);
    }

    @Test
    void aSharedMatrixIsNotSaved() {
        Network own = Examples.network("wave/three-updates");
        Network shared = own.toBuilder().self(own.self().withShared(true)).build();
        Flattened f = Flattener.flatten(shared, FlattenOptions.CLOSED);
        DmmException e = assertThrows(DmmException.class, () -> save(f));
        assertEquals(
                "self: a matrix that all lanes share cannot be saved in a program, expected each lane with a matrix of its own"
                        + " (\"shared\": false)",
                e.getMessage());
    }

    private static String save(Flattened f) {
        StringBuilder text = new StringBuilder();
        try (JsonOutput out = JsonOutput.compact(text)) {
            FlattenedJson.write(f, out);
        }
        return text.toString();
    }

    /** Neurons that rows make are not declared; a saved program has their rows, and runs as the machine does. */
    @ParameterizedTest
    @ValueSource(strings = {"wave/five-columns", "grow/detectors", "grow/any-kind", "afterlife/sleep-and-wake"})
    void savedProgramsOfMachinesThatHoldTheirMatrixRun(String name) {
        Network open = Examples.network(name);
        Path cat = Path.of("word", "cat");
        Network n = name.equals("grow/any-kind")
                ? open.withExternal(Port.of("kind", "name"), ExternalPort.of(Set.of(Path.of("word"))))
                        .withExternal(Port.of("input", "event"), ExternalPort.of(Set.of(cat)))
                : name.equals("grow/detectors")
                        ? open.withExternal(Port.of("input", "event"), ExternalPort.of(Set.of(cat)))
                        : open;
        Flattened f = Flattener.flatten(n, new FlattenOptions(false, false, 256, 0, null));
        String text = save(f);
        Flattened read = FlattenedJson.read(JsonInput.of(text, "text"));
        assertEquals(text, save(read));
        MachineOptions o = MachineOptions.DEFAULT.withWindow(12).withPrecision(Precision.FLOAT64);
        try (FlatMachine saved = new FlatMachine(read, FlatInterpreter.backend(), o);
                FlatMachine own = flat(n, o, HeldRoom.Room.DEFAULT)) {
            for (FlatMachine m : List.of(saved, own)) {
                for (int t = 1; t <= 8 && name.startsWith("grow"); t++) {
                    if (name.equals("grow/any-kind")) {
                        m.feed(t, 0, Port.of("kind", "name"), VValue.of(Path.of("word"), 1));
                    }
                    m.feed(t, 0, Port.of("input", "event"), VValue.of(cat, 1));
                }
                m.run(12);
            }
            for (int t = 1; t <= 12; t++) {
                assertEquals(own.probed(t, 0, 0), saved.probed(t, 0, 0), "cycle " + t);
            }
            assertTrue(own.probed(12, 0, 0).size() > 0, "nothing was shown");
            if (name.startsWith("grow")) {
                assertEquals(
                        own.output(Port.of("word/count", "dict"), 0), saved.output(Port.of("word/count", "dict"), 0));
            }
        }
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

    /** The link that appears carries something deep into a loop whose rows were inferred for eight cycles; all of its rows exist. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNewPatternDoesNotOutgrowRowsThatWereInferredForSomeCycles(boolean roomy) {
        NeuronType wrap =
                NeuronType.named("wrap").output("out", Expr.in("x").prefix("a")).build();
        Path entry = Path.of("w", "x", "v", "single");
        Network n = Network.builder()
                .add(Neuron.external("in", Map.of("edit", ExternalPort.of(Set.of(entry)))))
                .add(Neuron.of("w", wrap))
                .add("v", "clj/identity")
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4)
                .fixed("w", "x", "w", "out", 1)
                .fixed("v", "single", "v", "single", 1)
                .fixed("self", "delta", "in", "edit", 1)
                .link("self", "accum", "self", "single", 1)
                .initial("w", "out", VValue.of(1))
                .initial("v", "single", VValue.of(Path.of("a", "a", "a", "a", "a"), 1))
                .probe(Probe.out("w", "out"))
                .build();
        MachineOptions o = MachineOptions.DEFAULT.withWindow(8);
        FlatMachine m = flat(n, o, roomy ? HeldRoom.Room.DEFAULT : HeldRoom.Room.NONE);
        TreeEngine tree = new TreeEngine(n, o);
        for (Machine each : List.of(tree, m)) {
            each.feed(1, 0, Port.of("in", "edit"), VValue.of(entry, 1));
            each.run(8);
        }
        for (int t = 1; t <= 8; t++) {
            assertEquals(tree.probed(t, 0, 0), m.probed(t, 0, 0), "cycle " + t);
        }
        assertEquals(roomy ? 0 : 1, m.regrowths());
        assertEquals(0, m.rewirings());
    }
}
