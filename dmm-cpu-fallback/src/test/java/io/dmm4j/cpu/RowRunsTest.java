package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that are rows of the state, or parameters of each lane's own. */
class RowRunsTest {
    private static final int ROWS = 24;
    private static final int CYCLES = 4;

    private final SplittableRandom random = new SplittableRandom(7);

    /** Every output is the clamped or plain sum of what arrives there; a third of the links have rows as weights. */
    private FlatProgram program(Ranges guards) {
        FlatOps.Builder ops = new FlatOps.Builder()
                .add(Op.COPY, ROWS / 2, 0, ROWS, 0, 0)
                .add(Op.TANH, ROWS / 2, ROWS / 2, ROWS + ROWS / 2, 0, 0);
        return FlatProgram.builder()
                .rows(ROWS, ROWS, 0)
                .stages(List.of(new Stage(runs(30, 5), ops.build())))
                .parameters(5, random.doubles(5, -0.5, 0.5).toArray(), new boolean[5])
                .probes(new Ranges(new int[] {0}, new int[] {ROWS}))
                .rowRuns(runs(15, ROWS))
                .guards(guards)
                .build();
    }

    private Runs runs(int count, int weights) {
        int[][] r = new int[4][count];
        for (int k = 0; k < count; k++) {
            r[2][k] = 1 + random.nextInt(k % 3 == 0 ? 6 : 1);
            r[0][k] = random.nextInt(ROWS - r[2][k] + 1);
            r[1][k] = random.nextInt(ROWS - r[2][k] + 1);
            r[3][k] = random.nextInt(weights);
        }
        return new Runs(r[0], r[1], r[2], r[3]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 21, 64, 70})
    void gradientsThroughRowsAgreeWithCentralDifferences(int lanes) {
        FlatProgram p = program(Ranges.NONE);
        ExecutorOptions o = new ExecutorOptions(lanes, Precision.FLOAT64, 2, CYCLES);
        double[] start = random.doubles(ROWS * lanes, -1, 1).toArray();
        double[] seeds = random.doubles((long) CYCLES * ROWS * lanes, -1, 1).toArray();
        double[] weights = new double[5];
        double[] state = new double[start.length];
        for (Way way : List.of(Way.PLAIN, Way.VECTOR)) {
            try (GradientExecutor x = way.openGradient(Adjoint.of(p), o)) {
                loss(x, p.parameters(), start, seeds);
                x.backward(seeds);
                x.readGradient(weights);
                x.readStateGradient(state);
                for (int i = 0; i < start.length; i += 1 + i % 7) {
                    assertEquals(difference(x, p.parameters(), start, seeds, start, i), state[i], 1e-6, "row " + i);
                }
                for (int i = 0; i < 5; i++) {
                    double[] w = p.parameters().clone();
                    assertEquals(difference(x, w, start, seeds, w, i), weights[i], 1e-5, "parameter " + i);
                }
            }
        }
    }

    private static double difference(
            GradientExecutor x, double[] w, double[] start, double[] seeds, double[] moved, int i) {
        double at = moved[i];
        moved[i] = at + 1e-6;
        double ahead = loss(x, w, start, seeds);
        moved[i] = at - 1e-6;
        double behind = loss(x, w, start, seeds);
        moved[i] = at;
        return (ahead - behind) / 2e-6;
    }

    private static double loss(Executor x, double[] w, double[] start, double[] seeds) {
        x.setParameters(w);
        x.writeState(start, 0);
        x.run(CYCLES, new Events());
        double[] probed = new double[start.length];
        double sum = 0;
        for (int t = 0; t < CYCLES; t++) {
            x.readProbes(t, probed);
            for (int i = 0; i < probed.length; i++) {
                sum += probed[i] * seeds[t * probed.length + i];
            }
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 40, 129})
    void lanesWithParametersOfTheirOwnAreMachinesOfTheirOwn(int lanes) {
        FlatProgram p = program(Ranges.NONE);
        double[] start = random.doubles(ROWS * lanes, -1, 1).toArray();
        double[] population = random.doubles(5 * lanes, -1, 1).toArray();
        double[] expected = new double[start.length];
        double[] found = new double[start.length];
        for (Way way : Way.values()) {
            try (Executor x = way.open(p, new ExecutorOptions(lanes, Precision.FLOAT32, 2, CYCLES));
                    Executor y = new FlatInterpreter(p, new ExecutorOptions(lanes, Precision.FLOAT64, 1, CYCLES))) {
                for (Executor e : List.of(x, y)) {
                    assertTrue(e.hasLaneParameters());
                    e.setLaneParameters(population);
                    e.writeState(start, 0);
                    e.run(CYCLES, new Events());
                }
                x.readState(found);
                y.readState(expected);
                assertArrayEquals(expected, found, 1e-5);
                x.reset();
                x.writeState(start, 0);
                x.run(CYCLES, new Events());
                double[] again = new double[found.length];
                x.readState(again);
                assertArrayEquals(found, again, "lanes keep their parameters over a reset");
                x.setParameters(p.parameters());
                y.setParameters(p.parameters());
                for (Executor e : List.of(x, y)) {
                    e.writeState(start, 0);
                    e.run(1, new Events());
                }
                x.readState(found);
                y.readState(expected);
                assertArrayEquals(expected, found, 1e-5);
            }
        }
    }

    @Test
    void guardedRowsRaiseAnAlarmInTheCycleInWhichTheyAreNotZero() {
        // a chain: row r is what row r - 1 was, so a number in row 0 is in row 3 after three cycles
        int lanes = 21;
        FlatProgram p = FlatProgram.builder()
                .rows(4, 4, 0)
                .stages(List.of(new Stage(
                        new Runs(new int[] {1}, new int[] {0}, new int[] {3}, new int[] {0}),
                        new FlatOps.Builder().add(Op.COPY, 4, 0, 4, 0, 0).build())))
                .parameters(1, new double[] {1}, new boolean[1])
                .guards(new Ranges(new int[] {3}, new int[] {1}))
                .build();
        double[] start = new double[4 * lanes];
        start[20] = 2;
        for (Way way : Way.values()) {
            try (Executor x = way.open(p, new ExecutorOptions(lanes, Precision.FLOAT32, 2, 8))) {
                x.run(8, new Events());
                assertEquals(-1, x.alarm());
                x.writeState(start, 0);
                x.run(8, new Events());
                assertEquals(2, x.alarm());
                assertTrue(x.rewire(p.withRowRuns(
                        new Runs(new int[] {0}, new int[] {3}, new int[] {1}, new int[] {3}),
                        new Ranges(new int[] {0}, new int[] {1}))));
                x.writeState(start, 0);
                x.run(8, new Events());
                assertEquals(3, x.alarm());
                double[] state = new double[start.length];
                x.writeState(start, 0);
                x.run(4, new Events());
                x.readState(state);
                assertEquals(4, state[20], "2 times 2");
            }
        }
    }
}
