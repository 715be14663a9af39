package io.dmm4j.cli;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.train.Links;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.prune.PruneSettings;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.prune.Rewiring;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options that say which links go and which come. */
final class RewireOptions {
    private static final long EVERY = 100;
    private static final double LOSS = 0.03;
    private static final int STEPS = 1500;
    private static final double L1 = 0.05;
    private static final long POLISH = 3000;
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("below", "LIMIT");
        KINDS.put("smallest", "COUNT");
        KINDS.put("set", "SHARE,SIGMA");
        KINDS.put("rigl", "SHARE");
    }

    @Option(
            names = "--rewire",
            paramLabel = "KIND",
            description = {
                "while training, every --rewire-every steps: below:LIMIT cuts links with |w| below LIMIT, smallest:COUNT the"
                        + " COUNT nearest to 0; set:SHARE,SIGMA cuts that share of the positive and of the negative weights"
                        + " and grows as many at random, normal with deviation SIGMA; rigl:SHARE cuts that share and grows as"
                        + " many where the gradient is largest"
            })
    private String rewire;

    @Option(
            names = "--rewire-every",
            paramLabel = "N",
            description = "steps from one rewiring to the next (" + EVERY + " unless given)")
    private Long every;

    @Option(
            names = "--candidates",
            paramLabel = "NET",
            description =
                    "links that set and rigl may grow, those just cut among them: the trainable links of this network (those"
                            + " that the network starts with unless given)")
    private String candidates;

    @Option(
            names = "--prune-to",
            paramLabel = "N",
            description =
                    "after training, cut links, as dmm synth does, until N are left or none can go: the smallest shares"
                            + " first, from 60 links down one at a time, and where none can go, all that read an output read"
                            + " another one that says the same; a cut that does not recover is taken back")
    private Integer pruneTo;

    @Option(
            names = "--prune-loss",
            paramLabel = "X",
            description = "a cut stands once the loss is at most X, or not much above what it was (" + LOSS + " unless"
                    + " given)")
    private Double pruneLoss;

    @Option(
            names = "--prune-steps",
            paramLabel = "N",
            description = "a cut is taken back after N steps (" + STEPS + " unless given)")
    private Integer pruneSteps;

    @Option(
            names = "--prune-l1",
            paramLabel = "X",
            description = "--l1 while links are cut, instead of all other penalties (" + L1 + " unless given)")
    private Double pruneL1;

    @Option(
            names = "--polish",
            paramLabel = "N",
            description = "after the last cut, train on for N steps at most, with the penalties given (" + POLISH
                    + " unless given)")
    private Long polish;

    @Option(
            names = "--protect",
            paramLabel = "LINKS",
            description = "links that are never cut, as for --freeze; those frozen are not either")
    private List<String> protect = new ArrayList<>();

    /**
     * What happens to the links of a run.
     *
     * @param rewiring what is done now and then; null for nothing
     * @param every steps from one time to the next
     * @param links all that there may ever be
     * @param pruning how links are cut after training; null if they are not
     * @param target links that are few enough then
     * @param polish steps at most after that
     */
    record Structure(Rewiring rewiring, long every, Links links, PruneSettings pruning, int target, long polish) {}

    /**
     * Reads the options.
     *
     * @param frozen links that are not trained
     */
    Structure structure(Network start, Predicate<Link> frozen) {
        requireUsed();
        Checks.atLeastOne("--rewire-every", every());
        Network all = candidates == null ? start : candidates(start);
        Predicate<Link> kept = Glob.links("--protect", protect, all.links()).or(frozen);
        return new Structure(
                rewire == null ? null : rewiring(all, kept),
                every(),
                new Links(start, all),
                pruneTo == null ? null : pruning(kept),
                pruneTo == null ? 0 : (int) Checks.atLeastOne("--prune-to", pruneTo),
                polish());
    }

    /** Fails if something was given that does nothing. */
    private void requireUsed() {
        boolean grows = rewire != null && (rewire.startsWith("set") || rewire.startsWith("rigl"));
        used("--rewire-every", every, rewire != null, "--rewire");
        used("--candidates", candidates, grows, "--rewire set or rigl");
        used("--prune-loss", pruneLoss, pruneTo != null, "--prune-to");
        used("--prune-steps", pruneSteps, pruneTo != null, "--prune-to");
        used("--prune-l1", pruneL1, pruneTo != null, "--prune-to");
        used("--polish", polish, pruneTo != null, "--prune-to");
        used(
                "--protect",
                protect.isEmpty() ? null : protect,
                rewire != null || pruneTo != null,
                "--rewire or --prune-to");
    }

    private static void used(String option, Object given, boolean used, String beside) {
        if (given != null && !used) {
            throw new DmmException(option + ": expected " + beside + " beside it");
        }
    }

    private long every() {
        return every == null ? EVERY : every;
    }

    private double pruneLoss() {
        return pruneLoss == null ? LOSS : Checks.notNegative("--prune-loss", pruneLoss);
    }

    private int pruneSteps() {
        return pruneSteps == null ? STEPS : (int) Checks.atLeastOne("--prune-steps", pruneSteps);
    }

    private double pruneL1() {
        return pruneL1 == null ? L1 : Checks.notNegative("--prune-l1", pruneL1);
    }

    private long polish() {
        return polish == null ? POLISH : polish;
    }

    private Network candidates(Network start) {
        Set<ParameterId> there = new HashSet<>();
        List<Link> union = new ArrayList<>();
        for (Link l : start.links()) {
            there.add(ParameterId.of(l));
            if (l.trainable()) {
                union.add(l);
            }
        }
        for (Link l : Networks.load(candidates).links()) {
            if (l.trainable() && there.add(ParameterId.of(l))) {
                union.add(l);
            }
        }
        try {
            return start.withTrainable(union);
        } catch (DmmException e) {
            throw new DmmException("--candidates: " + e.getMessage(), e);
        }
    }

    private Rewiring rewiring(Network all, Predicate<Link> kept) {
        Choice c = Choice.parse("--rewire", rewire, KINDS);
        return switch (c.kind()) {
            case "below" -> Rewiring.below(c.above(0, 0), kept);
            case "smallest" -> Rewiring.smallest((int) Math.min(Integer.MAX_VALUE, c.count(0)), kept);
            case "set" -> Rewiring.set(c.share(0), all, c.above(1, 0), kept);
            default -> Rewiring.rigl(c.share(0), all, kept);
        };
    }

    private PruneSettings pruning(Predicate<Link> kept) {
        if (polish() < 0) {
            throw new DmmException("--polish: found " + polish + ", expected a number that is not negative");
        }
        PruneSettings d = PruneSettings.DEFAULT;
        return new PruneSettings(
                List.of(new Band(0, pruneL1(), pruneLoss(), pruneSteps())),
                d.share(),
                d.most(),
                d.growth(),
                d.shrink(),
                d.tolerance(),
                d.single(),
                d.tries(),
                d.least(),
                d.rest(),
                kept);
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("rewire", rewire == null ? "none" : rewire + " every " + every() + " steps");
        settings.put("candidates", candidates == null ? "none" : candidates);
        settings.put(
                "prune-to",
                pruneTo == null
                        ? "none"
                        : pruneTo + " links with loss " + pruneLoss() + " in " + pruneSteps() + " steps, l1 "
                                + pruneL1() + ", then " + polish() + " steps");
        settings.put("protect", String.join(", ", protect));
    }
}
