package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradient of many lanes is the sum of the gradients of each, whatever the blocks, kernels and threads. */
class GradientLanesTest {
    private static final int CYCLES = 120;
    private static final Port CHAR = Port.of("input", "char");

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "8, 1", "13, 2", "16, 1", "17, 1", "33, 2", "64, 2", "65, 2", "100, 2"})
    void lanesAddUp(int lanes, int threads) {
        lanesAddUp(Flattener.flatten(network(), FlattenOptions.CLOSED), lanes, threads, 0.3);
    }

    /** So many that products are summed in an order of their own. */
    @ParameterizedTest
    @CsvSource({"2, 1", "7, 2", "16, 1", "33, 1", "48, 1", "60, 1", "64, 1", "70, 1", "100, 2"})
    void lanesOfManyLinksAddUp(int lanes, int threads) {
        Flattened f = Flattener.flatten(manyLinks(), FlattenOptions.CLOSED);
        assertTrue(f.program().linkCount() > 4096, "links: " + f.program().linkCount());
        lanesAddUp(f, lanes, threads, 0.2);
    }

    private static void lanesAddUp(Flattened f, int lanes, int threads, double largest) {
        AdjointProgram adjoint = Adjoint.of(f.program());
        double[] weights = new SplittableRandom(3)
                .doubles(f.program().parameters().length, -largest, largest)
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

    private static Network manyLinks() {
        SplittableRandom random = new SplittableRandom(5);
        Set<Path> letters = new TreeSet<>();
        "abc.".chars().forEach(c -> letters.add(Path.of(Character.toString(c))));
        Network.Builder b =
                Network.builder().add(Neuron.external(CHAR.neuron(), Map.of(CHAR.port(), ExternalPort.of(letters))));
        for (int n = 0; n < 60; n++) {
            b.add(Neuron.of("n" + n, Catalogue.type("lite/tanh")));
        }
        for (int n = 0; n < 60; n++) {
            Port to = Port.of("n" + n, "dict");
            b.add(Link.of(to, CHAR, random.nextDouble()));
            for (int from = 0; from < 60; from++) {
                if ((n * from) % 5 != 1) {
                    b.add(Link.of(to, Port.of("n" + from, "dict"), 1));
                    b.add(new Link(to, Port.of("n" + from, "dict"), Path.of("a"), 1, true));
                }
            }
        }
        return b.probe(Probe.out("n0", "dict")).probe(Probe.out("n7", "dict")).build();
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
        CpuExecutor.Thresholds always = new CpuExecutor.Thresholds(0, 0, 0, 0);
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
