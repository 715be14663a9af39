package io.dmm4j.perf.live;

import io.dmm4j.flatten.Machines;
import io.dmm4j.live.LiveMachine;
import io.dmm4j.live.Session;
import io.dmm4j.live.SessionOptions;
import io.dmm4j.live.web.LiveLimits;
import io.dmm4j.live.web.LiveServer;
import io.dmm4j.net.Network;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Runs a machine of 2,000 links as fast as it can: bare, in a session that nobody follows, and in one that a program
 * follows over the WebSocket at ten updates per second, watching eight outputs: {@code [--quick] [--csv FILE] [outside|held]}.
 * One machine has its links outside; another holds its matrix and changes a tenth of it in every cycle, so that every
 * update tells of it.
 *
 * <p>The last two take turns of a fraction of a second on one machine, because a host's processors change their speed from
 * one second to the next. Each turn with a follower is compared with the mean of its two neighbours without one; printed
 * are the medians of these ratios, by the clock and by the processor time of the machine's thread, and medians of cycles per
 * second. Turns in which other processes had more than {@value #DISTURBED} of a processor do not count, unless fewer than
 * half are left; how many counted is printed too.
 */
public final class LiveReport {
    private static final double DISTURBED = 0.1;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong updates = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final int rounds;
    private final long millis;
    private final PrintWriter csv; // null for none

    private LiveReport(boolean quick, PrintWriter csv) {
        rounds = quick ? 15 : 41;
        millis = quick ? 300 : 500;
        this.csv = csv;
    }

    /** Measures and prints. */
    public static void main(String[] args) throws Exception {
        List<String> options = List.of(args);
        int at = options.indexOf("--csv");
        try (PrintWriter out =
                at < 0 ? null : new PrintWriter(Files.newBufferedWriter(java.nio.file.Path.of(args[at + 1])))) {
            System.out.println("Live page, " + LiveNetworks.LINKS + " links, one lane, ten updates per second");
            System.out.println(
                    "matrix     bare c/s   session c/s  followed c/s  ratio by clock  by CPU time  updates/s  bytes/update  turns");
            if (out != null) {
                out.println(
                        "benchmark,matrix,bare_cps,session_cps,followed_cps,ratio_by_clock,ratio_by_cpu_time,updates_per_s,bytes_per_update,turns");
            }
            LiveReport r = new LiveReport(options.contains("--quick"), out);
            if (!options.contains("held")) {
                r.measure("outside", LiveNetworks.outside());
            }
            if (!options.contains("outside")) {
                r.measure("held", LiveNetworks.held());
            }
        }
    }

    private void measure(String name, Network network) throws Exception {
        double bare = bare(network);
        Turn[] alone = new Turn[rounds + 1];
        Turn[] followed = new Turn[rounds];
        SessionOptions fast = SessionOptions.DEFAULT.withRate(Double.POSITIVE_INFINITY);
        long told = 0;
        long size = 0;
        try (Session s = Session.start(new LiveMachine(machine(network)), fast);
                LiveServer server = LiveServer.start(s, "127.0.0.1", 0, LiveLimits.DEFAULT)) {
            for (int r = -rounds / 3; r < rounds; r++) { // the first to warm up
                int i = Math.max(0, r);
                alone[i] = Turn.of(s, millis);
                WebSocket socket = follow(server);
                long updatesBefore = updates.get();
                long bytesBefore = bytes.get();
                followed[i] = Turn.of(s, millis);
                told += r < 0 ? 0 : updates.get() - updatesBefore;
                size += r < 0 ? 0 : bytes.get() - bytesBefore;
                socket.abort();
                Thread.sleep(50);
            }
            alone[rounds] = Turn.of(s, millis);
        }
        print(name, bare, alone, followed, told * 1e3 / (rounds * millis), size / Math.max(1, told));
    }

    private void print(String name, double bare, Turn[] alone, Turn[] followed, double perSecond, long size) {
        int[] calm = IntStream.range(0, rounds)
                .filter(i ->
                        Math.max(followed[i].others(), Math.max(alone[i].others(), alone[i + 1].others())) <= DISTURBED)
                .toArray();
        int[] counted = 2 * calm.length < rounds ? IntStream.range(0, rounds).toArray() : calm;
        double without = median(counted, i -> alone[i].perSecond());
        double with = median(counted, i -> followed[i].perSecond());
        double byClock =
                median(counted, i -> 2 * followed[i].perSecond() / (alone[i].perSecond() + alone[i + 1].perSecond()));
        double byCpu = median(
                counted, i -> 2 * followed[i].perCpuSecond() / (alone[i].perCpuSecond() + alone[i + 1].perCpuSecond()));
        String turns = calm.length + " of " + rounds + (counted == calm ? "" : " calm, all count");
        System.out.printf(
                Locale.ROOT,
                "%-8s %10.0f %13.0f %13.0f %15.3f %12.3f %10.1f %13d  %s%n",
                name,
                bare,
                without,
                with,
                byClock,
                byCpu,
                perSecond,
                size,
                turns);
        if (csv != null) {
            csv.printf(
                    Locale.ROOT,
                    "live,%s,%.0f,%.0f,%.0f,%.4f,%.4f,%.1f,%d,%s%n",
                    name,
                    bare,
                    without,
                    with,
                    byClock,
                    byCpu,
                    perSecond,
                    size,
                    turns);
        }
    }

    private static double median(int[] counted, IntToDoubleFunction of) {
        double[] sorted = Arrays.stream(counted).mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static Machine machine(Network network) {
        return Machines.open(network, "cpu", MachineOptions.DEFAULT);
    }

    /** Cycles per second of the machine itself, in its longest windows, when it is at its best. */
    private double bare(Network network) {
        try (Machine m = machine(network)) {
            double best = 0;
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                long before = m.cycle();
                while (System.nanoTime() - start < millis * 200_000) {
                    m.run(m.options().window());
                }
                best = Math.max(best, (m.cycle() - before) * 1e9 / (System.nanoTime() - start));
            }
            return best;
        }
    }

    /** Follows; returns when the first message has come, which has all links. */
    private WebSocket follow(LiveServer server) throws InterruptedException {
        long before = updates.get();
        WebSocket socket = client.newWebSocketBuilder()
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
        while (updates.get() < before + 2) { // the greeting and the first state
            Thread.sleep(1);
        }
        return socket;
    }
}
