package io.dmm4j.perf.train;

import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Port;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Text;
import io.dmm4j.train.update.Sgd;
import io.dmm4j.value.VValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Times a gradient step of the detector of 1486 links, window 140, in 32-bit floats, in one lane on one core and in 64 lanes on
 * all, beside dense NumPy and PyTorch, and prints medians: {@code [--python COMMAND]}. Loss and gradient are found equal before
 * anything is timed. A step is forwards, the loss, backwards; the updater is gradient descent with rate 0.
 */
public final class TrainingStepReport {
    private static final Path SCRIPT = Path.of("peers", "step.py");
    private static final String LETTERS = "test ring.";
    private static final int CYCLES = 140;

    private TrainingStepReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int python = List.of(args).indexOf("--python");
        String command = python < 0 ? "python3" : args[python + 1];
        System.out.println("Gradient step, 1486 links, window " + CYCLES + ", 32-bit floats (medians)");
        System.out.println("lanes  threads  what                        ms  x dmm4j  largest relative difference");
        int cores = Runtime.getRuntime().availableProcessors();
        boolean equal = measure(1, 1, command);
        equal &= measure(64, cores, command);
        System.exit(equal ? 0 : 1);
    }

    private static boolean measure(int lanes, int threads, String python) throws IOException, InterruptedException {
        Network network = DuplicateDetectorSynthesis.start(1);
        List<Sequence> data = DuplicateDetectorSynthesis.data(texts(lanes), "cpu");
        Settings settings = DuplicateDetectorSynthesis.settings(1, "cpu", threads).toBuilder()
                .updater(Sgd.of(0))
                .build();
        Path folder = Files.createTempDirectory("dmm4j-step");
        try (Trainer t = new Trainer(network, DuplicateDetectorSynthesis.objective(), data, settings)) {
            double loss = t.step().loss();
            NetworkJson.write(network, folder.resolve("network.json"));
            Files.writeString(folder.resolve("step.json"), json(data, loss, t));
            double ms = median(t);
            print(lanes, threads, "dmm4j", ms, 1, "");
            return peers(lanes, threads, python, folder, ms);
        } finally {
            delete(folder);
        }
    }

    /** The published text, and texts of its letters in random order. */
    private static List<Text> texts(int lanes) {
        Random random = new Random(1);
        List<Text> texts = new ArrayList<>(List.of(new Text("test string.", CYCLES)));
        while (texts.size() < lanes) {
            texts.add(new Text(
                    random.ints(12, 0, LETTERS.length())
                            .mapToObj(i -> LETTERS.substring(i, i + 1))
                            .collect(Collectors.joining()),
                    CYCLES));
        }
        return texts;
    }

    private static double median(Trainer t) {
        for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) {
            t.step();
        }
        double[] ms = new double[101];
        for (int i = 0; i < ms.length; i++) {
            ms[i] = t.step().nanos() / 1e6;
        }
        Arrays.sort(ms);
        return ms[ms.length / 2];
    }

    // ---- the other side ----------------------------------------------------------------------------------------

    /** What is fed, by lane and cycle; what is wanted, by cycle, probe and lane; the loss and its gradient by link. */
    private static String json(List<Sequence> data, double loss, Trainer t) {
        String fed = data.stream()
                .map(s ->
                        s.inputs().stream().map(TrainingStepReport::letter).collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "]"));
        List<String> wanted = new ArrayList<>();
        for (int c = 0; c < CYCLES; c++) {
            int cycle = c;
            wanted.add(DuplicateDetectorSynthesis.PROBES.stream()
                    .map(p -> data.stream()
                            .map(s -> Double.toString(
                                    s.targets().get(cycle).get(p).number()))
                            .collect(Collectors.joining(",", "[", "]")))
                    .collect(Collectors.joining(",", "[", "]")));
        }
        double[] g = t.gradient();
        List<String> gradient = new ArrayList<>();
        for (int i : t.model().parameters().which()) {
            gradient.add("\"" + t.model().parameters().id(i) + "\":" + g[i]);
        }
        return "{\"fed\":" + fed + ",\"wanted\":[" + String.join(",", wanted) + "],\"loss\":" + loss + ",\"gradient\":{"
                + String.join(",", gradient) + "}}";
    }

    private static String letter(Map<Port, VValue> cycle) {
        return cycle.values().stream()
                .map(v -> "\"" + v.labels().get(0) + "\"")
                .findFirst()
                .orElse("\"\"");
    }

    private static boolean peers(int lanes, int threads, String python, Path folder, double ms)
            throws IOException, InterruptedException {
        Path script = Files.exists(SCRIPT) ? SCRIPT : Path.of("perf").resolve(SCRIPT);
        Process p;
        try {
            p = new ProcessBuilder(python, script.toString(), folder.toString(), Integer.toString(threads))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            System.out.println("peers: " + python + " did not run: " + e.getMessage());
            return true;
        }
        try (BufferedReader out = p.inputReader()) {
            for (String s = out.readLine(); s != null; s = out.readLine()) {
                String[] f = s.split(",");
                if (f.length == 4 && f[0].equals("peer")) {
                    double theirs = Double.parseDouble(f[2]);
                    print(lanes, threads, f[1], theirs, theirs / ms, f[3]);
                } else {
                    System.out.println(s);
                }
            }
        }
        return p.waitFor() == 0;
    }

    private static void print(int lanes, int threads, String what, double ms, double factor, String difference) {
        System.out.printf(
                Locale.ROOT, "%5d  %7d  %-22s %7.3f  %7.2f  %s%n", lanes, threads, what, ms, factor, difference);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
