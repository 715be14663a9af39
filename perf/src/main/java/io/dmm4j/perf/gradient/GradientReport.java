package io.dmm4j.perf.gradient;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Windows forwards with a tape and back, beside the same windows without a tape, taken in turn in one run: {@code [--quick] [--csv FILE] [--threads N] [--networks A,B] [--lanes 1,8,64,512]}. Medians; the ratio is that of each turn.
 */
public final class GradientReport {
    private static final String NETWORKS = "trainable,10^5 links,10^6 links";

    private GradientReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int runs = options.contains("--quick") ? 11 : 31;
        int threads = Integer.parseInt(option(options, "--threads", "1"));
        int[] lanes = Arrays.stream(option(options, "--lanes", "1,8,64,512").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        List<String> names = List.of(option(options, "--networks", NETWORKS).split(","));
        String csv = option(options, "--csv", "");
        try (PrintWriter out = csv.isEmpty() ? null : new PrintWriter(Files.newBufferedWriter(Path.of(csv)))) {
            System.out.printf(
                    "Gradients, float32, threads %d, Java %s, medians of %d%n",
                    threads, Runtime.version().feature(), runs);
            System.out.println("network        lanes cycles   plain us  forward us  backward us  ratio");
            if (out != null) {
                out.println("network,lanes,cycles,plain_us,forward_us,backward_us,ratio");
            }
            for (GradientCase c : GradientCase.all(names, lanes)) {
                sides(c, threads, runs, out);
            }
        }
    }

    private static String option(List<String> options, String name, String otherwise) {
        int i = options.indexOf(name);
        return i < 0 ? otherwise : options.get(i + 1);
    }

    private static void sides(GradientCase c, int threads, int runs, PrintWriter csv) {
        ExecutorOptions o = new ExecutorOptions(c.lanes(), Precision.FLOAT32, threads, c.window());
        CpuBackend cpu = new CpuBackend();
        Events events = c.events();
        double[] seeds = c.seeds();
        double[][] us = new double[4][runs];
        try (Executor plain = cpu.open(c.program(), o);
                GradientExecutor taped = cpu.openGradient(Adjoint.of(c.program()), o)) {
            plain.setParameters(c.weights());
            taped.setParameters(c.weights());
            long start = System.nanoTime();
            for (int r = -1; r < runs; r++) {
                if (r < 0 && System.nanoTime() - start < 1_500_000_000L) {
                    r--; // the JVM is still compiling
                }
                plain.reset();
                taped.reset();
                long t0 = System.nanoTime();
                plain.run(c.window(), events);
                long t1 = System.nanoTime();
                taped.run(c.window(), events);
                long t2 = System.nanoTime();
                taped.backward(seeds);
                long t3 = System.nanoTime();
                int at = Math.max(r, 0);
                us[0][at] = (t1 - t0) / 1e3;
                us[1][at] = (t2 - t1) / 1e3;
                us[2][at] = (t3 - t2) / 1e3;
                us[3][at] = (double) (t3 - t1) / (t1 - t0);
            }
        }
        for (double[] x : us) {
            Arrays.sort(x);
        }
        int m = runs / 2;
        System.out.printf(
                Locale.ROOT,
                "%-14s %5d %6d %10.1f %11.1f %12.1f %6.2f%n",
                c.name(),
                c.lanes(),
                c.window(),
                us[0][m],
                us[1][m],
                us[2][m],
                us[3][m]);
        if (csv != null) {
            csv.printf(
                    Locale.ROOT,
                    "%s,%d,%d,%.2f,%.2f,%.2f,%.3f%n",
                    c.name(),
                    c.lanes(),
                    c.window(),
                    us[0][m],
                    us[1][m],
                    us[2][m],
                    us[3][m]);
        }
    }
}
