package io.dmm4j.perf.synth;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.train.Initialiser;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Text;
import io.dmm4j.train.synth.Synthesis;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far what a synthesis finds hangs on the last bits of its sums: starts are run again and again, each time with the weights
 * changed by a ten-millionth of themselves, which is no other start, but leads another way after some hundred steps.
 * {@code [--one] FROM TO START...}: changes FROM to TO, 0 for none; a START is a seed or the file of a matrix; {@code --one}
 * for the published text alone. One thread.
 */
public final class SynthesisReport {
    private static final double CHANGE = 1e-7;
    private static final Text OTHER = new Text("tttttst.", 140);

    private SynthesisReport() {}

    /** Runs and prints. */
    public static void main(String[] args) {
        List<String> rest = new ArrayList<>(List.of(args));
        Plan plan = rest.remove("--one") ? Plan.ONE_TEXT : Plan.DEFAULT;
        int from = Integer.parseInt(rest.remove(0));
        int to = Integer.parseInt(rest.remove(0));
        System.out.println("start    change  links      loss  loss on \"tttttst.\"  round    steps  seconds of a core");
        for (int change = from; change <= to; change++) {
            for (String start : rest) {
                measure(start, change, plan);
            }
        }
    }

    private static void measure(String start, int change, Plan plan) {
        boolean seeded = start.matches("\\d+");
        long seed = seeded ? Long.parseLong(start) : 1;
        Network network = seeded
                ? DuplicateDetectorSynthesis.start(seed)
                : NetworkJson.withMatrix(Networks.load(DuplicateDetectorSynthesis.NETWORK), Networks.file(start), 4);
        Initialiser changed = (w, in, out, r) -> change == 0 ? w : w * (1 + CHANGE * r.nextGaussian());
        Settings settings = DuplicateDetectorSynthesis.settings(seed, CpuBackend.NAME, 1);
        long[] steps = {0};
        double before = seconds();
        Synthesis s = DuplicateDetectorSynthesis.run(
                changed.apply(network, change), plan, settings, r -> steps[0]++, cut -> {});
        System.out.printf(
                Locale.ROOT,
                "%-8s %6d  %5d  %8.2g  %18.2g  %5d  %7d  %17.1f%n",
                seeded ? "seed " + seed : "matrix",
                change,
                s.links(),
                s.loss(),
                other(s.network(), settings),
                s.round(),
                steps[0],
                seconds() - before);
    }

    /** The loss on a text with a count that was not trained. */
    private static double other(Network found, Settings settings) {
        try (Trainer t = new Trainer(
                found,
                DuplicateDetectorSynthesis.objective(),
                DuplicateDetectorSynthesis.data(List.of(OTHER), CpuBackend.NAME),
                settings)) {
            return t.loss();
        }
    }

    private static double seconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }
}
