package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With little memory, states are computed again, and all numbers are the same to the bit. */
class GradientMemoryTest {
    private static final Port CHAR = Port.of("input", "char");

    @ParameterizedTest
    @CsvSource({
        "SYNCHRONOUS, FLOAT32, 1, 140, 1", "SYNCHRONOUS, FLOAT32, 16, 140, 1", "SYNCHRONOUS, FLOAT64, 5, 61, 2",
        "SYNCHRONOUS, FLOAT64, 40, 10, 2", "TOPOLOGICAL, FLOAT32, 1, 130, 1", "TOPOLOGICAL, FLOAT32, 33, 17, 2",
        "TOPOLOGICAL, FLOAT64, 16, 4, 1"
    })
    void recomputedStatesGiveTheSameBits(Schedule schedule, Precision precision, int lanes, int window, int threads) {
        AdjointProgram adjoint = Adjoint.of(program(schedule));
        ExecutorOptions stored = new ExecutorOptions(lanes, precision, threads, window);
        long least = leastMemory(adjoint, stored);
        long number = precision == Precision.FLOAT32 ? 4 : 8;
        assertTrue(least < number * lanes * window * new TapedRows(adjoint).count, least + " bytes at least");
        assertThrows(DmmException.class, () -> new CpuBackend().openGradient(adjoint, stored.withMemory(least - 1)));
        assertArrayEquals(numbers(adjoint, stored), numbers(adjoint, stored.withMemory(least)));
    }

    /** What the sentence says that is needed. */
    private static long leastMemory(AdjointProgram adjoint, ExecutorOptions options) {
        DmmException e =
                assertThrows(DmmException.class, () -> new CpuBackend().openGradient(adjoint, options.withMemory(1)));
        assertTrue(e.getMessage().startsWith("memory: found 1 bytes, expected at least "), e.getMessage());
        return Long.parseLong(e.getMessage().replaceAll(".*at least (\\d+) .*", "$1"));
    }

    private static FlatProgram program(Schedule schedule) {
        Set<Path> letters = new TreeSet<>();
        "abc.".chars().forEach(c -> letters.add(Path.of(Character.toString(c))));
        Network n =
                Networks.load("example:duplicate-detector/trainable")
                        .withExternal(CHAR, ExternalPort.of(letters))
                        .toBuilder()
                        .schedule(schedule)
                        .build();
        return Flattener.flatten(n, FlattenOptions.CLOSED).program();
    }

    /** Gradients after two windows, the second shorter; of the parameters, of the state, twice; and the state. */
    private static double[] numbers(AdjointProgram adjoint, ExecutorOptions options) {
        FlatProgram p = adjoint.forward();
        SplittableRandom random = new SplittableRandom(4);
        int parameters = p.parameters().length;
        int state = p.outputRows() * options.lanes();
        double[] all = new double[2 * parameters + 3 * state];
        try (GradientExecutor x = new CpuBackend().openGradient(adjoint, options)) {
            x.setParameters(random.doubles(parameters, -0.3, 0.3).toArray());
            x.run(options.window(), events(p, options, random));
            int second = options.window() - 1;
            x.run(second, events(p, options, random));
            double[] seeds = random.doubles((long) second * p.probes().total() * options.lanes(), -1, 1)
                    .toArray();
            for (int i = 0; i < 2; i++) {
                double[] gradient = new double[parameters];
                double[] before = new double[state];
                x.backward(seeds);
                x.readGradient(gradient);
                x.readStateGradient(before);
                System.arraycopy(gradient, 0, all, i * parameters, parameters);
                System.arraycopy(before, 0, all, 2 * parameters + i * state, state);
            }
            double[] after = new double[state];
            x.readState(after);
            System.arraycopy(after, 0, all, 2 * parameters + 2 * state, state);
        }
        assertEquals(all[0], all[parameters], "the way back can be gone twice");
        assertTrue(Arrays.stream(all).filter(v -> v != 0).count() > parameters / 2);
        return all;
    }

    private static Events events(FlatProgram p, ExecutorOptions options, SplittableRandom random) {
        Events events = new Events();
        for (int t = 0; t < options.window() - 1; t += 3) {
            for (int lane = 0; lane < options.lanes(); lane++) {
                int row = random.nextInt(p.externals().length()[0]);
                events.add(t, p.externals().start()[0] + row, lane, 1);
            }
        }
        return events;
    }
}
