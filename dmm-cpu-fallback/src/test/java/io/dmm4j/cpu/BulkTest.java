package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Dense inputs, probes in bulk and derivatives by inputs, against events, arrays and central differences. */
class BulkTest {
    private static final int CYCLES = 5;
    private static final int UNITS = 4;

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "16, 1", "70, 1", "70, 2"})
    void denseInputsAreEvents(int lanes, int threads) {
        Flattened f = Flattener.flatten(network(Schedule.SYNCHRONOUS), FlattenOptions.CLOSED);
        int in = f.program().externals().total() * lanes;
        int out = f.program().probes().total() * lanes;
        float[] inputs = new float[CYCLES * in];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextDouble(-1, 1);
        }
        ExecutorOptions options = new ExecutorOptions(lanes, Precision.FLOAT32, threads, CYCLES);
        try (Executor dense = new CpuBackend().open(f.program(), options);
                Executor sparse = new CpuBackend().open(f.program(), options)) {
            dense.run(CYCLES, Bulk.of(FloatBuffer.wrap(inputs)));
            sparse.run(CYCLES, events(f, inputs, lanes));
            FloatBuffer bulk = FloatBuffer.allocate(CYCLES * out);
            for (int t = 0; t < CYCLES; t++) {
                double[] expected = new double[out];
                double[] found = new double[out];
                sparse.readProbes(t, expected);
                dense.readProbes(t, found);
                assertArrayEquals(expected, found);
                dense.readProbes(t, Bulk.of(bulk), t * out);
                for (int i = 0; i < out; i++) {
                    assertEquals(expected[i], bulk.get(t * out + i));
                }
            }
            sparse.run(CYCLES, new Events());
            dense.run(CYCLES, new Events());
            double[] expected = new double[out];
            double[] found = new double[out];
            sparse.readProbes(CYCLES - 1, expected);
            dense.readProbes(CYCLES - 1, found);
            assertArrayEquals(expected, found, "dense inputs last for one window");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, PLAIN",
        "3, 1, VECTOR",
        "16, 2, PLAIN_SHARED",
        "70, 1, VECTOR",
        "70, 2, VECTOR",
        "70, 3, VECTOR_SHARED"
    })
    void probesAreWrittenAsCyclesEnd(int lanes, int threads, Way way) {
        Flattened f = Flattener.flatten(network(Schedule.SYNCHRONOUS), FlattenOptions.CLOSED);
        int out = f.program().probes().total() * lanes;
        double[] inputs = new SplittableRandom(2)
                .doubles((long) CYCLES * f.program().externals().total() * lanes, -1, 1)
                .toArray();
        ExecutorOptions options = new ExecutorOptions(lanes, Precision.FLOAT64, threads, CYCLES);
        try (Executor direct = way.open(f.program(), options);
                Executor remembering = way.open(f.program(), options);
                Executor slow = new FlatInterpreter(f.program(), options)) {
            for (int window = 0; window < 2; window++) {
                double[] seen = new double[CYCLES * out];
                double[] interpreted = new double[CYCLES * out];
                direct.run(CYCLES, Bulk.of(inputs), Bulk.of(seen));
                remembering.run(CYCLES, Bulk.of(inputs));
                slow.run(CYCLES, Bulk.of(inputs), Bulk.of(interpreted));
                assertArrayEquals(interpreted, seen, 1e-12);
                double[] one = new double[out];
                for (int t = 0; t < CYCLES; t++) {
                    remembering.readProbes(t, one);
                    assertArrayEquals(one, Arrays.copyOfRange(seen, t * out, (t + 1) * out));
                }
            }
            String said = assertThrows(DmmException.class, () -> direct.readProbes(0, new double[out]))
                    .getMessage();
            assertTrue(said.contains("told to write them"), said);
            assertThrows(DmmException.class, () -> direct.run(CYCLES, Bulk.of(inputs), Bulk.of(new double[out])));
            direct.run(1, Bulk.of(inputs));
            direct.readProbes(0, new double[out]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "70, 2"})
    void statesInBulk(int lanes, int threads) {
        Flattened f = Flattener.flatten(network(Schedule.SYNCHRONOUS), FlattenOptions.CLOSED);
        int rows = f.program().outputRows();
        ExecutorOptions options = new ExecutorOptions(lanes, Precision.FLOAT32, threads, CYCLES);
        float[] state = new float[rows * lanes];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < state.length; i++) {
            state[i] = (float) random.nextDouble(-1, 1);
        }
        double[] seeds = random.doubles((long) f.program().probes().total() * lanes, -1, 1)
                .toArray();
        try (GradientExecutor x = new CpuBackend().openGradient(Adjoint.of(f.program()), options)) {
            x.writeState(Bulk.of(FloatBuffer.wrap(state)), 7);
            assertEquals(7, x.cycle());
            double[] numbers = new double[state.length];
            x.readState(numbers);
            FloatBuffer back = FloatBuffer.allocate(state.length);
            x.readState(Bulk.of(back));
            assertArrayEquals(state, back.array());
            x.run(1, new Events());
            x.backward(seeds);
            double[] expected = new double[state.length];
            double[] found = new double[state.length];
            x.readStateGradient(expected);
            x.readStateGradient(0, rows, Bulk.of(found), 0);
            assertArrayEquals(expected, found);
            double[] some = new double[4 * lanes];
            x.readStateGradient(2, 3, Bulk.of(some), lanes);
            assertArrayEquals(
                    Arrays.copyOfRange(expected, 2 * lanes, 5 * lanes), Arrays.copyOfRange(some, lanes, 4 * lanes));
            for (int i = 0; i < state.length; i++) {
                assertEquals(state[i], numbers[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void derivativesByInputs(Schedule schedule) {
        int lanes = 3;
        Flattened f = Flattener.flatten(network(schedule), FlattenOptions.CLOSED);
        int in = f.program().externals().total() * lanes;
        int out = f.program().probes().total() * lanes;
        SplittableRandom random = new SplittableRandom(7);
        double[] inputs = random.doubles((long) CYCLES * in, -1, 1).toArray();
        double[] seeds = random.doubles((long) CYCLES * out, -1, 1).toArray();
        ExecutorOptions options = new ExecutorOptions(lanes, Precision.FLOAT64, 1, CYCLES);
        try (GradientExecutor x = new CpuBackend().openGradient(Adjoint.of(f.program()), options)) {
            x.run(CYCLES, Bulk.of(inputs));
            double[] found = new double[inputs.length];
            x.backward(Bulk.of(seeds), Bulk.of(found));
            double[] first = new double[2 * in];
            x.backward(Bulk.of(seeds), Bulk.of(first));
            assertArrayEquals(Arrays.copyOf(found, first.length), first, "room for two cycles gets those");
            double h = 1e-6;
            for (int i = 0; i < inputs.length; i++) {
                double[] moved = inputs.clone();
                moved[i] += h;
                double up = loss(x, moved, seeds);
                moved[i] -= 2 * h;
                assertEquals((up - loss(x, moved, seeds)) / (2 * h), found[i], 1e-8, "input " + i);
            }
        }
    }

    @Test
    void cyclesWithoutInputsEmitNothing() {
        Flattened f = Flattener.flatten(network(Schedule.SYNCHRONOUS), FlattenOptions.CLOSED);
        double[] inputs = {0.5, 0.25, -0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        try (Executor all = new CpuBackend().open(f.program(), ExecutorOptions.of(2, 3));
                Executor first = new CpuBackend().open(f.program(), ExecutorOptions.of(2, 3))) {
            all.run(3, Bulk.of(inputs));
            first.run(3, Bulk.of(Arrays.copyOf(inputs, 4)));
            double[] expected = new double[2 * (UNITS + 2)];
            double[] found = expected.clone();
            all.readProbes(2, expected);
            first.readProbes(2, found);
            assertArrayEquals(expected, found);
        }
    }

    private static double loss(GradientExecutor x, double[] inputs, double[] seeds) {
        x.reset();
        x.run(CYCLES, Bulk.of(inputs));
        double[] probed = new double[seeds.length / CYCLES];
        double sum = 0;
        for (int t = 0; t < CYCLES; t++) {
            x.readProbes(t, probed);
            for (int i = 0; i < probed.length; i++) {
                sum += probed[i] * seeds[t * probed.length + i];
            }
        }
        return sum;
    }

    private static Events events(Flattened f, float[] inputs, int lanes) {
        Events events = new Events();
        int first = f.program().externals().start()[0];
        int rows = f.program().externals().total();
        for (int i = 0; i < inputs.length; i++) {
            events.add(i / (rows * lanes), first + i / lanes % rows, i % lanes, inputs[i]);
        }
        return events;
    }

    /** Units of tanh, each linked from two features and from every unit, and an external input that is watched itself. */
    private static Network network(Schedule schedule) {
        NeuronType unit = NeuronType.named("test/unit")
                .output("h", Expr.in("x").map(Op.TANH))
                .build();
        Network.Builder b = Network.builder()
                .schedule(schedule)
                .add(Neuron.external("in", Map.of("x", ExternalPort.of(Set.of(Path.of("0"), Path.of("1"))))));
        SplittableRandom random = new SplittableRandom(5);
        for (int u = 0; u < UNITS; u++) {
            b.add(Neuron.of("u" + u, unit)).probe(Probe.out("u" + u, "h"));
        }
        for (int u = 0; u < UNITS; u++) {
            Port to = Port.of("u" + u, "x");
            for (String feature : new String[] {"0", "1"}) {
                b.add(new Link(to, Port.of("in", "x"), Path.of(feature), random.nextDouble(-1, 1), true));
            }
            for (int v = 0; v < UNITS; v++) {
                b.add(Link.of(to, Port.of("u" + v, "h"), random.nextDouble(-1, 1)));
            }
        }
        return b.probe(Probe.out("in", "x")).build();
    }
}
