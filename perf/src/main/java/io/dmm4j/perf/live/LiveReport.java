package io.dmm4j.perf.live;

import io.dmm4j.flatten.Machines;
import io.dmm4j.live.LiveMachine;
import io.dmm4j.live.Session;
import io.dmm4j.live.SessionOptions;
import io.dmm4j.live.web.LiveLimits;
import io.dmm4j.live.web.LiveServer;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a machine of 2,000 links as fast as it can: bare, in a session that nobody follows, and in one that a program
 * follows over the WebSocket at ten updates per second, watching eight outputs. The last two take turns on one machine;
 * printed are medians of cycles per second and the median ratio of neighbours, by the clock and by the processor time of the
 * machine's thread, which other processes do not disturb: {@code [--quick] [--csv FILE]}. One machine
 * has its links outside; where the backend can, another holds its matrix and changes a tenth of it in every cycle, so that
 * every update tells of it.
 */
public final class LiveReport {
    private static final int LINKS = 2000;
    private static final int NEURONS = 125;
    private static final int LABELS = 4;
    private static final int WATCHED = 8;

    private LiveReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        boolean quick = options.contains("--quick");
        int csv = options.indexOf("--csv");
        try (PrintWriter out =
                csv < 0 ? null : new PrintWriter(Files.newBufferedWriter(java.nio.file.Path.of(args[csv + 1])))) {
            System.out.println("Live page, " + LINKS + " links, one lane, ten updates per second");
            System.out.println(
                    "matrix     bare c/s   session c/s  followed c/s  ratio by clock  by CPU time  updates/s  bytes/update");
            if (out != null) {
                out.println(
                        "benchmark,matrix,bare_cps,session_cps,followed_cps,ratio_by_clock,ratio_by_cpu_time,updates_per_s,bytes_per_update");
            }
            measure("outside", outside(), quick, out);
            measure("held", held(), quick, out);
        }
    }

    private static void measure(String name, Network network, boolean quick, PrintWriter csv) throws Exception {
        int rounds = quick ? 5 : 9;
        long millis = quick ? 1000 : 2000;
        double bare = bare(network, millis);
        double[] alone = new double[rounds];
        double[] followed = new double[rounds];
        double[] byClock = new double[rounds];
        double[] byCpu = new double[rounds];
        SessionOptions fast = SessionOptions.DEFAULT.withRate(Double.POSITIVE_INFINITY);
        AtomicLong updates = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        try (Session s = Session.start(new LiveMachine(machine(network)), fast);
                LiveServer server = LiveServer.start(s, "127.0.0.1", 0, LiveLimits.DEFAULT)) {
            speed(s, 2 * millis);
            for (int r = 0; r < rounds; r++) {
                Speed without = speed(s, millis);
                WebSocket socket = follow(server, updates, bytes);
                Thread.sleep(100); // the first message has all links
                Speed with = speed(s, millis);
                socket.abort();
                Thread.sleep(100);
                alone[r] = without.perSecond;
                followed[r] = with.perSecond;
                byClock[r] = with.perSecond / without.perSecond;
                byCpu[r] = with.perCpuSecond / without.perCpuSecond;
            }
        }
        double perSecond = updates.get() / (rounds * (millis + 100) / 1e3);
        long size = bytes.get() / Math.max(1, updates.get());
        System.out.printf(
                Locale.ROOT,
                "%-8s %10.0f %13.0f %13.0f %15.3f %12.3f %10.1f %13d%n",
                name,
                bare,
                median(alone),
                median(followed),
                median(byClock),
                median(byCpu),
                perSecond,
                size);
        if (csv != null) {
            csv.printf(
                    Locale.ROOT,
                    "live,%s,%.0f,%.0f,%.0f,%.4f,%.4f,%.1f,%d%n",
                    name,
                    bare,
                    median(alone),
                    median(followed),
                    median(byClock),
                    median(byCpu),
                    perSecond,
                    size);
        }
    }

    private static Machine machine(Network network) {
        return Machines.open(network, "cpu", MachineOptions.DEFAULT);
    }

    /** Cycles per second of the machine itself, in its longest windows. */
    private static double bare(Network network, long millis) {
        try (Machine m = machine(network)) {
            double best = 0;
            for (int round = 0; round < 4; round++) {
                long start = System.nanoTime();
                long before = m.cycle();
                while (System.nanoTime() - start < millis * 500_000) {
                    m.run(m.options().window());
                }
                best = Math.max(best, (m.cycle() - before) * 1e9 / (System.nanoTime() - start));
            }
            return best;
        }
    }

    /** Cycles per second, and per second in which the machine's thread had a processor. */
    private record Speed(double perSecond, double perCpuSecond) {}

    private static Speed speed(Session s, long millis) throws InterruptedException {
        long start = System.nanoTime();
        long cpu = machineTime();
        long before = s.show().join();
        Thread.sleep(millis);
        double cycles = s.show().join() - before;
        return new Speed(cycles * 1e9 / (System.nanoTime() - start), cycles * 1e9 / (machineTime() - cpu));
    }

    private static long machineTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(t -> t != null && t.getThreadName().equals("live machine"))
                .mapToLong(t -> threads.getThreadCpuTime(t.getThreadId()))
                .sum();
    }

    private static WebSocket follow(LiveServer server, AtomicLong updates, AtomicLong bytes) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(server.socketUrl()), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket ws, CharSequence part, boolean last) {
                        bytes.addAndGet(part.length());
                        updates.addAndGet(last ? 1 : 0);
                        ws.request(1);
                        return null;
                    }
                })
                .join();
    }

    private static double median(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[x.length / 2];
    }

    // ---- networks ----------------------------------------------------------------------------------

    /** Accumulators with random links so weak that values fade, and start values to fade from. */
    private static Network outside() {
        Network.Builder b = Network.builder().name("2,000 random links");
        Random random = new Random(1);
        for (int n = 0; n < NEURONS; n++) {
            b.add("n" + n, "lite/accum").initial("n" + n, "dict", start(random));
        }
        for (int k = 0; k < LINKS; k++) {
            int to = k % NEURONS;
            int from = (to + 1 + k / NEURONS * 7) % NEURONS;
            b.link("n" + to, "dict-" + (1 + k % 2), "n" + from, "dict", 0.05 * random.nextGaussian());
        }
        for (int n = 0; n < WATCHED; n++) {
            b.probe(Probe.out("n" + n, "dict"));
        }
        return b.build();
    }

    private static VValue start(Random random) {
        VValueBuilder v = VValue.builder();
        for (int i = 0; i < LABELS; i++) {
            v.put(Path.of("label-" + i), random.nextGaussian());
        }
        return v.build();
    }

    /** The same, but the matrix is held by an accumulator, which adds a small constant to a tenth of it in every cycle. */
    private static Network held() {
        Network base = outside();
        VValueBuilder matrix = VValue.builder();
        VValueBuilder drift = VValue.builder();
        int[] count = {0};
        MatrixFormat.RANK4.matrix(base.links(), base).forEach((path, w) -> {
            matrix.put(path, w);
            if (count[0]++ % 10 == 0) {
                drift.put(path, 1e-6);
            }
        });
        matrix.put(Path.of("self", "accum", "self", "single"), 1);
        matrix.put(Path.of("self", "delta", "drift", "single"), 1);
        return base.withLinks(List.of()).toBuilder()
                .name("2,000 links that drift")
                .add("self", "clj/accum")
                .add("drift", "clj/identity")
                .fixed("drift", "single", "drift", "single", 1)
                .initial("drift", "single", drift.build())
                .initial("self", "single", matrix.build())
                .self("self", "single", MatrixFormat.RANK4)
                .build();
    }
}
