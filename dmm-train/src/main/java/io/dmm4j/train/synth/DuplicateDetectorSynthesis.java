package io.dmm4j.train.synth;

import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.train.Initialiser;
import io.dmm4j.train.Listener;
import io.dmm4j.train.Settings;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.data.Teacher;
import io.dmm4j.train.data.Texts;
import io.dmm4j.train.loss.Loss;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.prune.Cut;
import io.dmm4j.train.prune.PruneSettings;
import io.dmm4j.train.update.Adam;
import java.util.List;
import java.util.function.Consumer;

/**
 * The published synthesis of the duplicate detector (M. Bukatin, 2022), unattended: a network of 1486 links is trained to show
 * what the handcrafted machine shows, then loses links until few are left, then is trained without penalty. If what is left
 * does not do it exactly, all links grow again, small, beside those that are left, and it is tried once more; if that does not
 * help either, it starts anew.
 *
 * <p>The same seed gives the same machine (on the same backend, vector width and JDK).
 */
public final class DuplicateDetectorSynthesis {
    /** The network to be trained. */
    public static final String NETWORK = "example:duplicate-detector/trainable";

    /** The network that is right. */
    public static final String TEACHER = "example:duplicate-detector/handcrafted";

    /** Where characters come in. */
    public static final Port INPUT = Port.of("input", "char");

    /** What is compared: the numbers at the roots. */
    public static final List<Probe> PROBES = List.of(Probe.in("output", "dict-1"), Probe.in("output", "dict-2"));

    /** Cycles from one character to the next. */
    public static final int EVERY = 10;

    /** Four texts with enough repetitions and stops that a machine that fits them has understood. */
    public static final List<Text> FOUR_TEXTS = List.of(
            new Text("test string.", 140),
            new Text("tets. str.ingtb str.ingtb", 250),
            new Text("aaabbbaab.aab.", 180),
            new Text("hello. world. of. trees", 230));

    static final double DEVIATION = 0.01;

    private DuplicateDetectorSynthesis() {}

    /**
     * A text to train on.
     *
     * @param text fed one character at a time, every {@value #EVERY} cycles, the last one again and again
     * @param cycles how long
     */
    public record Text(String text, int cycles) {}

    /**
     * How long what takes, and what is good enough.
     *
     * @param texts what is trained on, a lane each
     * @param rates the learning rates
     * @param training steps before the first cut
     * @param lambda L1 during those
     * @param small links to which shares are cut
     * @param settling most steps there
     * @param settled loss with which that ends early
     * @param fewest links below which nothing more is cut
     * @param polishing steps at the end, without L1, for each of three ever smaller rates; up to ten times as many while the loss falls
     * @param hopeless loss after settling with which nothing is cut further, but all links grow again
     * @param good loss that is exact enough
     * @param polished loss with which polishing ends early
     * @param few links of an exact machine that ends the search at once
     * @param enough links of one that ends it once patience is over
     * @param patience work after which no round begins where there are few enough links: steps, and one more of each for every
     *     {@value Search#LINKS_PER_WORK} links
     * @param rounds most rounds
     * @param pruning how links are cut
     */
    public record Plan(
            List<Text> texts,
            Rates rates,
            int training,
            double lambda,
            int small,
            int settling,
            double settled,
            int fewest,
            int polishing,
            double hopeless,
            double good,
            double polished,
            int few,
            int enough,
            double patience,
            int rounds,
            PruneSettings pruning) {

        /** What works for four texts. */
        public static final Plan DEFAULT = new Plan(
                FOUR_TEXTS,
                Rates.DEFAULT,
                500,
                0.001,
                60,
                4000,
                0.1,
                8,
                1000,
                5,
                1e-6,
                1e-8,
                9,
                16,
                50_000,
                6,
                PruneSettings.DEFAULT);

        /**
         * What works for the published text alone: its targets are a twentieth of those of the four texts, by the sum of their
         * squares, and so are losses and penalties.
         */
        public static final Plan ONE_TEXT =
                DEFAULT.withTexts(FOUR_TEXTS.subList(0, 1)).scaled(0.05);

        /** This plan for other texts. */
        public Plan withTexts(List<Text> t) {
            return new Plan(
                    t, rates, training, lambda, small, settling, settled, fewest, polishing, hopeless, good, polished,
                    few, enough, patience, rounds, pruning);
        }

        /** This plan for losses that are a factor larger, penalties included; what is exact enough stays as it is. */
        private Plan scaled(double factor) {
            return new Plan(
                    texts,
                    rates,
                    training,
                    factor * lambda,
                    small,
                    settling,
                    factor * settled,
                    fewest,
                    polishing,
                    factor * hopeless,
                    good,
                    polished,
                    few,
                    enough,
                    patience,
                    rounds,
                    pruning.scaled(factor));
        }
    }

    /**
     * Learning rates of Adam, which starts afresh with each.
     *
     * @param training before the first cut
     * @param cutting while links are cut
     * @param polishing at the end
     */
    public record Rates(double training, double cutting, double polishing) {
        /** Several times the published 0.001: as sure, in fewer steps. */
        public static final Rates DEFAULT = new Rates(0.004, 0.002, 0.001);
    }

    /** The network of 1486 links with weights 0.01·N(0, 1) of a seed. */
    public static Network start(long seed) {
        return Initialiser.normal(DEVIATION).apply(Networks.load(NETWORK), seed);
    }

    /** What the trainer needs besides the plan: Adam in 32-bit floats. */
    public static Settings settings(long seed, String backend, int threads) {
        return Settings.builder()
                .updater(Adam.of(Rates.DEFAULT.training()))
                .precision(Precision.FLOAT32)
                .seed(seed)
                .backend(backend)
                .threads(threads)
                .build();
    }

    /**
     * Runs the experiment.
     *
     * @param start a network like {@link #NETWORK}, for example from {@link #start}
     * @param listener is told of every step
     * @param log is told of every cut
     */
    public static Synthesis run(Network start, Plan plan, Settings settings, Listener listener, Consumer<Cut> log) {
        try (Search search = search(start, plan, settings, listener, log)) {
            while (!search.isOver()) {
                search.step();
            }
            return search.best();
        }
    }

    /** The experiment before its first step, to be run step by step, saved and gone on with. */
    public static Search search(Network start, Plan plan, Settings settings, Listener listener, Consumer<Cut> log) {
        return new Search(start, objective(), data(plan.texts(), settings.backend()), plan, settings, listener, log);
    }

    /** The sequences of texts, with what the handcrafted machine shows. */
    public static List<Sequence> data(List<Text> texts, String backend) {
        List<Sequence> inputs = texts.stream()
                .map(t -> Texts.of(t.text(), EVERY, t.cycles(), INPUT))
                .toList();
        return new Teacher(Networks.load(TEACHER), PROBES, backend).label(inputs);
    }

    /** What is minimised. */
    public static Objective objective() {
        return Objective.of(PROBES, Loss.SQUARED, Objective.Paths.NUMBER);
    }
}
