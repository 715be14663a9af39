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
import io.dmm4j.train.update.Adam;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A synthesis, one step of training at a time; between two steps all of it can be saved, and gone on from with the same bits. It
 * goes in rounds: train, cut shares of the links, settle, cut single links, polish. A round that did not end with a machine
 * that is exact and small is followed by another, with all links grown again beside what is left or, every other time and where
 * that was exact, from nothing. After some work, a machine that is exact and not so small is enough.
 */
public final class Search implements AutoCloseable {
    /** Steps without cuts are looked at so many at a time, and go on where the loss falls by the share. */
    private static final int LOOK = 250;

    private static final double PROGRESS = 0.1;

    /** What the rate of polishing is multiplied with when that was too coarse, again and again. */
    private static final double[] POLISH = {1, 0.3, 0.1};

    /** Polishing with a rate goes on while the loss falls, up to so many times its steps. */
    private static final long LONGER = 10;

    /** Polishing ends after so many steps on end with a loss that is low enough, so that it is not by chance. */
    private static final int CALM = 50;

    /** Links that make a step twice the work of one of a network without any, about. */
    static final int LINKS_PER_WORK = 100;

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
        /** No λ any more, and ever smaller rates. */
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
    private double work; // done so far
    private Phase phase = Phase.TRAIN;
    private int polish; // which rate
    private long done; // steps in this part, or with this rate, unless links are cut
    private boolean settled; // this part ends early
    private double lowest; // loss since the loss was last looked at
    private double mark; // lowest loss before that
    private long calm; // steps on end with a loss that ends polishing
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
        work += 1 + (double) trainer.trainedLinks() / LINKS_PER_WORK;
        if (pruning != null) {
            pruning.step();
        } else {
            look(trainer.step().loss());
        }
        while (phase != Phase.OVER && isDone()) {
            next();
        }
    }

    /** Looks at the loss of a step without cuts, and whether the part has done what it is for. */
    private void look(double loss) {
        done++;
        lowest = Math.min(lowest, loss);
        calm = loss <= plan.polished() ? calm + 1 : 0;
        boolean slow = false;
        if (done % LOOK == 0) {
            slow = lowest > (1 - PROGRESS) * mark;
            mark = lowest;
            lowest = Double.POSITIVE_INFINITY;
        }
        settled = switch (phase) {
            case SETTLE -> slow || loss <= plan.settled();
            case POLISH -> calm == CALM || (slow && done >= plan.polishing());
            default -> false;
        };
    }

    private boolean isDone() {
        long most = phase == Phase.POLISH ? LONGER * steps(phase) : steps(phase);
        return pruning != null ? pruning.isOver() : settled || done >= most;
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
                if (calm < CALM && polish + 1 < POLISH.length) {
                    polish++;
                    begin();
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
        begin();
        pruning = pruning(p);
    }

    private Pruning pruning(Phase p) {
        return switch (p) {
            case SHARES -> new Pruning(trainer, plan.pruning(), false, plan.small(), links, log);
            case SINGLES -> new Pruning(trainer, plan.pruning(), true, plan.fewest(), links, log);
            default -> null;
        };
    }

    /** The λ of a part, unless cuts say what it is, and its rate, with which Adam starts afresh. */
    private void begin() {
        done = 0;
        settled = false;
        calm = 0;
        lowest = Double.POSITIVE_INFINITY;
        mark = Double.POSITIVE_INFINITY;
        switch (phase) {
            case TRAIN -> begin(plan.lambda(), plan.rates().training());
            case SETTLE ->
                begin(plan.pruning().band(plan.small()).lambda(), plan.rates().cutting());
            case POLISH -> begin(0, plan.rates().polishing() * POLISH[polish]);
            case SHARES, SINGLES -> trainer.update(Adam.of(plan.rates().cutting()));
            default -> {
                // nothing follows
            }
        }
    }

    private void begin(double lambda, double rate) {
        trainer.regularise(List.of(Regulariser.l1(lambda)));
        trainer.update(Adam.of(rate));
    }

    private void endRound() {
        Synthesis now = new Synthesis(trainer.network(), trainer.loss(), trainer.trainedLinks(), round);
        best = best == null || rank(now) < rank(best) ? now : best;
        if (has(plan.few()) || (work >= plan.patience() && has(plan.enough())) || round == plan.rounds()) {
            enter(Phase.OVER);
        } else {
            round++;
            again(round % 2 == 0 && now.loss() > plan.good()); // an exact machine would only be found again
            enter(Phase.TRAIN);
        }
    }

    /** All links grow again, beside what is left or from nothing. */
    private void again(boolean keep) {
        if (!keep) {
            trainer.rewire(start.withTrainable(List.of()));
        }
        Rewiring.regrow(start, DuplicateDetectorSynthesis.DEVIATION).apply(trainer);
    }

    /** Exact machines by their links; others come after them, by their loss. */
    private double rank(Synthesis s) {
        return s.loss() <= plan.good() ? s.links() : 1e6 + s.loss();
    }

    /** Whether a machine was found that is exact, with at most so many links. */
    private boolean has(int links) {
        return best.loss() <= plan.good() && best.links() <= links;
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
        int polishing = phase.compareTo(Phase.POLISH) < 0 ? POLISH.length : POLISH.length - 1 - polish;
        return phase == Phase.OVER ? 0 : left + (long) polishing * plan.polishing();
    }

    // ---- state -------------------------------------------------------------------------------------------------

    /** All that is needed to go on from here, by name. */
    public TrainingState saved() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("search.round", (long) round);
        numbers.put("search.phase", (long) phase.ordinal());
        numbers.put("search.polish", (long) polish);
        numbers.put("search.done", done);
        numbers.put("search.calm", calm);
        numbers.put("search.found", best == null ? 0L : 1L);
        TrainingState state = Snapshot.of(trainer)
                .saved(links)
                .with(
                        "",
                        new TrainingState(
                                Map.of("search.lowest", new double[] {lowest, mark}, "search.work", new double[] {work
                                }),
                                numbers));
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
        round = (int) saved.number("search.round");
        phase = Phase.values()[(int) saved.number("search.phase")];
        polish = (int) saved.number("search.polish");
        begin();
        Snapshot.of(saved, links).restore(trainer);
        done = saved.number("search.done");
        calm = saved.number("search.calm");
        lowest = saved.array("search.lowest")[0];
        mark = saved.array("search.lowest")[1];
        work = saved.array("search.work")[0];
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
