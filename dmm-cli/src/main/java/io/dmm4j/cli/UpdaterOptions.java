package io.dmm4j.cli;

import io.dmm4j.train.update.Adam;
import io.dmm4j.train.update.AdamW;
import io.dmm4j.train.update.Adamax;
import io.dmm4j.train.update.AmsGrad;
import io.dmm4j.train.update.Clipping;
import io.dmm4j.train.update.Momentum;
import io.dmm4j.train.update.Nadam;
import io.dmm4j.train.update.Nesterovs;
import io.dmm4j.train.update.Rate;
import io.dmm4j.train.update.RmsProp;
import io.dmm4j.train.update.Updater;
import io.dmm4j.train.update.Updaters;
import io.dmm4j.value.DmmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say how gradients become steps. */
final class UpdaterOptions {
    /** What the constants of updaters are unless given, see their classes. */
    private static final Map<String, Double> USUAL = Map.of(
            "--momentum", 0.9,
            "--rho", 0.95,
            "--beta1", 0.9,
            "--beta2", 0.999,
            "--epsilon", 1e-8,
            "--weight-decay", 0.01);

    private static final Map<String, String> SCHEDULES = new LinkedHashMap<>();

    static {
        SCHEDULES.put("constant", "");
        SCHEDULES.put("steps", "FACTOR,EVERY");
        SCHEDULES.put("exponential", "FACTOR");
        SCHEDULES.put("polynomial", "POWER,LAST");
        SCHEDULES.put("cosine", "LOWEST,LAST");
    }

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

    @Option(
            names = "--schedule",
            paramLabel = "KIND",
            defaultValue = "constant",
            description = {
                "how the rate changes with the number of steps done (${DEFAULT-VALUE} unless given):",
                "constant, steps:FACTOR,EVERY (times FACTOR every EVERY steps), exponential:FACTOR (times FACTOR every"
                        + " step), polynomial:POWER,LAST (times (1 - step/LAST)^POWER), cosine:LOWEST,LAST (half a cosine"
                        + " down to LOWEST at step LAST)"
            })
    private String schedule;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "raise the rate from 0 along a straight line during the first N steps")
    private Long warmUp;

    @Option(names = "--momentum", paramLabel = "X", description = "of momentum and nesterovs (0.9 unless given)")
    private Double momentum;

    @Option(names = "--rho", paramLabel = "X", description = "decay of the mean square of rmsprop (0.95 unless given)")
    private Double rho;

    @Option(
            names = "--beta1",
            paramLabel = "X",
            description = "decay of the mean of adam, adamw, amsgrad, adamax, nadam (0.9 unless given)")
    private Double beta1;

    @Option(
            names = "--beta2",
            paramLabel = "X",
            description = "decay of the mean square of the same (0.999 unless given)")
    private Double beta2;

    @Option(
            names = "--epsilon",
            paramLabel = "X",
            description = "what the same and rmsprop add to the root they divide by (1e-8 unless given)")
    private Double epsilon;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            description = "decoupled decay of weights of adamw (0.01 unless given)")
    private Double weightDecay;

    @Option(names = "--clip", paramLabel = "X", description = "scale gradients down to an L2 norm of at most X")
    private Double clip;

    @Option(names = "--clip-value", paramLabel = "X", description = "limit each number of a gradient to -X ... X")
    private Double clipValue;

    Updater updater() {
        Updater u = withSettings(Updaters.of(updater, rate()));
        used(u);
        return u;
    }

    private Rate rate() {
        Checks.positive("--rate", rate);
        Choice c = Choice.parse("--schedule", schedule, SCHEDULES);
        Rate r =
                switch (c.kind()) {
                    case "steps" -> Rate.steps(rate, c.above(0, 0), c.count(1));
                    case "exponential" -> Rate.exponential(rate, c.above(0, 0));
                    case "polynomial" -> Rate.polynomial(rate, c.above(0, 0), c.count(1));
                    case "cosine" -> Rate.cosine(rate, c.atLeast(0, 0), c.count(1));
                    default -> Rate.constant(rate);
                };
        return warmUp == null ? r : Rate.warmUp(Checks.atLeastOne("--warm-up", warmUp), r);
    }

    private Updater withSettings(Updater u) {
        if (u instanceof Momentum m) {
            return new Momentum(m.rate(), memory("--momentum", momentum, m.momentum()));
        } else if (u instanceof Nesterovs n) {
            return new Nesterovs(n.rate(), memory("--momentum", momentum, n.momentum()));
        } else if (u instanceof RmsProp r) {
            return new RmsProp(r.rate(), memory("--rho", rho, r.decay()), epsilon(r.epsilon()));
        } else if (u instanceof Adam a) {
            return adam(a);
        } else if (u instanceof AdamW a) {
            double decay = weightDecay == null ? a.decay() : Checks.notNegative("--weight-decay", weightDecay);
            return new AdamW(adam(a.adam()), decay);
        } else if (u instanceof AmsGrad a) {
            return new AmsGrad(a.rate(), beta1(a.beta1()), beta2(a.beta2()), epsilon(a.epsilon()));
        } else if (u instanceof Adamax a) {
            return new Adamax(a.rate(), beta1(a.beta1()), beta2(a.beta2()), epsilon(a.epsilon()));
        } else if (u instanceof Nadam a) {
            return new Nadam(a.rate(), beta1(a.beta1()), beta2(a.beta2()), epsilon(a.epsilon()));
        }
        return u;
    }

    private Adam adam(Adam a) {
        return new Adam(a.rate(), beta1(a.beta1()), beta2(a.beta2()), epsilon(a.epsilon()));
    }

    private double beta1(double usual) {
        return memory("--beta1", beta1, usual);
    }

    private double beta2(double usual) {
        return memory("--beta2", beta2, usual);
    }

    private double epsilon(double usual) {
        return epsilon == null ? usual : Checks.positive("--epsilon", epsilon);
    }

    private static double memory(String option, Double given, double usual) {
        return given == null ? usual : Checks.memory(option, given);
    }

    /** Fails if a setting was given that this updater does not have. */
    private void used(Updater u) {
        List<String> known = known(u.name());
        constants().forEach((option, given) -> {
            if (given != null && !known.contains(option)) {
                throw new DmmException(option + ": the updater " + u.name() + " has no such setting"
                        + (known.isEmpty() ? "" : ", only " + String.join(", ", known)));
            }
        });
    }

    private static List<String> known(String updater) {
        return switch (updater) {
            case "momentum", "nesterovs" -> List.of("--momentum");
            case "rmsprop" -> List.of("--rho", "--epsilon");
            case "adamw" -> List.of("--beta1", "--beta2", "--epsilon", "--weight-decay");
            case "adam", "amsgrad", "adamax", "nadam" -> List.of("--beta1", "--beta2", "--epsilon");
            default -> List.of();
        };
    }

    private Map<String, Double> constants() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("--momentum", momentum);
        all.put("--rho", rho);
        all.put("--beta1", beta1);
        all.put("--beta2", beta2);
        all.put("--epsilon", epsilon);
        all.put("--weight-decay", weightDecay);
        return all;
    }

    Clipping clipping() {
        if (clip != null && clipValue != null) {
            throw new DmmException("--clip and --clip-value: found both, expected one of them");
        }
        return clip != null
                ? Clipping.byNorm(Checks.positive("--clip", clip))
                : clipValue != null ? Clipping.byValue(Checks.positive("--clip-value", clipValue)) : Clipping.NONE;
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("updater", updater);
        settings.put("rate", Double.toString(rate));
        settings.put("schedule", schedule);
        settings.put("warm-up", warmUp == null ? "none" : warmUp + " steps");
        constants().forEach((option, given) -> {
            if (known(updater).contains(option)) {
                settings.put(option.substring(2), Double.toString(given == null ? USUAL.get(option) : given));
            }
        });
        settings.put("clip", clip == null ? "none" : clip.toString());
        settings.put("clip-value", clipValue == null ? "none" : clipValue.toString());
    }
}
