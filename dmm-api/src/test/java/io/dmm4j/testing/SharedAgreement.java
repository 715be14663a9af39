package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.function.BiFunction;

/** Whether a way of running networks agrees with the tree engine where all lanes share the matrix that they hold. */
public final class SharedAgreement {
    private static final int CYCLES = 4;

    private SharedAgreement() {}

    /** Compares random machines with several lanes, in double precision, to rounding. */
    public static void check(BiFunction<Network, MachineOptions, Machine> tested, int machines) {
        int compared = 0;
        for (long seed = 1; compared < machines; seed++) {
            NetworkCase c = RandomMachines.draw(Group.EXACT, Precision.FLOAT64, seed);
            if (c.lanes() > 1) {
                Network n = c.network().toBuilder()
                        .self(c.network().self().withShared(true))
                        .build();
                MachineOptions o = MachineOptions.DEFAULT
                        .withLanes(c.lanes())
                        .withPrecision(Precision.FLOAT64)
                        .withWindow(CYCLES);
                try (Machine tree = new TreeEngine(n, o);
                        Machine other = tested.apply(n, o)) {
                    agree(c, tree, other);
                }
                compared++;
            }
        }
    }

    private static void agree(NetworkCase c, Machine tree, Machine tested) {
        for (NetworkCase.Feed f : c.feeds()) {
            if (f.cycle() <= CYCLES) {
                tree.feed(f.cycle(), f.lane(), f.input(), f.value());
                tested.feed(f.cycle(), f.lane(), f.input(), f.value());
            }
        }
        try {
            tree.run(CYCLES);
        } catch (DmmException stopped) {
            assertThrows(
                    DmmException.class, () -> tested.run(CYCLES), "machine " + c.name() + ": " + stopped.getMessage());
            return;
        }
        tested.run(CYCLES);
        for (int t = 1; t <= CYCLES; t++) {
            for (int p = 0; p < tree.network().probes().size(); p++) {
                for (int lane = 0; lane < c.lanes(); lane++) {
                    VValue expected = tree.probed(t, p, lane);
                    double difference =
                            expected.minus(tested.probed(t, p, lane)).maxNorm();
                    String where = "machine " + c.name() + ", cycle " + t + ", lane " + lane + ", "
                            + tree.network().probes().get(p);
                    assertEquals(0, difference, 1e-12 * Math.max(1, expected.maxNorm()), where);
                }
            }
        }
    }
}
