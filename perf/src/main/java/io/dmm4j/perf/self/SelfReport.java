package io.dmm4j.perf.self;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.perf.self.HeldNetwork.Matrix;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Machines that hold their own matrix beside machines that have the same weights as fixed links and nothing else, one lane;
 * and many lanes with a matrix each beside the time that memory needs: {@code [--quick] [--csv FILE] [one-lane|many-lanes]}. The two sides of a
 * ratio take turns in one JVM; printed are medians, the median of the ratios of neighbours, and the ratio of the best.
 *
 * <p>The floor of many lanes counts what a cycle cannot do without: every weight is read once to be used, and, where all
 * of them change, written once; at the rate at which all threads together copy arrays of the size of the matrices.
 */
public final class SelfReport {
    private static final int[] LINKS = {100, 1_000, 10_000, 100_000};

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final PrintWriter csv;
    private final int runs;

    private SelfReport(PrintWriter csv, int runs) {
        this.csv = csv;
        this.runs = runs;
    }

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int at = options.indexOf("--csv");
        try (PrintWriter out = at < 0 ? null : new PrintWriter(Files.newBufferedWriter(Path.of(args[at + 1])))) {
            if (out != null) {
                out.println("benchmark,matrix,links,lanes,ns_per_link_and_lane,ns_beside,ratio,ratio_of_best");
            }
            SelfReport r = new SelfReport(out, options.contains("--quick") ? 11 : 31);
            if (!options.contains("many-lanes")) {
                r.oneLane();
            }
            if (!options.contains("one-lane")) {
                r.manyLanes();
            }
        }
    }

    private void oneLane() {
        System.out.println("One lane: a machine that holds its matrix, and one with the same links, fixed");
        System.out.println("matrix      links   ns/link   ns/link fixed   ratio   of best");
        for (Matrix kind : Matrix.values()) {
            for (int links : LINKS) {
                int cycles = Math.max(20, 2_000_000 / links);
                ExecutorOptions o = ExecutorOptions.of(1, cycles);
                try (Executor held = new CpuBackend().open(HeldNetwork.held(links, 1, kind), o);
                        Executor fixed = new CpuBackend().open(HeldNetwork.fixed(links, 1), o)) {
                    double[] t = paired(() -> once(held, cycles), () -> once(fixed, cycles));
                    print("one-lane", kind, links, 1, t);
                }
            }
        }
    }

    private void manyLanes() {
        System.out.println();
        System.out.println("Many lanes, a matrix each, " + THREADS + " threads, beside the memory floor");
        System.out.println("matrix      links   lanes   ns/link/lane   floor   ratio   of best");
        for (Matrix kind : List.of(Matrix.KEPT, Matrix.FADING)) {
            for (int links : new int[] {100, 1_000, 10_000}) {
                int lanes = Math.max(64, Math.min(4096, 4_000_000 / links));
                int cycles = Math.max(4, 60_000_000 / links / lanes); // where links are few, a window of training
                int bytes = kind == Matrix.KEPT ? Float.BYTES : 2 * Float.BYTES;
                Copying copying = new Copying(THREADS, (long) Float.BYTES * links * lanes);
                ExecutorOptions o = new ExecutorOptions(lanes, Precision.FLOAT32, THREADS, cycles);
                try (Executor held = new CpuBackend().open(HeldNetwork.held(links, 1, kind), o)) {
                    print(
                            "many-lanes",
                            kind,
                            links,
                            lanes,
                            paired(
                                    () -> once(held, cycles),
                                    () -> bytes * 1e9 * links * lanes / copying.bytesPerSecond()));
                }
            }
        }
    }

    /** Prints times per cycle of two sides, given with their ratios. */
    private void print(String what, Matrix kind, int links, int lanes, double[] t) {
        double each = (double) links * lanes;
        String name = kind.name().toLowerCase(Locale.ROOT);
        System.out.printf(
                Locale.ROOT,
                lanes == 1 ? "%-9s %7d %9.2f %15.2f %7.2f %9.2f%n" : "%-9s %7d %7d %14.3f %7.3f %7.2f %9.2f%n",
                lanes == 1
                        ? new Object[] {name, links, t[0] / each, t[1] / each, t[2], t[3]}
                        : new Object[] {name, links, lanes, t[0] / each, t[1] / each, t[2], t[3]});
        if (csv != null) {
            csv.printf(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%.4f,%.4f,%.3f,%.3f%n",
                    what,
                    name,
                    links,
                    lanes,
                    t[0] / each,
                    t[1] / each,
                    t[2],
                    t[3]);
        }
    }

    /** The medians of two times that are taken in turns, the median of their ratios, and the ratio of the least. */
    private double[] paired(DoubleSupplier a, DoubleSupplier b) {
        double[] ta = new double[runs];
        double[] tb = new double[runs];
        double[] ratio = new double[runs];
        WarmUp warmUp = new WarmUp();
        for (int r = -runs; r < runs; r += r == -1 && !warmUp.isOver() ? 0 : 1) {
            int i = Math.max(0, r);
            ta[i] = a.getAsDouble();
            tb[i] = b.getAsDouble();
            ratio[i] = ta[i] / tb[i];
        }
        Arrays.sort(ta);
        Arrays.sort(tb);
        Arrays.sort(ratio);
        int middle = runs / 2;
        return new double[] {ta[middle], tb[middle], ratio[middle], ta[0] / tb[0]};
    }

    /** Nanoseconds of a cycle. */
    private static double once(Executor e, int cycles) {
        e.reset();
        long start = System.nanoTime();
        e.run(cycles, new Events());
        return (double) (System.nanoTime() - start) / cycles;
    }
}
