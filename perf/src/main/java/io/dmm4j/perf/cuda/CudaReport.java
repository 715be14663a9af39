package io.dmm4j.perf.cuda;

import io.dmm4j.cuda.CudaBackend;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the published detectors on a GPU in windows of 140 cycles, forwards and back, with 1 to 4096 lanes, and prints the
 * time of a cycle and the multiply-adds per second, as medians: {@code [--quick] [--csv FILE]}. The host waits once per
 * window.
 */
public final class CudaReport {
    private static final int CYCLES = 140;
    private static final Port CHAR = Port.of("input", "char");

    private CudaReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        Availability a = new CudaBackend().availability();
        if (!a.usable()) {
            System.out.println("Backend cuda is not measured: " + a.detail());
            return;
        }
        int runs = options.contains("--quick") ? 5 : 15;
        int csv = options.indexOf("--csv");
        try (PrintWriter out =
                csv < 0 ? null : new PrintWriter(Files.newBufferedWriter(java.nio.file.Path.of(args[csv + 1])))) {
            System.out.println(
                    "Backend cuda, windows of " + CYCLES + " cycles (medians of " + runs + "), " + a.detail());
            System.out.println("network      lanes  forward us/cycle  Gmadd/s  with gradient us/cycle  Gmadd/s");
            if (out != null) {
                out.println("benchmark,network,lanes,forward_us_per_cycle,gradient_us_per_cycle");
            }
            for (String name : List.of("handcrafted", "trainable")) {
                for (int lanes = 1; lanes <= 4096; lanes *= 4) {
                    measure(name, lanes, runs, out);
                }
            }
        }
    }

    private static void measure(String name, int lanes, int runs, PrintWriter csv) {
        FlatProgram p = Flattener.flatten(
                        Networks.load("example:duplicate-detector/" + name)
                                .withExternal(CHAR, ExternalPort.of(letters())),
                        FlattenOptions.CLOSED)
                .program();
        AdjointProgram adjoint = Adjoint.of(p);
        double[] seeds = new double[CYCLES * p.probes().total() * lanes];
        double[] gradient = new double[p.parameters().length];
        Arrays.fill(seeds, 1);
        double[] forward = new double[runs];
        double[] both = new double[runs];
        ExecutorOptions o = new ExecutorOptions(lanes, Precision.FLOAT32, 1, CYCLES);
        try (GradientExecutor x = new CudaBackend().openGradient(adjoint, o)) {
            double[] state = new double[p.outputRows() * lanes];
            for (int r = -3; r < runs; r++) {
                long start = System.nanoTime();
                x.reset();
                x.run(CYCLES, events(p, lanes));
                x.readState(state);
                forward[Math.max(r, 0)] = (System.nanoTime() - start) / 1e3 / CYCLES;
                start = System.nanoTime();
                x.reset();
                x.run(CYCLES, events(p, lanes));
                x.backward(seeds);
                x.readGradient(gradient);
                both[Math.max(r, 0)] = (System.nanoTime() - start) / 1e3 / CYCLES;
            }
        }
        Arrays.sort(forward);
        Arrays.sort(both);
        print(name, lanes, p.multiplyAdds(), forward[runs / 2], both[runs / 2], csv);
    }

    private static void print(String name, int lanes, long madds, double forward, double both, PrintWriter csv) {
        double work = 1e-3 * madds * lanes;
        System.out.printf(
                Locale.ROOT,
                "%-12s %5d %17.2f %8.2f %23.2f %8.2f%n",
                name,
                lanes,
                forward,
                work / forward,
                both,
                3 * work / both);
        if (csv != null) {
            csv.printf(Locale.ROOT, "cuda,%s,%d,%.3f,%.3f%n", name, lanes, forward, both);
        }
    }

    private static Events events(FlatProgram p, int lanes) {
        Events e = new Events();
        for (int t = 0; t < CYCLES; t += 10) {
            for (int lane = 0; lane < lanes; lane++) {
                e.add(
                        t,
                        p.externals().start()[0]
                                + (t / 10 + lane) % p.externals().length()[0],
                        lane,
                        1);
            }
        }
        return e;
    }

    private static Set<Path> letters() {
        Set<Path> paths = new TreeSet<>();
        "test string.".chars().forEach(c -> paths.add(Path.of(Character.toString(c))));
        return paths;
    }
}
