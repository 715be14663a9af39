package io.dmm4j.perf.machine;

import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.Machines;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the published detectors on a sentence for 140 cycles and prints, as medians, the time of a cycle in one
 * lane and of one multiply-add on a leaf: {@code [--quick] [--csv FILE]}. Feeding and reading trees is
 * part of what is timed.
 */
public final class MachineReport {
    private static final String TEXT = "test string.";
    private static final int CYCLES = 140;
    private static final Port CHAR = Port.of("input", "char");

    private MachineReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int runs = options.contains("--quick") ? 5 : 15;
        int csv = options.indexOf("--csv");
        try (PrintWriter out =
                csv < 0 ? null : new PrintWriter(Files.newBufferedWriter(java.nio.file.Path.of(args[csv + 1])))) {
            System.out.println("Machines, " + CYCLES + " cycles on \"" + TEXT + "\" (medians of " + runs + " runs)");
            System.out.println("network                                backend  lanes  us/cycle/lane  ns/leaf");
            if (out != null) {
                out.println("benchmark,network,backend,lanes,us_per_cycle_and_lane,ns_per_leaf");
            }
            for (String name : List.of("handcrafted", "trainable", "recurrent")) {
                measure("example:duplicate-detector/" + name, "tree", 1, name.equals("recurrent") ? 1 : runs, out);
                for (int lanes : new int[] {1, 64, 512}) {
                    measure("example:duplicate-detector/" + name, "cpu", lanes, runs, out);
                }
            }
        }
    }

    private static void measure(String name, String backend, int lanes, int runs, PrintWriter csv) {
        Network network = Networks.load(name).withExternal(CHAR, ExternalPort.of(letters()));
        MachineOptions o = MachineOptions.DEFAULT
                .withLanes(lanes)
                .withWindow(CYCLES)
                .withThreads(Runtime.getRuntime().availableProcessors())
                .withLiveOnly(true);
        long leaves =
                Flattener.flatten(network, FlattenOptions.CLOSED).program().multiplyAdds();
        double[] us = new double[runs];
        try (Machine m = Machines.open(network, backend, o)) {
            for (int r = -2; r < runs; r++) {
                for (int again = 0; r < 0 && again < (backend.equals("cpu") ? 200 / lanes : 0); again++) {
                    run(m, lanes);
                }
                double t = run(m, lanes);
                us[Math.max(r, 0)] = t;
            }
        }
        Arrays.sort(us);
        double perCycle = us[runs / 2] / CYCLES / lanes;
        System.out.printf(
                Locale.ROOT, "%-38s %-7s %6d %14.3f %8.2f%n", name, backend, lanes, perCycle, 1e3 * perCycle / leaves);
        if (csv != null) {
            csv.printf(
                    Locale.ROOT,
                    "machine,%s,%s,%d,%.4f,%.3f%n",
                    name,
                    backend,
                    lanes,
                    perCycle,
                    1e3 * perCycle / leaves);
        }
    }

    /** Microseconds of one window with its feeds and one look at each probe. */
    private static double run(Machine m, int lanes) {
        long start = System.nanoTime();
        for (int c = 0; c < CYCLES; c += 10) {
            int at = Math.min(c / 10, TEXT.length() - 1);
            VValue letter = VValue.of(Path.of(TEXT.substring(at, at + 1)), 1);
            for (int lane = 0; lane < lanes; lane++) {
                m.feed(c + 1, lane, CHAR, letter);
            }
        }
        m.run(CYCLES);
        for (int lane = 0; lane < lanes; lane++) {
            m.probed(CYCLES, 0, lane);
            m.probed(CYCLES, 1, lane);
        }
        return (System.nanoTime() - start) / 1e3;
    }

    private static Set<Path> letters() {
        Set<Path> paths = new TreeSet<>();
        TEXT.chars().forEach(c -> paths.add(Path.of(Character.toString(c))));
        return paths;
    }
}
