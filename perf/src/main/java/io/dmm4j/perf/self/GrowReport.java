package io.dmm4j.perf.self;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Grows a counter of words from 10 words to many, one word at a time, and flattens the machine that knows them all once, its
 * table of rows included:
 * {@code [--quick] [--csv FILE]}. The machine stands on {@link Idle}, a backend that keeps what is fed and computes nothing,
 * so that growth alone is timed: running a machine of a million rows a million times takes much longer.
 */
public final class GrowReport {
    private static final Port WORD = Port.of("input", "word");

    private GrowReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int at = options.indexOf("--csv");
        boolean quick = options.contains("--quick");
        try (PrintWriter out =
                at < 0 ? null : new PrintWriter(Files.newBufferedWriter(java.nio.file.Path.of(args[at + 1])))) {
            if (out != null) {
                out.println("benchmark,paths,grown_ms,flattened_once_ms,ratio,ratio_of_best,new_tables");
            }
            System.out.println("Growing from 10 paths, one at a time, beside flattening the final machine (medians)");
            System.out.println("   paths   grown ms   once ms   ratio   of best   new tables");
            for (int paths : quick ? new int[] {1_000, 100_000} : new int[] {1_000, 100_000, 1_000_000}) {
                measure(paths, Math.max(3, Math.min(101, 1_000_000 / paths)), out);
            }
        }
    }

    private static void measure(int paths, int runs, PrintWriter csv) {
        double[] grown = new double[runs];
        double[] once = new double[runs];
        double[] ratio = new double[runs];
        int[] tables = new int[1];
        for (int r = 1 - runs; r < runs; r++) { // about as many to warm up
            int i = Math.max(0, r);
            grown[i] = grow(paths, tables);
            once[i] = flatten(paths);
            ratio[i] = grown[i] / once[i];
        }
        Arrays.sort(grown);
        Arrays.sort(once);
        Arrays.sort(ratio);
        double g = grown[runs / 2];
        double o = once[runs / 2];
        double median = ratio[runs / 2];
        double best = grown[0] / once[0];
        System.out.printf(Locale.ROOT, "%8d %10.1f %9.1f %7.2f %9.2f %12d%n", paths, g, o, median, best, tables[0]);
        if (csv != null) {
            csv.printf(Locale.ROOT, "grow,%d,%.2f,%.2f,%.3f,%.3f,%d%n", paths, g, o, median, best, tables[0]);
        }
    }

    /** Paths are counted where they are: at the input, where they arrive, and where they are counted and kept, four times. */
    private static Network counter(ExternalPort port) {
        return Network.builder()
                .add(Neuron.external("input", Map.of("word", port)))
                .add("count", "lite/accum")
                .fixed("count", "dict-1", "count", "dict", 1)
                .link("count", "dict-2", "input", "word", 1)
                .build();
    }

    private static String word(int i) {
        return "word" + i;
    }

    private static double grow(int paths, int[] tables) {
        Set<Path> ten = new TreeSet<>();
        for (int i = 0; i < 10; i++) {
            ten.add(Path.of(word(i)));
        }
        VValue[] fed = new VValue[paths / 4];
        Arrays.setAll(fed, i -> VValue.of(Path.of(word(i)), 1));
        long start = System.nanoTime();
        try (FlatMachine m = new FlatMachine(
                counter(new ExternalPort(ten, true)), new Idle(), MachineOptions.DEFAULT.withWindow(1))) {
            for (VValue v : fed) {
                m.feed(1, 0, WORD, v);
                m.run(1);
            }
            tables[0] = m.regrowths();
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private static double flatten(int paths) {
        Set<Path> all = new TreeSet<>();
        for (int i = 0; i < paths / 4; i++) {
            all.add(Path.of(word(i)));
        }
        Network n = counter(ExternalPort.of(all));
        long start = System.nanoTime();
        Flattener.flatten(n, FlattenOptions.DEFAULT).rows();
        return (System.nanoTime() - start) / 1e6;
    }
}
