package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Whether a way of running networks agrees with the tree engine on random machines that change their own matrix, in the
 * three groups and both precisions. System properties: {@code dmm.cases} and {@code dmm.seed}, as for {@link Agreement}.
 */
public final class SelfAgreement {
    private final BiFunction<Network, MachineOptions, Machine> tested;

    private SelfAgreement(BiFunction<Network, MachineOptions, Machine> tested) {
        this.tested = tested;
    }

    /** Machines against the tree engine. */
    public static SelfAgreement of(BiFunction<Network, MachineOptions, Machine> tested) {
        return new SelfAgreement(tested);
    }

    /** All groups in both precisions. */
    public Stream<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Precision p : Precision.values()) {
            for (Group g : Group.values()) {
                tests.add(DynamicTest.dynamicTest("self-modifying, " + g + ", " + p, () -> check(g, p)));
            }
        }
        return tests.stream();
    }

    private void check(Group group, Precision precision) {
        long first = Long.getLong("dmm.seed", 1);
        int count = Integer.getInteger("dmm.cases", Agreement.CASES / 4);
        Comparison.Counts counts = new Comparison.Counts();
        for (long seed = first; seed < first + count; seed++) {
            NetworkCase c = RandomMachines.draw(group, precision, seed);
            String difference = Comparison.first(c, TreeEngine::new, tested, counts);
            if (difference != null) {
                fail("machine " + c.name() + ": " + difference);
            }
        }
        assertTrue(
                counts.loose <= 0.15 * counts.values,
                counts.loose + " of " + counts.values
                        + " numbers are near jumps or out of range: the machines are drawn too wildly");
    }
}
