package io.dmm4j.perf.gradient;

import io.dmm4j.net.Network;
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
 * Whole steps of training (forwards, loss, back, penalties, updater) of the detectors on a text, window 140: {@code
 * [--quick] [--csv FILE]}. Medians.
 */
public final class StepReport {
    private static final int WINDOW = 140;

    /** So low that a machine is the same after thousands of steps: training it too long can end in NaN. */
    private static final double RATE = 1e-9;

    private StepReport() {}

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> options = List.of(args);
        int runs = options.contains("--quick") ? 31 : 101;
        int csv = options.indexOf("--csv");
        try (PrintWriter out =
                csv < 0 ? null : new PrintWriter(Files.newBufferedWriter(Path.of(options.get(csv + 1))))) {
            System.out.println("Steps of training, window " + WINDOW + ", float32 (medians of " + runs + ")");
            System.out.println("network      lanes threads      us/step");
            if (out != null) {
                out.println("network,lanes,threads,us_per_step");
            }
            measure("trainable", 1, 1, runs, out);
            measure("trainable", 64, 2, runs, out);
            measure("recurrent", 1, 1, runs, out);
            measure("handcrafted", 1, 1, runs, out);
        }
    }

    private static void measure(String name, int lanes, int threads, int runs, PrintWriter csv) {
        Network network = Networks.load("example:duplicate-detector/" + name);
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
        double[] us = new double[runs];
        try (Trainer t = new Trainer(network, objective, data, settings)) {
            for (long start = System.nanoTime(); System.nanoTime() - start < 3_000_000_000L; ) {
                t.step();
            }
            for (int i = 0; i < runs; i++) {
                long start = System.nanoTime();
                t.step();
                us[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        Arrays.sort(us);
        System.out.printf(Locale.ROOT, "%-12s %5d %7d %12.1f%n", name, lanes, threads, us[runs / 2]);
        if (csv != null) {
            csv.printf(Locale.ROOT, "%s,%d,%d,%.1f%n", name, lanes, threads, us[runs / 2]);
        }
    }
}
