package io.dmm4j.train.synth;

import io.dmm4j.net.Network;
import io.dmm4j.train.Links;
import io.dmm4j.train.Listener;
import io.dmm4j.train.Settings;
import io.dmm4j.train.Snapshot;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.data.Sequence;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.prune.Cut;
import io.dmm4j.train.prune.Pruning;
import io.dmm4j.train.prune.Rewiring;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A synthesis, one step of training at a time; between two steps all of it can be saved, and gone on from with the same bits. It
 * goes in rounds: train, cut shares of the links, settle, cut single links, polish. A round that did not end with a machine
 * that is exact and small enough is followed by another, with all links grown again beside what is left or, every other time, from
 * nothing.
 */
public final class Search implements AutoCloseable {
    private static final double[] POLISH = {0.01, 0.001, 0};

    // what a pruned network loses one link after another, before it is known better; only for foresight
    private static final int STEPS_PER_SHARE = 60;
    private static final int STEPS_PER_LINK = 250;

    /** The parts of a round, in their order. */
    public enum Phase {
        /** All links, before the first cut. */
        TRAIN,
        /** Shares of the links are cut. */
        SHARES,
        /** Few links, no cuts. */
        SETTLE,
        /** Links are cut one by one. */
        SINGLES,
        /** Ever smaller λ, three times. */
        POLISH,
        /** All is done. */
        OVER
    }

    private final Network start;
    private final Plan plan;
    private final Settings settings;
    private final Links links;
    private final Consumer<Cut> log;
    private final Trainer trainer;

    private int round = 1;
    private Phase phase = Phase.TRAIN;
    private int polish; // which λ
    private long done; // steps in this part
    private Pruning pruning; // while links are cut
    private Synthesis best; // null in the first round

    /**
     * Before the first step.
     *
     * @param listener is told of every step
     * @param log is told of every cut
     */
    public Search(
            Network start,
            Objective objective,
            List<Sequence> data,
            Plan plan,
            Settings settings,
            Listener listener,
            Consumer<Cut> log) {
        this.start = start;
        this.plan = plan;
        this.settings = settings;
        this.log = log;
        links = new Links(start, start);
        trainer = new Trainer(start, objective, data, settings);
        trainer.listen(listener);
        enter(Phase.TRAIN);
    }

    /** Whether it has come to its end. */
    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /** One step of training, and the decisions before and after it. */
    public void step() {
        if (pruning != null) {
            pruning.step();
        } else {
            trainer.step();
            done++;
        }
        while (phase != Phase.OVER && isDone()) {
            next();
        }
    }

    private boolean isDone() {
        return pruning != null ? pruning.isOver() : done >= steps(phase);
    }

    /** Steps of a part where nothing is cut. */
    private int steps(Phase p) {
        return switch (p) {
            case TRAIN -> plan.training();
            case SETTLE -> plan.settling();
            case POLISH -> plan.polishing();
            default -> 0;
        };
    }

    private void next() {
        switch (phase) {
            case TRAIN -> enter(Phase.SHARES);
            case SHARES -> enter(Phase.SETTLE);
            case SETTLE -> {
                if (trainer.loss() > plan.hopeless()) {
                    endRound(); // a machine that is wrong does not get right with fewer links
                } else {
                    enter(Phase.SINGLES);
                }
            }
            case SINGLES -> enter(Phase.POLISH);
            case POLISH -> {
                if (polish + 1 < POLISH.length) {
                    polish++;
                    penalise();
                } else {
                    endRound();
                }
            }
            default -> throw new IllegalStateException("nothing follows");
        }
    }

    private void enter(Phase p) {
        phase = p;
        polish = 0;
        pruning = pruning(p);
        penalise();
    }

    private Pruning pruning(Phase p) {
        return switch (p) {
            case SHARES -> new Pruning(trainer, plan.pruning(), false, plan.small(), links, log);
            case SINGLES -> new Pruning(trainer, plan.pruning(), true, plan.fewest(), links, log);
            default -> null;
        };
    }

    /** Begins a part with its λ; where links are cut, cuts say what it is. */
    private void penalise() {
        done = 0;
        switch (phase) {
            case TRAIN -> penalise(plan.lambda());
            case SETTLE -> penalise(plan.pruning().band(plan.small()).lambda());
            case POLISH -> penalise(POLISH[polish]);
            default -> {
                // as it is
            }
        }
    }

    private void penalise(double lambda) {
        trainer.regularise(List.of(Regulariser.l1(lambda)));
    }

    private void endRound() {
        Synthesis now = new Synthesis(trainer.network(), trainer.loss(), trainer.trainedLinks(), round);
        best = best == null || rank(now) < rank(best) ? now : best;
        if (isGood(best) || round == plan.rounds()) {
            enter(Phase.OVER);
        } else {
            round++;
            again(round % 2 == 0);
            enter(Phase.TRAIN);
        }
    }

    /** All links grow again, beside what is left or from nothing. */
    private void again(boolean keep) {
        if (!keep) {
            trainer.rewire(start.withTrainable(List.of()));
        }
        Rewiring.regrow(start, DuplicateDetectorSynthesis.DEVIATION).apply(trainer);
        trainer.update(settings.updater());
    }

    /** Exact machines by their links; others come after them, by their loss. */
    private double rank(Synthesis s) {
        return s.loss() <= plan.good() ? s.links() : 1e6 + s.loss();
    }

    private boolean isGood(Synthesis s) {
        return s.loss() <= plan.good() && s.links() <= plan.enough();
    }

    // ---- what others see ---------------------------------------------------------------------------------------

    /** The round, from 1. */
    public int round() {
        return round;
    }

    /** The part of the round. */
    public Phase phase() {
        return phase;
    }

    /** The network as it is now. */
    public Network network() {
        return trainer.network();
    }

    /** The best machine that a round has ended with; of the last round, if it is over. */
    public Synthesis best() {
        return best;
    }

    /** About how many steps this round will still take, if no cut is taken back. */
    public long stepsLeft() {
        long left = Math.max(0, steps(phase) - done);
        int now = trainer.trainedLinks();
        if (phase == Phase.POLISH) {
            return left + (long) (POLISH.length - 1 - polish) * plan.polishing();
        }
        if (phase.compareTo(Phase.SHARES) <= 0) {
            double cuts = Math.log((double) Math.max(now, 1) / plan.small())
                    / -Math.log(1 - plan.pruning().most());
            left += (long) Math.ceil(Math.max(0, cuts)) * STEPS_PER_SHARE;
        }
        if (phase.compareTo(Phase.SETTLE) < 0) {
            left += plan.settling();
        }
        if (phase.compareTo(Phase.SINGLES) <= 0) {
            left += (long) Math.max(0, Math.min(now, plan.small()) - plan.fewest()) * STEPS_PER_LINK;
        }
        return phase == Phase.OVER ? 0 : left + (long) POLISH.length * plan.polishing();
    }

    // ---- state -------------------------------------------------------------------------------------------------

    /** All that is needed to go on from here, by name. */
    public TrainingState saved() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("search.round", (long) round);
        numbers.put("search.phase", (long) phase.ordinal());
        numbers.put("search.polish", (long) polish);
        numbers.put("search.done", done);
        numbers.put("search.found", best == null ? 0L : 1L);
        TrainingState state = Snapshot.of(trainer).saved(links).with("", new TrainingState(Map.of(), numbers));
        if (best != null) {
            state = state.with("best.", saved(best));
        }
        return pruning == null ? state : state.with("pruning.", pruning.saved());
    }

    private TrainingState saved(Synthesis s) {
        return new TrainingState(
                Map.of(
                        "structure", links.structure(s.network()),
                        "weights", Links.weights(s.network()),
                        "loss", new double[] {s.loss()}),
                Map.of("links", (long) s.links(), "round", (long) s.round()));
    }

    /** Goes on with what {@link #saved} has made in a search with the same start, data, plan and settings. */
    public void restore(TrainingState saved) {
        Snapshot.of(saved, links).restore(trainer);
        round = (int) saved.number("search.round");
        phase = Phase.values()[(int) saved.number("search.phase")];
        polish = (int) saved.number("search.polish");
        penalise();
        done = saved.number("search.done");
        if (saved.number("search.found") != 0) {
            TrainingState s = saved.part("best.");
            best = new Synthesis(
                    links.network(s.array("structure"), s.array("weights")),
                    s.array("loss")[0],
                    (int) s.number("links"),
                    (int) s.number("round"));
        }
        pruning = pruning(phase);
        if (pruning != null) {
            pruning.restore(saved.part("pruning."));
        }
    }

    @Override
    public void close() {
        trainer.close();
    }
}
