package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.json.JsonInput;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The golden flat programs, and the check of an executor against them: the numbers, and that windows, a reset and a saved
 * state change no bit.
 *
 * <pre>{@code
 * GoldenPrograms.check(new CpuBackend()::open, Precision.FLOAT32, 2);
 * }</pre>
 */
public final class GoldenPrograms {
    /** Their names: a counter, a detector of duplicate letters, a rigid machine of two stages. */
    public static final List<String> NAMES = List.of("counter", "duplicates", "rigid");

    /** Those of machines that hold their own matrix. */
    public static final List<String> HELD = List.of("self");

    private GoldenPrograms() {}

    /** The program of a name. */
    public static GoldenProgram load(String name) {
        String file = "/golden/" + name + ".json";
        try (Reader r = new InputStreamReader(GoldenPrograms.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            return GoldenProgram.read(JsonInput.of(r, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless these executors give what every golden program must give. */
    public static void check(
            BiFunction<FlatProgram, ExecutorOptions, Executor> open, Precision precision, int threads) {
        check(NAMES, open, precision, threads);
    }

    /** Fails unless these executors give what the golden programs of some names must give. */
    public static void check(
            List<String> names,
            BiFunction<FlatProgram, ExecutorOptions, Executor> open,
            Precision precision,
            int threads) {
        for (String name : names) {
            GoldenProgram golden = load(name);
            for (GoldenProgram.Run run : golden.runs()) {
                ExecutorOptions options = new ExecutorOptions(run.lanes(), precision, threads, run.cycles());
                try (Executor e = open.apply(golden.program(), options)) {
                    e.setParameters(run.parameters());
                    double[][] probed = run(e, run, run.cycles());
                    numbers(name, golden, run, precision, probed);
                    sameBits(name, e, run, probed);
                }
            }
        }
    }

    /** Runs in windows of at most {@code most} cycles from where the executor stands; gives the probed rows. */
    private static double[][] run(Executor e, GoldenProgram.Run run, int most) {
        double[][] probed = new double[run.cycles()][run.probed()[0].length];
        for (int from = (int) e.cycle(); from < run.cycles(); from += most) {
            int n = Math.min(most, run.cycles() - from);
            e.run(n, run.window(from, from + n - 1));
            for (int t = 0; t < n; t++) {
                e.readProbes(t, probed[from + t]);
            }
            assertEquals(from + n, e.cycle());
        }
        return probed;
    }

    private static void numbers(
            String name, GoldenProgram golden, GoldenProgram.Run run, Precision precision, double[][] probed) {
        for (int t = 0; t < run.cycles(); t++) {
            for (int i = 0; i < probed[t].length; i++) {
                double x = run.probed()[t][i];
                double off = golden.units() * precision.unitRoundoff() * Math.max(1, Math.abs(x));
                if (!(Math.abs(probed[t][i] - x) <= off)) {
                    fail("golden program " + name + ", cycle " + (t + 1) + ", probed row " + i / run.lanes()
                            + ", lane " + i % run.lanes() + ": found " + probed[t][i] + ", expected " + x + " ± "
                            + off + "\n" + golden.about());
                }
            }
        }
    }

    private static void sameBits(String name, Executor e, GoldenProgram.Run run, double[][] probed) {
        for (int most = 1; most <= 3; most++) {
            e.reset();
            assertArrayEquals(probed, run(e, run, most), name + ", again in windows of " + most);
        }
        int half = run.cycles() / 2;
        double[] saved = new double[e.program().outputRows() * run.lanes()];
        e.reset();
        e.run(half, run.window(0, half - 1));
        e.readState(saved);
        run(e, run, run.cycles());
        e.writeState(saved, half);
        double[][] rest = run(e, run, run.cycles());
        for (int t = half; t < run.cycles(); t++) {
            assertArrayEquals(probed[t], rest[t], name + ", cycle " + (t + 1) + " from a saved state");
        }
    }
}
