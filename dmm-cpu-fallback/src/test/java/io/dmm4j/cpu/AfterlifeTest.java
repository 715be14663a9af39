package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.VValue;
import org.junit.jupiter.api.Test;

/** What the random machines that change themselves do by themselves, on the tree engine and here. */
class AfterlifeTest {
    private static final int CYCLES = 400;

    /** The numbers of both probes in each cycle from 1 on, on both engines; sums in another order differ by some 1e-10 in the end. */
    private static double[][] both(String name) {
        Network n = Examples.network(name);
        MachineOptions o =
                MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64).withWindow(CYCLES);
        double[][] seen = new double[2][CYCLES + 1];
        try (Machine tree = new TreeEngine(n, o);
                FlatMachine cpu = new FlatMachine(n, new CpuBackend(), o)) {
            tree.run(CYCLES);
            cpu.run(CYCLES);
            assertEquals(132, cpu.flattened().heldLinks());
            assertEquals(0, cpu.regrowths() + cpu.rewirings() + cpu.replays());
            for (int t = 1; t <= CYCLES; t++) {
                for (int p = 0; p < 2; p++) {
                    seen[p][t] = tree.probed(t, p, 0).number();
                    assertEquals(seen[p][t], cpu.probed(t, p, 0).number(), 1e-7, "cycle " + t);
                }
            }
            Port self = n.self().output();
            assertTrue(tree.output(self, 0).minus(cpu.output(self, 0)).maxNorm() < 1e-7);
        }
        return seen;
    }

    private static double largest(double[] x, int from, int to) {
        double most = 0;
        for (int t = from; t <= to; t++) {
            most = Math.max(most, x[t]);
        }
        return most;
    }

    /** The matrix changes by 10 and more per cycle, by less than a tenth of that for 70 cycles, and by more again. */
    @Test
    void sleepsAndWakes() {
        double[] activity = both("afterlife/sleep-and-wake")[0];
        assertTrue(largest(activity, 150, 220) > 10, "awake at first");
        assertTrue(largest(activity, 230, 298) < 0.75, "asleep");
        assertTrue(largest(activity, 310, 360) > 10, "awake again");
        int asleep = 0;
        for (int t = 10; t <= CYCLES; t++) {
            asleep += activity[t] < 0.75 ? 1 : 0;
        }
        assertTrue(asleep >= 70, asleep + " cycles of sleep");
    }

    /** The mood, a sum of twelve means within ±1, is above 4.5 or below −4.5 nearly always, and turns every twenty cycles. */
    @Test
    void hasTwoStatesAndTurnsFast() {
        double[] mood = both("afterlife/bistable")[1];
        int good = 0;
        int bad = 0;
        int turns = 0;
        int last = 10;
        for (int t = 11; t <= CYCLES; t++) {
            good += mood[t] > 4.5 ? 1 : 0;
            bad += mood[t] < -4.5 ? 1 : 0;
            if (t > 11 && mood[t] > 0 != mood[t - 1] > 0) {
                assertTrue(t - last >= 15, "turns at " + last + " and " + t);
                last = t;
                turns++;
            }
        }
        assertTrue(good > 140 && bad > 140, good + " and " + bad + " of 390 cycles");
        assertTrue(turns >= 15, turns + " turns");
    }

    /** The start is drawn as in the published program: the numbers of the generator for its seed, in its order. */
    @Test
    void startsFromTheNumbersOfTheSeed() {
        Network n = Examples.network("afterlife/bistable");
        java.util.Random random = new java.util.Random(746_484);
        random.nextFloat(); // W[0][0] is drawn too, and then 1
        VValue w = n.initial().get(n.self().output());
        assertEquals(132, w.size());
        assertEquals(
                1,
                w.subtree(io.dmm4j.value.Path.of("n-00", "dict-1", "n-00", "dict"))
                        .number());
        VValue first = n.initial().get(Port.of("n-01", "dict"));
        assertEquals(random.nextFloat() * 2 - 1, (float)
                first.subtree(io.dmm4j.value.Path.of("n-00", "dict-1", "n-00", "dict"))
                        .number());
    }

    /** Cells take numbers between −1 and 1, never settle, and are the same to the bit: halves and whole thresholds. */
    @Test
    void theAutomatonIsContinuousAndLives() {
        Network n = Examples.network("automaton/pseudoconway");
        MachineOptions o =
                MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64).withWindow(CYCLES);
        try (Machine tree = new TreeEngine(n, o);
                Machine cpu = new FlatMachine(n, new CpuBackend(), o)) {
            tree.run(CYCLES);
            cpu.run(CYCLES);
            for (int t = 1; t <= CYCLES; t++) {
                VValue cells = tree.probed(t, 0, 0);
                assertEquals(cells, cpu.probed(t, 0, 0), "cycle " + t);
                assertTrue(cells.maxNorm() <= 1);
                if (t > 1) {
                    double change = cells.minus(tree.probed(t - 1, 0, 0)).l1() / 144;
                    assertTrue(change > 0.05 && cells.l1() / 144 > 0.3 && cells.l1() / 144 < 0.7, "cycle " + t);
                }
            }
        }
    }
}
