package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Network;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.testing.SharedAgreement;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waves in machines' own matrices run for ever, in every lane, without a new table or a new link. */
class WaveTest {
    @ParameterizedTest
    @CsvSource({
        "wave/three-updates, clj/identity, 3, 1, 1",
        "wave/three-updates, clj/identity, 3, 1, 20",
        "wave/five-columns, clj/const, 5, 2, 1",
        "wave/five-columns, clj/const, 5, 2, 20"
    })
    void theRowIsAsPublishedForManyCycles(String name, String type, int period, int step, int lanes) {
        MachineOptions o = MachineOptions.DEFAULT.withLanes(lanes).withWindow(1000);
        try (FlatMachine m = new FlatMachine(
                Examples.network(name).withProbes(List.of(Probe.out("self", "single"))), new CpuBackend(), o)) {
            Path delta = Path.of("clj/accum", "self", "delta");
            VValue[] rows = new VValue[period];
            for (int k = 0; k < period; k++) {
                rows[k] = VValue.of(Path.of(type, "update-" + (1 + step * k), "single"), 1);
            }
            for (int n = 0; n < 100_000; n += 1000) {
                m.run(1000);
                for (int t = 1; t <= 1000; t++) {
                    assertEquals(
                            rows[(n + t) % period],
                            m.probed(t, 0, (n + t) % lanes).subtree(delta));
                }
            }
            assertEquals(0, m.rewirings() + m.regrowths() + m.replays());
        }
    }

    /** One matrix for all lanes: lanes that are alike do what one does by itself, and others agree with the tree engine. */
    @Test
    void lanesCanShareTheMatrix() {
        Network own = Examples.network("wave/five-columns");
        Network shared = own.toBuilder().self(own.self().withShared(true)).build();
        MachineOptions o = MachineOptions.DEFAULT.withWindow(100);
        try (FlatMachine one = new FlatMachine(own, new CpuBackend(), o);
                FlatMachine many = new FlatMachine(shared, new CpuBackend(), o.withLanes(8))) {
            one.run(100);
            many.run(100);
            for (int t = 1; t <= 100; t++) {
                assertEquals(one.probed(t, 0, 0), many.probed(t, 0, t % 8), "cycle " + t);
            }
        }
        SharedAgreement.check((n, m) -> new FlatMachine(n, new CpuBackend(), m.withThreads(2)), 40);
    }
}
