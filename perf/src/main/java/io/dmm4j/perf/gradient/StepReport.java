package io.dmm4j.perf.gradient;

import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.update.Adam;
import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Whole steps of training (forwards, loss, back, penalties, updater) of the detectors on a text, window 140, and those of one lane
 * beside {@link PlainStep}, in turn, so that what slows both can be told from what slows one: {@code [--quick] [--csv FILE]
 * [--networks A,B]}. Medians. The published machine of 19 links is read from {@code ../shared/data}, or from the folder that {@code -Ddmm.data} names.
 */
public final class StepReport {
    private static final int WINDOW = 140;

    /** So low that a machine is the same after thousands of steps: training it too long can end in NaN. */
    private static final double RATE = 1e-9;

    private static final String ALL = "trainable,recurrent,published19,handcrafted";
    private static final String NAMES = "example:duplicate-detector/";
    private static final Path PUBLISHED =
            Path.of(System.getProperty("dmm.data", "../shared/data"), "dmm", "sparse20-matrix.json");

    /** Of the file above: type, neuron and port on either side are a level each, but for types. */
    private static final int RANK = 4;

    /** Of the gradients of both sides, by their largest number: they add up in different orders. */
    private static final double TOLERANCE = 1e-3;

    /** The least time that one side has before the other has its turn. */
    private static final double TURN_US = 2000;

    private StepReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int runs = options.contains("--quick") ? 31 : 101;
        int csv = options.indexOf("--csv");
        int some = options.indexOf("--networks");
        List<String> names = List.of((some < 0 ? ALL : options.get(some + 1)).split(","));
        try (PrintWriter out =
                csv < 0 ? null : new PrintWriter(Files.newBufferedWriter(Path.of(options.get(csv + 1))))) {
            System.out.println("Steps of training, window " + WINDOW + ", float32 (medians of " + runs + ")");
            System.out.println("network      lanes threads      us/step  plain Java  x plain");
            if (out != null) {
                out.println("network,lanes,threads,us_per_step,plain_us,ratio");
            }
            for (String name : names) {
                Network network = network(name);
                if (network == null) {
                    System.out.printf("%-12s left out: %s is not there (-Ddmm.data=DIR says where)%n", name, PUBLISHED);
                    continue;
                }
                measure(name, network, 1, 1, runs, out);
                if (name.equals("trainable")) {
                    measure(name, network, 64, 2, runs, out);
                }
            }
        }
    }

    /** A network of the table; null if its file is absent. */
    private static Network network(String name) {
        if (!name.equals("published19")) {
            return Networks.load(NAMES + name);
        }
        return Files.exists(PUBLISHED)
                ? NetworkJson.withMatrix(Networks.load(NAMES + "trainable"), PUBLISHED, RANK)
                : null;
    }

    private static void measure(String name, Network network, int lanes, int threads, int runs, PrintWriter csv) {
        Network teacher = Networks.load(DuplicateDetectorSynthesis.TEACHER);
        Sequence one = new Teacher(teacher, DuplicateDetectorSynthesis.PROBES, "cpu")
                .label(List.of(Texts.of("test string.", 10, WINDOW, DuplicateDetectorSynthesis.INPUT)))
                .get(0);
        List<Sequence> data = new ArrayList<>(Collections.nCopies(lanes, one));
        Settings settings = Settings.builder()
                .backend("cpu")
                .lanes(lanes)
                .threads(threads)
                .updater(Adam.of(RATE))
                .build();
        Objective objective = Objective.of(DuplicateDetectorSynthesis.PROBES, Loss.SQUARED, Objective.Paths.NUMBER);
        try (Trainer t = new Trainer(network, objective, data, settings)) {
            if (lanes > 1) {
                double us = alternate(t::step, () -> {}, runs)[0];
                System.out.printf(Locale.ROOT, "%-12s %5d %7d %12.1f%n", name, lanes, threads, us);
                write(csv, String.format(Locale.ROOT, "%s,%d,%d,%.1f,,", name, lanes, threads, us));
                return;
            }
            PlainStep plain = new PlainStep(t.model(), one, RATE);
            compare(name, t, plain);
            double[] us = alternate(t::step, plain::run, runs);
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %5d %7d %12.1f %11.1f %8.2f%n",
                    name,
                    lanes,
                    threads,
                    us[0],
                    us[1],
                    us[0] / us[1]);
            write(
                    csv,
                    String.format(
                            Locale.ROOT, "%s,%d,%d,%.1f,%.1f,%.3f", name, lanes, threads, us[0], us[1], us[0] / us[1]));
        }
    }

    private static void write(PrintWriter csv, String line) {
        if (csv != null) {
            csv.println(line);
        }
    }

    /** Both sides make the same step, or what is measured is of no use. */
    private static void compare(String name, Trainer t, PlainStep plain) {
        double loss = t.step().loss();
        double other = plain.run();
        double[] ours = t.gradient();
        float[] theirs = plain.gradient();
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < theirs.length; i++) {
            largest = Math.max(largest, Math.abs(theirs[i]));
            apart = Math.max(apart, Math.abs(ours[i] - theirs[i]));
        }
        if (!(Math.abs(loss - other) <= TOLERANCE * loss && apart <= TOLERANCE * largest)) {
            throw new DmmException(name + ": loss " + loss + " and " + other + ", gradients " + apart
                    + " apart where the largest is " + largest + ", expected the same step in plain Java");
        }
    }

    /** Medians of single steps of two sides, in microseconds. */
    private static double[] alternate(Runnable a, Runnable b, int runs) {
        double[][] us = new double[2][runs];
        for (int side = 0; side < 2; side++) {
            Runnable r = side == 0 ? a : b;
            for (long start = System.nanoTime(); System.nanoTime() - start < 3_000_000_000L; ) {
                r.run();
            }
        }
        for (int i = 0; i < runs; i++) {
            us[0][i] = turn(a);
            us[1][i] = turn(b);
        }
        Arrays.sort(us[0]);
        Arrays.sort(us[1]);
        return new double[] {us[0][runs / 2], us[1][runs / 2]};
    }

    /** The median step of a turn. */
    private static double turn(Runnable step) {
        double[] us = new double[64];
        int n = 0;
        for (double sum = 0; n < us.length && sum < TURN_US; n++) {
            long start = System.nanoTime();
            step.run();
            us[n] = (System.nanoTime() - start) / 1e3;
            sum += us[n];
        }
        Arrays.sort(us, 0, n);
        return us[n / 2];
    }
}
