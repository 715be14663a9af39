package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CpuExecutorTest {
    private static final ExecutorOptions TWO_LANES = new ExecutorOptions(2, Precision.FLOAT64, 1, 4);

    /** x = w · y with y external, in one row. */
    private static FlatProgram wire() {
        return FlatProgram.builder()
                .rows(1, 1, 0)
                .stages(List.of(
                        new Stage(new Runs(new int[] {0}, new int[] {0}, new int[] {1}, new int[] {0}), FlatOps.NONE)))
                .parameters(1, new double[] {2}, new boolean[] {true})
                .externals(new Ranges(new int[] {0}, new int[] {1}))
                .probes(new Ranges(new int[] {1}, new int[] {1}))
                .build();
    }

    private static Executor open() {
        return new CpuBackend().open(wire(), TWO_LANES);
    }

    @Test
    void isFoundByName() {
        assertTrue(Backends.byName("cpu").availability().usable());
    }

    @Test
    void eventsOfOneCycleAddUpAndAreSeenInTheNext() {
        Events e = new Events();
        e.add(0, 0, 1, 3);
        e.add(0, 0, 1, 4);
        e.add(2, 0, 0, 5);
        double[][] expected = {{0, 0}, {0, 14}, {0, 0}, {10, 0}};
        try (Executor x = open()) {
            x.run(4, e);
            for (int t = 0; t < 4; t++) {
                double[] seen = new double[2];
                x.readProbes(t, seen);
                assertArrayEquals(expected[t], seen);
            }
        }
    }

    @Test
    void parametersTakeEffectInTheNextWindowAndAreCopied() {
        try (Executor x = open()) {
            double[] p = {3};
            x.setParameters(p);
            p[0] = 99;
            x.writeState(new double[] {1, -1}, 7);
            x.run(1, new Events());
            double[] seen = new double[2];
            x.readProbes(0, seen);
            assertArrayEquals(new double[] {3, -3}, seen);
            assertEquals(8, x.cycle());
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        try (Executor x = open()) {
            refused("event 0: found cycle 4", () -> x.run(4, event(4, 0, 0)));
            refused("row 1", () -> x.run(4, event(0, 1, 0)));
            refused("row -1", () -> x.run(4, event(0, -1, 0)));
            refused("lane 2", () -> x.run(4, event(0, 0, 2)));
            refused("cycles: found 5", () -> x.run(5, new Events()));
            refused("cycles: found 0", () -> x.run(0, new Events()));
            refused("parameters: found 2, expected 1", () -> x.setParameters(new double[2]));
            refused("state: an array of 1 numbers, expected 1 rows × 2 lanes", () -> x.readState(new double[1]));
            refused("state", () -> x.writeState(new double[1], 0));
            refused("probes of cycle 0", () -> x.readProbes(0, new double[2]));
            x.run(1, new Events());
            refused("probes: an array of 1", () -> x.readProbes(0, new double[1]));
            assertEquals(1, x.cycle());
        }
    }

    @Test
    void aClosedExecutorSaysSoAndClosesTwice() {
        Executor x = open();
        x.close();
        x.close();
        refused("closed", () -> x.run(1, new Events()));
        refused("closed", () -> x.readState(new double[2]));
    }

    private static Events event(int cycle, int row, int lane) {
        Events e = new Events();
        e.add(cycle, row, lane, 1);
        return e;
    }

    private static void refused(String part, Runnable r) {
        String message = assertThrows(DmmException.class, r::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void threadsShareRowsOnlyWhereACycleIsLongAndLanesAreFew() {
        assertTrue(shares(20_000, 64, 2));
        assertTrue(shares(20_000, 1, 2));
        assertFalse(shares(20_000, 64, 1));
        assertFalse(shares(20_000, 512, 2));
        assertFalse(shares(30, 64, 2));
        assertFalse(shares(30, 1, 2));
    }

    private static boolean shares(int rows, int lanes, int threads) {
        int n = 20 * rows;
        Random r = new Random(1);
        int[] one = new int[n];
        java.util.Arrays.fill(one, 1);
        Runs runs = new Runs(r.ints(n, 0, rows).toArray(), r.ints(n, 0, rows).toArray(), one, new int[n]);
        FlatProgram p = FlatProgram.builder()
                .rows(rows, rows, 0)
                .stages(List.of(new Stage(runs, FlatOps.NONE)))
                .parameters(1, new double[] {1}, new boolean[1])
                .build();
        try (Executor e = new CpuBackend().open(p, new ExecutorOptions(lanes, Precision.FLOAT32, threads, 1))) {
            return ((CpuExecutor<?>) e).sharesRows();
        }
    }
}
