package io.dmm4j.cli;

import io.dmm4j.train.Curriculum;
import io.dmm4j.train.Settings;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Rate;
import io.dmm4j.train.update.Updaters;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how gradients become steps. */
final class UpdateOptions {
    @Option(
            names = "--updater",
            paramLabel = "NAME",
            defaultValue = "adam",
            description = "sgd, momentum, nesterovs, rmsprop, adam, adamw, amsgrad, adamax or nadam (${DEFAULT-VALUE}"
                    + " unless given)")
    private String updater;

    @Option(
            names = "--rate",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "the learning rate (${DEFAULT-VALUE} unless given)")
    private double rate;

    @Option(names = "--l1", paramLabel = "X", description = "add X times the sum of |w| over the trained links")
    private double l1;

    @Option(names = "--l2", paramLabel = "X", description = "add X times the sum of w^2 over the trained links")
    private double l2;

    @Option(
            names = "--row-sum",
            paramLabel = "X",
            description = "add X times the sum of (s - 1)^2, s being the sum of the weights into an input")
    private double rowSum;

    @Option(names = "--clip", paramLabel = "X", description = "scale gradients down to a norm of at most X")
    private Double clip;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "go back over N cycles at most (over whole sequences unless given)")
    private Integer window;

    @Option(
            names = "--carry",
            description = "with --window: the next step goes on where the last one ended, until the sequence ends; else"
                    + " only its first N cycles are used")
    private boolean carry;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "64",
            description = "take at most N sequences in a step (${DEFAULT-VALUE} unless given)")
    private int lanes;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "the seed of all that is drawn (${DEFAULT-VALUE} unless given)")
    private long seed;

    long seed() {
        return seed;
    }

    /**
     * The settings.
     *
     * @param longest cycles of the longest sequence
     */
    Settings settings(ComputeFlags compute, int longest) {
        check(longest);
        return Settings.builder()
                .updater(Updaters.of(updater, Rate.constant(rate)))
                .regularisers(penalties().toArray(Regulariser[]::new))
                .clipping(clip == null ? Clipping.NONE : Clipping.byNorm(clip))
                .curriculum(window == null ? Curriculum.WHOLE : Curriculum.of(window))
                .carry(carry)
                .lanes(lanes)
                .seed(seed)
                .backend(compute.backend())
                .precision(compute.precision())
                .threads(compute.threads())
                .build();
    }

    private void check(int longest) {
        if (window != null && window > longest) {
            throw new DmmException(
                    "--window: found " + window + " cycles, but the longest sequence has only " + longest);
        } else if (carry && window == null) {
            throw new DmmException("--carry: expected --window N beside it");
        } else if (lanes < 1) {
            throw new DmmException("--lanes: found " + lanes + ", expected at least 1");
        } else if (!(rate > 0 && Double.isFinite(rate))) {
            throw new DmmException("--rate: found " + rate + ", expected a finite number above 0");
        }
    }

    private List<Regulariser> penalties() {
        List<Regulariser> all = new ArrayList<>();
        if (isPositive("--l1", l1)) {
            all.add(Regulariser.l1(l1));
        }
        if (isPositive("--l2", l2)) {
            all.add(Regulariser.l2(l2));
        }
        if (isPositive("--row-sum", rowSum)) {
            all.add(Regulariser.rowSum(rowSum));
        }
        return all;
    }

    private static boolean isPositive(String name, double x) {
        if (!(x >= 0 && Double.isFinite(x))) {
            throw new DmmException(name + ": found " + x + ", expected a finite number that is not negative");
        }
        return x > 0;
    }

    /** In words: all that what a run computes depends on. */
    void describe(Map<String, String> settings) {
        settings.put("updater", updater);
        settings.put("rate", Double.toString(rate));
        settings.put("l1", Double.toString(l1));
        settings.put("l2", Double.toString(l2));
        settings.put("row-sum", Double.toString(rowSum));
        settings.put("clip", clip == null ? "none" : clip.toString());
        settings.put("window", window == null ? "whole sequences" : window.toString());
        settings.put("carry", Boolean.toString(carry));
        settings.put("lanes", Integer.toString(lanes));
        settings.put("seed", Long.toString(seed));
    }
}
