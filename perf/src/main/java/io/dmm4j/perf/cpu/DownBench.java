package io.dmm4j.perf.cpu;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.FlatProgram;
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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The down movement of the CPU backend, through its SPI, beside SciPy or PyTorch on the same shapes:
 * {@code [--quick] [--csv FILE] [--threads N] [--float64] [--peers python3] [--lanes 1,8,64,512]}.
 *
 * <p>Floor: the time in which this machine's threads, as measured in this run, read the gathered outputs
 * from an array of the size of the outputs, the links, and write the inputs. Caches serve some of that
 * faster, so a case may come out above 100 %.
 */
public final class DownBench {
    private static final String HEAD =
            "kind,size,lanes,ms_per_cycle,gflops,best_gflops,gathered_mb,floor_ms,percent_of_floor,peer,peer_gflops,times_peer";

    private final Map<Long, Double> bandwidth = new TreeMap<>();
    private final int threads;
    private final int runs;
    private final Precision precision;
    private final Peers peers;
    private final int[] lanes;

    private DownBench(int threads, int runs, Precision precision, Peers peers, int[] lanes) {
        this.lanes = lanes;
        this.threads = threads;
        this.runs = runs;
        this.precision = precision;
        this.peers = peers;
    }

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int threads = Integer.parseInt(
                option(options, "--threads", "" + Runtime.getRuntime().availableProcessors()));
        Precision precision = options.contains("--float64") ? Precision.FLOAT64 : Precision.FLOAT32;
        Peers peers = Peers.ask(option(options, "--peers", "python3"), precision);
        int[] lanes = Arrays.stream(option(options, "--lanes", "1,8,64,512").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        DownBench bench = new DownBench(threads, options.contains("--quick") ? 11 : 31, precision, peers, lanes);
        String csv = option(options, "--csv", "");
        try (PrintWriter out = csv.isEmpty() ? null : new PrintWriter(Files.newBufferedWriter(Path.of(csv)))) {
            bench.table(out);
        }
    }

    private static String option(List<String> options, String name, String otherwise) {
        int i = options.indexOf(name);
        return i < 0 ? otherwise : options.get(i + 1);
    }

    private void table(PrintWriter csv) {
        System.out.printf(
                Locale.ROOT,
                "Down movement, %,d rows, %d links per port, %s, %d threads, Java %s, medians of %d%n%s%n",
                DownCase.ROWS,
                DownCase.LINKS,
                precision,
                threads,
                Runtime.version().feature(),
                runs,
                new CpuBackend().availability().detail());
        System.out.println(peers.note());
        System.out.println(
                "  kind  size lanes   ms/cycle  GFLOP/s   (best)  gather MB  floor ms  of floor  best peer  times");
        if (csv != null) {
            csv.println(HEAD);
        }
        for (DownCase c : DownCase.all(lanes)) {
            line(c, csv);
        }
        bandwidth.forEach((bytes, rate) -> System.out.printf(
                Locale.ROOT, "read, %d threads, %,d kB each: %.0f GB/s%n", threads, bytes / 1000, rate / 1e9));
    }

    private void line(DownCase c, PrintWriter csv) {
        FlatProgram p = c.program();
        double[] times = times(c, p);
        double seconds = times[runs / 2];
        double best = c.flops(p) / times[0] / 1e9;
        double gflops = c.flops(p) / seconds / 1e9;
        double gathered = (double) p.multiplyAdds() * c.lanes() * bytes();
        double floor = floor(c, p, gathered);
        Peers.Rate peer = peers.best(c);
        System.out.printf(
                Locale.ROOT,
                "%7s %4d %5d %10.4f %8.1f %8.1f %10.1f %9.4f %8.0f%% %s%n",
                c.kind(),
                c.size(),
                c.lanes(),
                seconds * 1e3,
                gflops,
                best,
                gathered / 1e6,
                floor * 1e3,
                100 * floor / seconds,
                peer == null
                        ? "          -"
                        : String.format(
                                Locale.ROOT, "%5s %5.1f %5.1fx", peer.name(), peer.gflops(), gflops / peer.gflops()));
        if (csv != null) {
            csv.printf(
                    Locale.ROOT,
                    "%s,%d,%d,%.5f,%.2f,%.2f,%.2f,%.5f,%.1f,%s,%s,%s%n",
                    c.kind(),
                    c.size(),
                    c.lanes(),
                    seconds * 1e3,
                    gflops,
                    best,
                    gathered / 1e6,
                    floor * 1e3,
                    100 * floor / seconds,
                    peer == null ? "" : peer.name(),
                    peer == null ? "" : String.format(Locale.ROOT, "%.2f", peer.gflops()),
                    peer == null ? "" : String.format(Locale.ROOT, "%.2f", gflops / peer.gflops()));
        }
    }

    private int bytes() {
        return precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
    }

    /** Seconds that only moving the bytes takes. */
    private double floor(DownCase c, FlatProgram p, double gathered) {
        long blocks = Math.max(1, c.lanes() / 64);
        long outputs = (long) p.outputRows() * c.lanes() / blocks * bytes();
        double links = (double) p.stages().get(0).runs().count() * (Integer.BYTES + bytes()) * blocks;
        double inputs = (double) p.inputRows() * c.lanes() * bytes();
        return gathered / rate(outputs) + (links + inputs) / rate(Math.max(outputs, (long) links));
    }

    private double rate(long bytes) {
        return bandwidth.computeIfAbsent(
                Long.highestOneBit(Math.max(bytes, 1 << 16)), b -> Bandwidth.read(threads, b, 5));
    }

    /** Seconds of a cycle, ascending. */
    private double[] times(DownCase c, FlatProgram p) {
        int window = (int) Math.max(1, Math.min(256, 2e8 / c.flops(p)));
        ExecutorOptions options = new ExecutorOptions(c.lanes(), precision, threads, window);
        try (Executor e = new CpuBackend().open(p, options)) {
            e.writeState(
                    new Random(1)
                            .doubles((long) p.outputRows() * c.lanes(), -1, 1)
                            .toArray(),
                    0);
            Events none = new Events();
            for (long start = System.nanoTime(); System.nanoTime() - start < 1_000_000_000L; ) {
                e.run(window, none);
            }
            double[] times = new double[runs];
            double[] seen = new double[c.lanes()];
            for (int r = 0; r < runs; r++) {
                long start = System.nanoTime();
                e.run(window, none);
                times[r] = (System.nanoTime() - start) / 1e9 / window;
                e.readProbes(window - 1, seen);
                if (seen[0] == 0) {
                    throw new IllegalStateException("nothing was moved");
                }
            }
            Arrays.sort(times);
            return times;
        }
    }
}
