package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import io.dmm4j.value.DmmException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A detector with any number of lanes, each with input of its own, forwards and back. */
final class LaneCases {
    private static final int CYCLES = 12;
    private static final FlatProgram PROGRAM = GoldenPrograms.load("duplicates").program();
    private static final AdjointProgram ADJOINT = Adjoint.of(PROGRAM);

    private LaneCases() {}

    /** Everything that came out: what probes saw, state, gradients. */
    static double[] run(GradientBackend backend, int lanes, Precision precision) {
        return run(backend, new ExecutorOptions(lanes, precision, 1, CYCLES));
    }

    /** Likewise with little memory for the states which gradients need, in bytes. */
    static double[] run(GradientBackend backend, int lanes, Precision precision, long memory) {
        return run(backend, new ExecutorOptions(lanes, precision, 1, CYCLES, memory));
    }

    private static double[] run(GradientBackend backend, ExecutorOptions options) {
        int lanes = options.lanes();
        SplittableRandom random = new SplittableRandom(lanes);
        Events events = new Events();
        for (int t = 0; t < CYCLES; t++) {
            for (int l = 0; l < lanes; l += 1 + random.nextInt(3)) {
                int e = random.nextInt(PROGRAM.externals().count());
                int row = PROGRAM.externals().start()[e]
                        + random.nextInt(PROGRAM.externals().length()[e]);
                events.add(t, row, l, random.nextInt(1, 4) / 4.0);
                events.add(t, row, l, 0.25);
            }
        }
        int probed = PROGRAM.probes().total() * lanes;
        int state = PROGRAM.outputRows() * lanes;
        double[] seeds = random.doubles((long) CYCLES * probed, -1, 1).toArray();
        int parameters = PROGRAM.parameters().length;
        double[] all = new double[CYCLES * probed + 2 * state + parameters];
        double[] part = new double[Math.max(Math.max(probed, state), parameters)];
        try (GradientExecutor x = backend.openGradient(ADJOINT, options)) {
            for (int again = 0; again < 5; again++) { // captured with few events, and again when they need more room
                x.reset();
                x.run(CYCLES, again < 3 ? new Events() : events);
                x.backward(seeds);
                x.backward(seeds);
            }
            int at = 0;
            for (int t = 0; t < CYCLES; t++) {
                x.readProbes(t, part);
                at = append(part, probed, all, at);
            }
            x.readState(part);
            at = append(part, state, all, at);
            x.readStateGradient(part);
            at = append(part, state, all, at);
            x.readGradient(part);
            append(part, parameters, all, at);
        }
        return all;
    }

    private static int append(double[] part, int n, double[] all, int at) {
        System.arraycopy(part, 0, all, at, n);
        return at + n;
    }

    /** States that are computed again are the same to the bit, in whole windows and in shorter ones. */
    static void recomputed(GradientBackend backend, int lanes, Precision precision) {
        ExecutorOptions least = new ExecutorOptions(lanes, precision, 1, CYCLES, 1);
        DmmException e = assertThrows(DmmException.class, () -> backend.openGradient(ADJOINT, least));
        assertTrue(e.getMessage().startsWith("memory: found 1 bytes, expected at least "), e.getMessage());
        long bytes = Long.parseLong(e.getMessage().replaceAll(".*at least (\\d+) .*", "$1"));
        int size = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
        assertTrue(bytes < (long) CYCLES * PROGRAM.rows() * lanes * size, bytes + " bytes");
        assertArrayEquals(run(backend, lanes, precision), run(backend, lanes, precision, bytes));
    }

    /** Dense inputs and derivatives by them, in numbers of either width, are those of the CPU backend. */
    static void byInputs(GradientBackend backend, int lanes) {
        SplittableRandom random = new SplittableRandom(lanes);
        int fed = PROGRAM.externals().total() * lanes;
        double[] inputs = random.doubles((long) CYCLES * fed, -1, 1).toArray();
        double[] seeds = random.doubles((long) CYCLES * PROGRAM.probes().total() * lanes, -1, 1)
                .toArray();
        ExecutorOptions options = new ExecutorOptions(lanes, Precision.FLOAT64, 1, CYCLES);
        try (GradientExecutor x = backend.openGradient(ADJOINT, options);
                GradientExecutor y = new CpuBackend().openGradient(ADJOINT, options)) {
            for (int again = 0; again < 3; again++) {
                double[] expected = new double[inputs.length];
                double[] found = new double[inputs.length];
                for (GradientExecutor e : List.of(x, y)) {
                    e.reset();
                    e.run(CYCLES, Bulk.of(inputs));
                }
                y.backward(Bulk.of(seeds), Bulk.of(expected));
                x.backward(seeds);
                x.backward(Bulk.of(seeds), Bulk.of(found));
                assertTrue(Arrays.stream(expected).filter(v -> v != 0).count() > lanes, "the inputs matter");
                assertArrayEquals(expected, found, 1e-10);
                double[] first = new double[2 * fed + 1];
                x.backward(Bulk.of(seeds), Bulk.of(first));
                assertArrayEquals(Arrays.copyOf(expected, 2 * fed), Arrays.copyOf(first, 2 * fed), 1e-10);
                assertEquals(0, first[2 * fed], "there is room for two cycles only");
            }
            probes(x, y);
        }
    }

    private static void probes(GradientExecutor x, GradientExecutor y) {
        int n = PROGRAM.probes().total() * x.options().lanes();
        FloatBuffer found = FloatBuffer.allocate(n + 1);
        double[] expected = new double[n];
        for (int t = 0; t < CYCLES; t++) {
            x.readProbes(t, Bulk.of(found), 1);
            y.readProbes(t, expected);
            for (int i = 0; i < n; i++) {
                assertEquals(expected[i], found.get(1 + i), 1e-6 * Math.max(1, Math.abs(expected[i])));
            }
        }
    }

    /** Compares with the CPU backend. */
    static void check(GradientBackend backend, int lanes, Precision precision) {
        double[] expected = run(new CpuBackend(), lanes, precision);
        double[] found = run(backend, lanes, precision);
        double tolerance = precision == Precision.FLOAT32 ? 2e-4 : 1e-10;
        for (int i = 0; i < expected.length; i++) {
            double off = tolerance * Math.max(1, Math.abs(expected[i])) * Math.sqrt(lanes);
            assertEquals(expected[i], found[i], off, lanes + " lanes, number " + i);
        }
    }

    /** Ten runs give the same bits. */
    static void sameBits(GradientBackend backend, int lanes, Precision precision) {
        double[] first = run(backend, lanes, precision);
        for (int i = 1; i < 10; i++) {
            assertArrayEquals(first, run(backend, lanes, precision), "run " + i + ", " + lanes + " lanes");
        }
    }
}
