package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import java.util.SplittableRandom;

/** A detector with any number of lanes, each with input of its own, forwards and back. */
final class LaneCases {
    private static final int CYCLES = 12;
    private static final FlatProgram PROGRAM = GoldenPrograms.load("duplicates").program();
    private static final AdjointProgram ADJOINT = Adjoint.of(PROGRAM);

    private LaneCases() {}

    /** Everything that came out: what probes saw, state, gradients. */
    static double[] run(GradientBackend backend, int lanes, Precision precision) {
        SplittableRandom random = new SplittableRandom(lanes);
        Events events = new Events();
        for (int t = 0; t < CYCLES; t++) {
            for (int l = 0; l < lanes; l += 1 + random.nextInt(3)) {
                int e = random.nextInt(PROGRAM.externals().count());
                int row = PROGRAM.externals().start()[e]
                        + random.nextInt(PROGRAM.externals().length()[e]);
                events.add(t, row, l, random.nextInt(1, 4) / 4.0);
            }
        }
        int probed = PROGRAM.probes().total() * lanes;
        int state = PROGRAM.outputRows() * lanes;
        double[] seeds = random.doubles((long) CYCLES * probed, -1, 1).toArray();
        int parameters = PROGRAM.parameters().length;
        double[] all = new double[CYCLES * probed + 2 * state + parameters];
        double[] part = new double[Math.max(Math.max(probed, state), parameters)];
        try (GradientExecutor x = backend.openGradient(ADJOINT, new ExecutorOptions(lanes, precision, 1, CYCLES))) {
            for (int again = 0; again < 2; again++) {
                x.reset();
                x.run(CYCLES, events);
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
