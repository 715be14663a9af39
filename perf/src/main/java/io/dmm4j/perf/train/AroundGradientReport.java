package io.dmm4j.perf.train;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.Initialiser;
import io.dmm4j.train.Model;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.regular.Regulariser;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Steps of training of the duplicate detectors, Adam and λ, window 140, 32-bit floats, one thread: the floor is the cycles
 * forwards and backwards with nothing around them. {@code [--quick]}.
 */
public final class AroundGradientReport {
    private static final int CYCLES = 140;
    private static final Port CHAR = Port.of("input", "char");
    private static final List<Probe> PROBES = List.of(Probe.in("output", "dict-1"), Probe.in("output", "dict-2"));
    private static final String NAMES = "example:duplicate-detector/";

    private AroundGradientReport() {}

    /** Measures and prints. */
    public static void main(String[] args) {
        boolean quick = List.of(args).contains("--quick");
        System.out.println("Steps of training, " + CYCLES + " cycles, medians");
        System.out.println("network                                links lanes  gradient us   step us  step/gradient");
        for (String name : List.of("handcrafted", "trainable", "handcrafted", "trainable")) {
            for (int lanes : new int[] {1, 64}) {
                measure(NAMES + name, lanes, quick ? 20 : name.equals("handcrafted") ? 3000 : 300);
            }
        }
    }

    private static void measure(String name, int lanes, int steps) {
        Network network = Initialiser.perturb(1e-3).apply(Networks.load(name), 1);
        List<Sequence> inputs = Collections.nCopies(lanes, Texts.of("test string.", 10, CYCLES, CHAR));
        List<Sequence> data = new Teacher(Networks.load(NAMES + "handcrafted"), PROBES, CpuBackend.NAME).label(inputs);
        Objective objective = Objective.of(PROBES, Loss.SQUARED, Objective.Paths.NUMBER);
        Settings settings = Settings.builder()
                .regularisers(Regulariser.l1(1e-3))
                .backend(CpuBackend.NAME)
                .build();
        Model model = Model.of(network, objective, Model.words(data), settings);
        ExecutorOptions options = new ExecutorOptions(lanes, Precision.FLOAT32, 1, CYCLES);
        double[] seeds = new double[CYCLES * model.loss().probeRows() * lanes];
        Arrays.fill(seeds, 1e-3);
        double[] gradient = new double[model.parameters().inProgram()];
        double[] floor = new double[steps];
        double[] whole = new double[steps];
        try (GradientExecutor e = new CpuBackend().openGradient(model.adjoint(), options);
                Trainer t = new Trainer(network, objective, data, settings)) {
            for (int i = -steps; i < steps; i++) { // the first half warms up
                long start = System.nanoTime();
                e.reset();
                e.run(CYCLES, new Events());
                e.backward(seeds);
                e.readGradient(gradient);
                double us = (System.nanoTime() - start) / 1e3;
                double step = t.step().nanos() / 1e3;
                if (i >= 0) {
                    floor[i] = us;
                    whole[i] = step;
                }
            }
        }
        Arrays.sort(floor);
        Arrays.sort(whole);
        double g = floor[steps / 2];
        double s = whole[steps / 2];
        System.out.printf(
                Locale.ROOT,
                "%-38s %5d %5d %12.1f %9.1f %14.2f%n",
                name,
                network.links().size(),
                lanes,
                g,
                s,
                s / g);
    }
}
