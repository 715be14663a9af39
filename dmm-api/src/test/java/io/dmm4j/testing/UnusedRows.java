package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/** The law of unused rows: declaring paths of external inputs that are never fed changes no bit of any result. */
public final class UnusedRows {
    private UnusedRows() {}

    /** Fails unless these machines keep the law on random networks of the one-cycle group, run as a whole. */
    public static void check(
            BiFunction<Network, MachineOptions, Machine> machines, Precision precision, long firstSeed, int count) {
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            NetworkCase c = RandomNetworks.draw(Group.ONE_CYCLE, precision, seed);
            Network wider = RandomNetworks.withUnusedPaths(c, new SplittableRandom(seed));
            List<VValue> expected = results(machines, c, c.network());
            List<VValue> found = results(machines, c, wider);
            int finite = Math.min(finite(expected), finite(found));
            assertEquals(
                    expected.subList(0, finite),
                    found.subList(0, finite),
                    () -> "unused paths change results of network " + c.name() + ": "
                            + wider.externals().stream()
                                    .map(p -> p + " " + wider.external(p))
                                    .toList());
        }
    }

    /** How many results come before the first NaN or infinity, which may meet a row that holds 0 and make it NaN. */
    private static int finite(List<VValue> results) {
        int n = 0;
        while (n < results.size() && !(results.get(n).maxNorm() * 0 != 0)) {
            n++;
        }
        return n;
    }

    private static List<VValue> results(
            BiFunction<Network, MachineOptions, Machine> machines, NetworkCase c, Network network) {
        List<VValue> results = new ArrayList<>();
        try (Machine m = machines.apply(network, c.options())) {
            for (int cycle = 1; cycle <= c.cycles(); cycle++) {
                for (NetworkCase.Feed f : c.feeds()) {
                    if (f.cycle() == cycle) {
                        m.feed(1, f.lane(), f.input(), f.value());
                    }
                }
                m.run(1);
                for (int probe = 0; probe < network.probes().size(); probe++) {
                    for (int lane = 0; lane < c.lanes(); lane++) {
                        results.add(m.probed(1, probe, lane));
                    }
                }
            }
        }
        return results;
    }
}
