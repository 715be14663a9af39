package io.dmm4j.perf.self;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Machines that hold their own matrix beside the same machines with fixed weights, one lane, and many lanes with a matrix
 * each beside the time in which memory could be read: {@code [--quick] [--csv FILE]}.
 *
 * <p>The floor of many lanes counts what each cycle cannot do without: every weight is read once to be used, and, since the
 * accumulator makes it anew, written once; at the rate at which all threads together copy arrays of the size of the state.
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
                out.println("benchmark,links,lanes,ns_per_link_and_lane,ns_beside,ratio");
            }
            SelfReport r = new SelfReport(out, options.contains("--quick") ? 7 : 21);
            r.oneLane();
            r.manyLanes();
        }
    }

    private void oneLane() {
        System.out.println("One lane: a machine that holds its matrix, and the same with fixed weights (medians)");
        System.out.println("   links   ns/link   ns/link fixed   ratio");
        for (int links : LINKS) {
            FlatProgram held = HeldNetwork.program(links, 1);
            FlatProgram fixed = HeldNetwork.fixed(held);
            int cycles = Math.max(20, 4_000_000 / links);
            ExecutorOptions o = ExecutorOptions.of(1, cycles);
            try (Executor a = new CpuBackend().open(held, o);
                    Executor b = new CpuBackend().open(fixed, o)) {
                double[] t = paired(a, b, cycles);
                System.out.printf(Locale.ROOT, "%8d %9.2f %15.2f %7.2f%n", links, t[0] / links, t[1] / links, t[2]);
                line("one-lane", links, 1, t[0] / links, t[1] / links, t[2]);
            }
        }
    }

    private void manyLanes() {
        System.out.println();
        System.out.println("Many lanes, a matrix each, " + THREADS + " threads, beside the memory floor (medians)");
        System.out.println("   links   lanes   ns/link/lane   floor   ratio");
        for (int links : new int[] {100, 1_000, 10_000}) {
            FlatProgram held = HeldNetwork.program(links, 1);
            int lanes = Math.max(64, Math.min(4096, 4_000_000 / links));
            int cycles = Math.max(4, 40_000_000 / links / lanes);
            double[] state = new double[held.outputRows() * lanes];
            try (Executor a = new CpuBackend()
                    .open(held, new ExecutorOptions(lanes, io.dmm4j.spi.Precision.FLOAT32, THREADS, cycles))) {
                a.readState(state);
                double perLink = time(a, cycles) / links / lanes;
                double floor = 8e9 / Copying.bytesPerSecond(THREADS, 4L * links * lanes, runs);
                System.out.printf(
                        Locale.ROOT, "%8d %7d %14.3f %7.3f %7.2f%n", links, lanes, perLink, floor, perLink / floor);
                line("many-lanes", links, lanes, perLink, floor, perLink / floor);
            }
        }
    }

    private void line(String what, int links, int lanes, double found, double beside, double ratio) {
        if (csv != null) {
            csv.printf(Locale.ROOT, "%s,%d,%d,%.4f,%.4f,%.3f%n", what, links, lanes, found, beside, ratio);
        }
    }

    /** Nanoseconds of a cycle of each, taken in turns, and the median of the ratios. */
    private double[] paired(Executor a, Executor b, int cycles) {
        double[] ta = new double[runs];
        double[] tb = new double[runs];
        double[] ratio = new double[runs];
        for (int r = -runs / 2; r < runs; r++) {
            int i = Math.max(0, r);
            ta[i] = once(a, cycles);
            tb[i] = once(b, cycles);
            ratio[i] = ta[i] / tb[i];
        }
        return new double[] {median(ta), median(tb), median(ratio)};
    }

    private double time(Executor a, int cycles) {
        double[] t = new double[runs];
        for (int r = -runs / 2; r < runs; r++) {
            t[Math.max(0, r)] = once(a, cycles);
        }
        return median(t);
    }

    private static double once(Executor e, int cycles) {
        e.reset();
        long start = System.nanoTime();
        e.run(cycles, new Events());
        return (double) (System.nanoTime() - start) / cycles;
    }

    private static double median(double[] t) {
        Arrays.sort(t);
        return t[t.length / 2];
    }
}
