package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.Examples;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.testing.SelfAgreement;
import io.dmm4j.tree.TreeEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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
                            machines.stream().mapToInt(FlatMachine::rewirings).sum() > 20);
                    assertTrue(
                            machines.stream().mapToInt(FlatMachine::regrowths).sum() > 20);
                    assertTrue(machines.stream().mapToInt(FlatMachine::replays).sum() > 20);
                })));
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
