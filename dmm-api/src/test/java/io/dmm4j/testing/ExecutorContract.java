package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Rows;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every executor promises besides numbers: what it refuses, in which words, and that it then is as it was. */
public abstract class ExecutorContract {
    static final int WINDOW = 4;
    static final int LANES = 3;
    static final ExecutorOptions OPTIONS = new ExecutorOptions(LANES, Precision.FLOAT64, 1, WINDOW);

    /** An accumulator in row 0: 2 at first, then 0.5 of itself and 0.25 of the external row 1. It is probed, and guarded. */
    static final FlatProgram PROGRAM = FlatProgram.builder()
            .rows(2, 1, 0)
            .stages(List.of(new Stage(
                    new Runs(new int[2], new int[] {0, 1}, new int[] {1, 1}, new int[] {0, 1}),
                    new FlatOps.Builder().add(Op.COPY, 1, 0, 2, 0, 0).build())))
            .parameters(2, new double[] {0.5, 0.25}, new boolean[] {true, true})
            .externals(new Ranges(new int[] {1}, new int[] {1}))
            .initial(new Rows(new int[] {0}, new double[] {2}))
            .probes(new Ranges(new int[] {0}, new int[] {1}))
            .guards(new Ranges(new int[] {0}, new int[] {1}))
            .build();

    /** Opens a program, which the test closes. */
    protected abstract Executor open(FlatProgram program, ExecutorOptions options);

    static void refused(String sentence, Executable call) {
        String found = assertThrows(DmmException.class, call).getMessage();
        assertTrue(found.contains(sentence), "found \"" + found + "\", expected \"" + sentence + "\"");
    }

    private static Events event(int cycle, int row, int lane) {
        Events e = new Events();
        e.add(cycle, row, lane, 1);
        return e;
    }

    @Test
    void aWindowThatIsRefusedHasNotBeenRun() {
        try (Executor x = open(PROGRAM, OPTIONS)) {
            Events none = new Events();
            refused("cycles: found 0, expected 1 to 4", () -> x.run(0, none));
            refused("cycles: found 5, expected 1 to 4", () -> x.run(5, none));
            refused("event 0: found cycle 2, row 1, lane 0, expected a cycle below 2", () -> x.run(2, event(2, 1, 0)));
            refused("event 0: found cycle 0, row 0, lane 0, expected", () -> x.run(2, event(0, 0, 0)));
            refused("event 0: found cycle 0, row 1, lane 3, expected", () -> x.run(2, event(0, 1, LANES)));
            Bulk some = Bulk.of(new double[5]);
            refused("probes: an array of 5 numbers, expected 2 rows × 3 lanes", () -> x.run(2, some, some));
            assertEquals(0, x.cycle());
            x.run(2, event(0, 1, 2));
            assertEquals(2, x.cycle());
            double[] seen = new double[LANES];
            x.readProbes(1, seen);
            assertArrayEquals(new double[] {0.5, 0.5, 0.75}, seen);
        }
    }

    @Test
    void probesAreThoseOfTheLatestWindow() {
        double[] seen = new double[LANES];
        try (Executor x = open(PROGRAM, OPTIONS)) {
            refused("probes of cycle 0: expected a cycle of the latest window", () -> x.readProbes(0, seen));
            x.run(3, new Events());
            refused("probes of cycle 3: expected a cycle of the latest window, 0 to 2", () -> x.readProbes(3, seen));
            refused("probes of cycle -1: expected", () -> x.readProbes(-1, seen));
            x.setParameters(new double[] {7, 7});
            x.readProbes(0, seen);
            assertEquals(1, seen[0], "probes stay when parameters are set");
            x.reset();
            refused("probes of cycle 0: expected a cycle of the latest window", () -> x.readProbes(0, seen));
            x.run(1, new Events());
            x.writeState(new double[2 * LANES], 9);
            assertEquals(9, x.cycle());
            refused("probes of cycle 0: expected a cycle of the latest window", () -> x.readProbes(0, seen));
        }
    }

    @Test
    void arraysThatAreTooShortAreRefused() {
        double[] two = new double[2];
        try (Executor x = open(PROGRAM, OPTIONS)) {
            x.run(1, new Events());
            refused("parameters: found 3, expected 2", () -> x.setParameters(new double[3]));
            refused("probes: an array of 2 numbers, expected 1 rows × 3 lanes", () -> x.readProbes(0, two));
            refused("probes: an array of 2 numbers, expected 1 rows", () -> x.readProbes(0, Bulk.of(new double[4]), 2));
            refused("state: an array of 2 numbers, expected 2 rows × 3 lanes", () -> x.readState(two));
            refused("state: an array of 2 numbers, expected 2 rows × 3 lanes", () -> x.writeState(two, 0));
        }
    }

    @Test
    void theAlarmIsOfTheLatestWindow() {
        try (Executor x = open(PROGRAM, OPTIONS)) {
            assertEquals(-1, x.alarm());
            x.run(2, new Events());
            assertEquals(0, x.alarm());
            x.reset();
            assertEquals(-1, x.alarm(), "after a reset");
            x.run(2, new Events());
            x.writeState(new double[2 * LANES], 0);
            assertEquals(-1, x.alarm(), "after another state");
            x.run(2, new Events());
            assertEquals(-1, x.alarm(), "nothing but zeros");
            x.reset();
            x.run(2, new Events());
            if (x.rewire(PROGRAM.withRowRuns(Runs.NONE, PROGRAM.guards()))) {
                assertEquals(-1, x.alarm(), "the new guards have seen nothing");
            }
        }
    }

    @Test
    void aClosedExecutorSaysSo() {
        Executor x = open(PROGRAM, OPTIONS);
        x.run(1, new Events());
        double[] room = new double[2 * LANES];
        x.close();
        x.close();
        refused("closed", () -> x.run(1, new Events()));
        refused("closed", () -> x.readProbes(0, room));
        refused("closed", () -> x.setParameters(new double[2]));
        refused("closed", x::reset);
        refused("closed", x::alarm);
        refused("closed", () -> x.readState(room));
        refused("closed", () -> x.writeState(room, 0));
    }
}
