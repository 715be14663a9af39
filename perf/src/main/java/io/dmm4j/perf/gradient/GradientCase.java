package io.dmm4j.perf.gradient;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.perf.flatten.RandomLinks;
import io.dmm4j.spi.Events;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A program of which gradients are taken, on small random weights and inputs.
 *
 * @param name of the table's line
 * @param program live rows only
 * @param window cycles
 * @param lanes machines side by side
 */
record GradientCase(String name, FlatProgram program, int window, int lanes) {
    private static final String TEXT = "test string.";

    /** The detector of 1486 links, and 10⁵ and 10⁶ random links, in 1 to 512 lanes. */
    static List<GradientCase> all(List<String> names, int[] lanes) {
        List<GradientCase> cases = new ArrayList<>();
        for (String name : names) {
            FlatProgram p = program(name);
            for (int n : lanes) {
                cases.add(new GradientCase(name, p, window(name, n), n));
            }
        }
        return cases;
    }

    private static FlatProgram program(String name) {
        Network network =
                switch (name) {
                    case "10^5 links" -> RandomLinks.network(2_000, 1, 1);
                    case "10^6 links" -> RandomLinks.network(20_000, 1, 1);
                    default -> detector(name);
                };
        return Flattener.flatten(network, FlattenOptions.CLOSED).program();
    }

    private static Network detector(String name) {
        Set<Path> letters = new TreeSet<>();
        TEXT.chars().forEach(c -> letters.add(Path.of(Character.toString(c))));
        return Networks.load("example:duplicate-detector/" + name)
                .withExternal(Port.of("input", "char"), ExternalPort.of(letters));
    }

    /** Shorter where the tape would be large. */
    private static int window(String name, int lanes) {
        return switch (name) {
            case "10^5 links" -> lanes > 64 ? 40 : 140;
            case "10^6 links" -> lanes > 64 ? 8 : 40;
            default -> 140;
        };
    }

    /** Weights for which machines neither die nor explode. */
    double[] weights() {
        double[] w = program.parameters().clone();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; name.equals("trainable") && i < w.length; i++) {
            w[i] = random.nextDouble(-0.3, 0.3);
        }
        return w;
    }

    /** One number of an external row in every tenth cycle of each lane. */
    Events events() {
        Events events = new Events();
        int rows = program.externals().length()[0];
        for (int t = 0; t < window; t += 10) {
            for (int lane = 0; lane < lanes; lane++) {
                events.add(t, program.externals().start()[0] + (t / 10 + lane) % rows, lane, 1);
            }
        }
        return events;
    }

    /** ∂L/∂probe, at random. */
    double[] seeds() {
        double[] seeds = new double[window * program.probes().total() * lanes];
        Random random = new Random(3);
        Arrays.setAll(seeds, i -> random.nextGaussian());
        return seeds;
    }
}
