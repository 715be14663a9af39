package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.expr.Op;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import java.util.List;
import java.util.SplittableRandom;

/** Weights that are rows of the state, or parameters of each lane's own, on a backend. */
final class RowRunCases {
    private static final int ROWS = 24;
    private static final int CYCLES = 4;

    private final SplittableRandom random = new SplittableRandom(7);
    private final CudaBackend backend;

    RowRunCases(CudaBackend backend) {
        this.backend = backend;
    }

    private FlatProgram program() {
        FlatOps.Builder ops = new FlatOps.Builder()
                .add(Op.COPY, ROWS / 2, 0, ROWS, 0, 0)
                .add(Op.TANH, ROWS / 2, ROWS / 2, ROWS + ROWS / 2, 0, 0);
        return FlatProgram.builder()
                .rows(ROWS, ROWS, 0)
                .stages(List.of(new Stage(runs(30, 5), ops.build())))
                .parameters(5, random.doubles(5, -0.5, 0.5).toArray(), new boolean[5])
                .probes(new Ranges(new int[] {0}, new int[] {ROWS}))
                .rowRuns(runs(15, ROWS))
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

    /** Derivatives through rows that are weights are those of the CPU backend. */
    void gradients(int lanes) {
        AdjointProgram p = Adjoint.of(program());
        double[] start = random.doubles(ROWS * lanes, -1, 1).toArray();
        double[] seeds = random.doubles((long) CYCLES * ROWS * lanes, -1, 1).toArray();
        double[][] expected = gradients(new CpuBackend(), p, lanes, start, seeds);
        double[][] found = gradients(backend, p, lanes, start, seeds);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found[i], 1e-8, "part " + i);
        }
    }

    private static double[][] gradients(
            GradientBackend b, AdjointProgram p, int lanes, double[] start, double[] seeds) {
        double[][] parts = {new double[5], new double[start.length], new double[start.length]};
        ExecutorOptions o = new ExecutorOptions(lanes, Precision.FLOAT64, 1, CYCLES);
        try (GradientExecutor x = b.openGradient(p, o)) {
            x.writeState(start, 0);
            x.run(CYCLES, new Events());
            x.backward(seeds);
            x.readGradient(parts[0]);
            x.readStateGradient(parts[1]);
            x.readState(parts[2]);
        }
        return parts;
    }

    /** A population gives what its members give. */
    void population(int lanes) {
        FlatProgram p = program();
        double[] start = random.doubles(ROWS * lanes, -1, 1).toArray();
        double[] population = random.doubles(5 * lanes, -1, 1).toArray();
        double[] expected = new double[start.length];
        double[] found = new double[start.length];
        double[] again = new double[start.length];
        try (Executor x = backend.open(p, new ExecutorOptions(lanes, Precision.FLOAT64, 1, CYCLES));
                Executor y = new FlatInterpreter(p, new ExecutorOptions(lanes, Precision.FLOAT64, 1, CYCLES))) {
            x.run(CYCLES, new Events());
            x.run(CYCLES, new Events());
            for (Executor e : List.of(x, y)) {
                assertTrue(e.hasLaneParameters());
                e.setLaneParameters(population);
                e.writeState(start, 0);
                e.run(CYCLES, new Events());
            }
            x.readState(found);
            y.readState(expected);
            assertArrayEquals(expected, found, 1e-8);
            x.reset();
            x.writeState(start, 0);
            x.run(CYCLES, new Events());
            x.readState(again);
            assertArrayEquals(found, again, "lanes keep their parameters over a reset");
            for (Executor e : List.of(x, y)) {
                e.setParameters(p.parameters());
                e.writeState(start, 0);
                e.run(1, new Events());
            }
            x.readState(found);
            y.readState(expected);
            assertArrayEquals(expected, found, 1e-8);
        }
    }

    /** A chain: row r is what row r − 1 was, so a number in row 0 is in row 3 after three cycles. */
    void alarm(int lanes) {
        FlatProgram p = FlatProgram.builder()
                .rows(4, 4, 0)
                .stages(List.of(new Stage(
                        new Runs(new int[] {1}, new int[] {0}, new int[] {3}, new int[] {0}),
                        new FlatOps.Builder().add(Op.COPY, 4, 0, 4, 0, 0).build())))
                .parameters(1, new double[] {1}, new boolean[1])
                .guards(new Ranges(new int[] {3}, new int[] {1}))
                .build();
        double[] start = new double[4 * lanes];
        start[lanes - 1] = 2;
        try (Executor x = backend.open(p, new ExecutorOptions(lanes, Precision.FLOAT32, 1, 8))) {
            x.run(8, new Events());
            assertEquals(-1, x.alarm());
            x.writeState(start, 0);
            x.run(8, new Events());
            assertEquals(2, x.alarm());
            assertTrue(x.rewire(p.withRowRuns(
                    new Runs(new int[] {0}, new int[] {3}, new int[] {1}, new int[] {3}),
                    new Ranges(new int[] {0}, new int[] {1}))));
            assertEquals(-1, x.alarm(), "the new guards have seen nothing");
            for (int again = 0; again < 3; again++) {
                x.writeState(start, 0);
                x.run(8, new Events());
                assertEquals(3, x.alarm());
            }
            double[] state = new double[start.length];
            x.writeState(start, 0);
            x.run(4, new Events());
            x.readState(state);
            assertEquals(4, state[lanes - 1], "2 times 2");
            assertTrue(x.rewire(p));
            x.writeState(start, 0);
            x.run(4, new Events());
            x.readState(state);
            assertEquals(0, state[lanes - 1], "as before");
        }
        try (GradientExecutor x = backend.openGradient(Adjoint.of(p), ExecutorOptions.of(lanes, 8))) {
            assertFalse(x.rewire(p), "a tape is of one set of links");
        }
    }
}
