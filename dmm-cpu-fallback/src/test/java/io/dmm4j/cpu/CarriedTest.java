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
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that come back to themselves are multiplied where they are, and no bit tells. */
class CarriedTest {
    private static final int N = 20;
    private static final int CYCLES = 5;

    /**
     * Outputs: a matrix of N rows, an accumulator of N rows, N rows that are functions of what arrives. Inputs: what the
     * matrix holds and what is added to it, the same of the accumulator, and what arrives at the rest.
     *
     * @param weight the row that is the weight of the matrix's way back to itself
     */
    private static FlatProgram program(int weight, Ranges probes) {
        int in = 3 * N;
        FlatOps ops = new FlatOps.Builder()
                .add(Op.ADD, 1, 0, in, in + N, 0)
                .add(Op.COPY, 9, 1, in + 1, 0, 0)
                .add(Op.ADD, N - 10, 10, in + N + 10, in + 10, 0)
                .add(Op.ADD, N, N, in + 2 * N, in + 3 * N, 0)
                .add(Op.TANH, N, 2 * N, in + 4 * N, 0, 0)
                .build();
        // parameter 0 takes the accumulator to itself, parameter 1 the functions to what is added
        Runs first =
                new Runs(new int[] {2 * N, 3 * N + 2}, new int[] {N, 2 * N}, new int[] {N, N - 2}, new int[] {0, 1});
        return FlatProgram.builder()
                .rows(3 * N, 5 * N, 0)
                .stages(List.of(new Stage(first, ops)))
                .parameters(2, new double[] {1, 0.25}, new boolean[2])
                .probes(probes)
                .rowRuns(rowRuns(weight))
                .guards(Ranges.NONE)
                .build();
    }

    private static Runs rowRuns(int weight) {
        SplittableRandom random = new SplittableRandom(3);
        int[][] r = new int[4][2 * N + 2];
        for (int k = 0; k < 2 * N; k++) {
            r[0][k] = 4 * N + k % N;
            r[1][k] = random.nextInt(3 * N);
            r[2][k] = 1;
            r[3][k] = random.nextInt(N);
        }
        r[0][2 * N] = 0;
        r[1][2 * N] = 0;
        r[2][2 * N] = N;
        r[3][2 * N] = weight;
        r[0][2 * N + 1] = N + 3;
        r[1][2 * N + 1] = 2 * N;
        r[2][2 * N + 1] = N - 3;
        r[3][2 * N + 1] = 2;
        return new Runs(r[0], r[1], r[2], r[3]);
    }

    private static final Ranges OUTPUTS = new Ranges(new int[] {0}, new int[] {3 * N});

    @Test
    void findsWhatComesBackToItself() {
        Carried c = Carried.of(program(4, OUTPUTS));
        assertArrayEquals(new int[] {0, N}, c.row);
        assertArrayEquals(new int[] {N, N}, c.length);
        assertArrayEquals(new int[] {4, ~0}, c.weight);
        assertEquals(2 * N + 1, c.rowRuns.count());
        assertEquals(1, c.first.runs().count());
        assertEquals(2, c.first.ops().count(), c.first.ops().toString());
    }

    @Test
    void leavesWhatSomebodyReads() {
        Ranges input = new Ranges(new int[] {3 * N + 4, 5 * N + 3}, new int[] {1, 2});
        Carried c = Carried.of(program(4, input));
        assertArrayEquals(new int[] {0, 5, N, N + 5}, c.row);
        assertArrayEquals(new int[] {4, N - 5, 3, N - 5}, c.length);
        assertEquals(2 * N + 2, c.rowRuns.count());
        assertEquals(2, c.first.runs().count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 21, 32, 64, 70, 150})
    void noBitTells(int lanes) {
        for (Precision precision : Precision.values()) {
            for (int weight : new int[] {0, 7, N - 1, 2 * N + 3}) {
                double[] expected = run(Way.PLAIN_SHARED, weight, lanes, precision);
                assertArrayEquals(expected, run(Way.PLAIN, weight, lanes, precision), "plain, " + weight);
                assertArrayEquals(expected, run(Way.VECTOR, weight, lanes, precision), "vectors, " + weight);
                assertArrayEquals(expected, run(Way.STRAIGHT, weight, lanes, precision), "compiled, " + weight);
                assertArrayEquals(expected, run(Way.VECTOR_SHARED, weight, lanes, precision), "shared, " + weight);
                assertArrayEquals(
                        Arrays.copyOf(expected, expected.length / 2),
                        run(null, weight, lanes, precision),
                        "with a tape, " + weight);
            }
        }
    }

    /** All outputs of all cycles: some cycles, the first state in bulk and other parameters, a rewiring, parameters of each lane's own. */
    private static double[] run(Way way, int weight, int lanes, Precision precision) {
        FlatProgram p = program(weight, OUTPUTS);
        ExecutorOptions o = new ExecutorOptions(lanes, precision, 2, CYCLES);
        SplittableRandom random = new SplittableRandom(lanes);
        double[] start = random.doubles(3L * N * lanes, -1, 1).toArray();
        Arrays.setAll(start, i -> i % 7 == 0 ? -0.0 : start[i]);
        for (int l = 0; l < lanes; l++) {
            start[weight * lanes + l] = weight == 7 && l % 3 == 0 ? 0.5 : 1;
        }
        double[] own = random.doubles(2L * lanes, -1, 1).toArray();
        double[] seen = new double[4 * CYCLES * 3 * N * lanes];
        try (Executor x = way == null ? Way.VECTOR.openGradient(Adjoint.of(p), o) : way.open(p, o)) {
            x.writeState(start, 0);
            read(x, seen, 0);
            x.writeState(Bulk.of(start), CYCLES);
            x.setParameters(new double[] {0.75, 0.5});
            read(x, seen, 1);
            if (way == null) {
                return Arrays.copyOf(seen, seen.length / 2);
            }
            x.setParameters(p.parameters());
            assertTrue(x.rewire(p.withRowRuns(rowRuns(5), Ranges.NONE)));
            read(x, seen, 2);
            x.setLaneParameters(own);
            read(x, seen, 3);
        }
        return seen;
    }

    private static void read(Executor x, double[] seen, int window) {
        int rows = seen.length / 4 / CYCLES;
        double[] probed = new double[rows];
        x.run(CYCLES, new Events());
        for (int t = 0; t < CYCLES; t++) {
            x.readProbes(t, probed);
            System.arraycopy(probed, 0, seen, (window * CYCLES + t) * rows, rows);
        }
    }
}
