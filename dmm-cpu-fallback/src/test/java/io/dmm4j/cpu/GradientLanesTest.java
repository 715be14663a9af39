package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient of many lanes is the sum of the gradients of each, whatever the blocks, kernels and threads. */
class GradientLanesTest {
    private static final int CYCLES = 45;
    private static final Port CHAR = Port.of("input", "char");

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "8, 1", "13, 2", "16, 1", "17, 1", "33, 2", "64, 2", "65, 2", "100, 2"})
    void lanesAddUp(int lanes, int threads) {
        Flattened f = Flattener.flatten(network(), FlattenOptions.CLOSED);
        AdjointProgram adjoint = Adjoint.of(f.program());
        double[] weights = new SplittableRandom(3)
                .doubles(f.program().parameters().length, -0.3, 0.3)
                .toArray();
        List<double[]> each = new ArrayList<>();
        double[] sum = new double[weights.length];
        for (int lane = 0; lane < lanes; lane++) {
            each.add(gradient(adjoint, f, weights, Precision.FLOAT64, 1, lane, 1, false));
            for (int i = 0; i < sum.length; i++) {
                sum[i] += each.get(lane)[i];
            }
        }
        for (boolean vector : new boolean[] {false, true}) {
            close(sum, gradient(adjoint, f, weights, Precision.FLOAT64, lanes, 0, threads, vector), 1e-11);
            close(sum, gradient(adjoint, f, weights, Precision.FLOAT32, lanes, 0, threads, vector), 2e-4);
        }
    }

    private static void close(double[] expected, double[] found, double tolerance) {
        double largest = 0;
        for (double x : expected) {
            largest = Math.max(largest, Math.abs(x));
        }
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], found[i], tolerance * largest, "parameter " + i);
        }
    }

    private static Network network() {
        Set<Path> letters = new TreeSet<>();
        "abc.".chars().forEach(c -> letters.add(Path.of(Character.toString(c))));
        return Networks.load("example:duplicate-detector/trainable").withExternal(CHAR, ExternalPort.of(letters));
    }

    /** Lane l of these is machine {@code first + l}, which has events and seeds of its own. */
    private static double[] gradient(
            AdjointProgram adjoint,
            Flattened f,
            double[] weights,
            Precision precision,
            int lanes,
            int first,
            int threads,
            boolean vector) {
        try (GradientExecutor x = open(adjoint, new ExecutorOptions(lanes, precision, threads, CYCLES), vector)) {
            x.setParameters(weights);
            Events events = new Events();
            int rows = f.program().probes().total();
            double[] seeds = new double[CYCLES * rows * lanes];
            for (int t = 0; t < CYCLES; t++) {
                for (int lane = 0; lane < lanes; lane++) {
                    SplittableRandom random = new SplittableRandom(1_000L * t + first + lane);
                    if (t % 3 == 0) {
                        String letter = Character.toString("abc.".charAt(random.nextInt(4)));
                        events.add(t, f.row(CHAR, Path.of(letter)), lane, 1);
                    }
                    for (int r = 0; r < rows; r++) {
                        seeds[(t * rows + r) * lanes + lane] = random.nextDouble(-1, 1);
                    }
                }
            }
            x.run(CYCLES, events);
            x.backward(seeds);
            double[] gradient = new double[weights.length];
            x.readGradient(gradient);
            return gradient;
        }
    }

    private static GradientExecutor open(AdjointProgram adjoint, ExecutorOptions options, boolean vector) {
        CpuExecutor.Thresholds always = new CpuExecutor.Thresholds(0, 0);
        if (options.precision() == Precision.FLOAT32) {
            FloatScalarKernels plain = new FloatScalarKernels();
            Kernels<float[]> kernels = vector ? new FloatVectorKernels() : plain;
            return new CpuGradientExecutor<>(adjoint, options, plain, KernelChoice.only(kernels), always);
        }
        DoubleScalarKernels plain = new DoubleScalarKernels();
        Kernels<double[]> kernels = vector ? new DoubleVectorKernels() : plain;
        return new CpuGradientExecutor<>(adjoint, options, plain, KernelChoice.only(kernels), always);
    }
}
