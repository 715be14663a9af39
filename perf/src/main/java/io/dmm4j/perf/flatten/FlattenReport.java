package io.dmm4j.perf.flatten;

import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.Network;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints how long flattening takes, as medians of several runs: {@code [--quick] [--csv FILE]}. */
public final class FlattenReport {
    private FlattenReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int runs = options.contains("--quick") ? 5 : 11;
        int csv = options.indexOf("--csv");
        try (PrintWriter out = csv < 0 ? null : new PrintWriter(Files.newBufferedWriter(Path.of(args[csv + 1])))) {
            report(runs, out);
        }
    }

    private static void report(int runs, PrintWriter csv) {
        System.out.println("Flattening (medians of " + runs + " runs)");
        System.out.println("   leaves     links        ms   ns/link  one run");
        if (csv != null) {
            csv.println("benchmark,leaves,links,ms,ns_per_link,one_run_fraction");
        }
        for (int leaves : new int[] {1, 8, 32}) {
            for (int neurons : new int[] {200, 2_000, 20_000}) {
                Network n = RandomLinks.network(neurons, leaves, 1);
                double ms = median(n, runs);
                int links = n.links().size();
                double one =
                        Flattener.flatten(n, FlattenOptions.CLOSED).statistics().oneRunFraction();
                System.out.printf(
                        Locale.ROOT, "%9d %9d %9.1f %9.0f %7.1f %%%n", leaves, links, ms, ms * 1e6 / links, 100 * one);
                if (csv != null) {
                    csv.printf(Locale.ROOT, "flatten,%d,%d,%.3f,%.1f,%.4f%n", leaves, links, ms, ms * 1e6 / links, one);
                }
            }
        }
    }

    private static double median(Network n, int runs) {
        double[] ms = new double[runs];
        long kept = 0;
        for (int warm = 0; warm < 3; warm++) {
            kept += Flattener.flatten(n, FlattenOptions.CLOSED).rows().size();
        }
        for (int r = 0; r < runs; r++) {
            long start = System.nanoTime();
            Flattened f = Flattener.flatten(n, FlattenOptions.CLOSED);
            kept += f.rows().size();
            ms[r] = (System.nanoTime() - start) / 1e6;
            kept += f.program().rows();
        }
        if (kept == 0) {
            throw new IllegalStateException("nothing was flattened");
        }
        Arrays.sort(ms);
        return ms[runs / 2];
    }
}
