package io.dmm4j.cli;

import io.dmm4j.cli.LimitOptions.Limits;
import io.dmm4j.cli.RewireOptions.Structure;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.Snapshot;
import io.dmm4j.train.StepReport;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.Pruning;
import io.dmm4j.train.prune.Rewiring;
import io.dmm4j.train.regular.Regulariser;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A training run: training, with links that come and go now and then; then, if so wished, cuts, first of shares and then of single
 * links, and training again.
 */
final class TrainCourse implements Course {
    /** The parts of a run, in their order. */
    private enum Part {
        TRAIN,
        SHARES,
        SINGLES,
        POLISH
    }

    private final Trainer trainer;
    private final Structure structure;
    private final List<Regulariser> penalties;
    private final Limits limits;
    private final Recorder recorder;

    private Part part = Part.TRAIN;
    private Pruning pruning; // while links are cut
    private long done; // steps in this part
    private double lowest = Double.POSITIVE_INFINITY; // loss so far
    private long since; // steps since then
    private boolean reached; // the target
    private double[] now; // the weights before the step at hand, where there is a patience
    private double[] best; // those with the lowest loss since links came or went; null if there are none
    private double least = Double.POSITIVE_INFINITY; // their loss

    /**
     * Before the first step.
     *
     * @param penalties while nothing is cut
     */
    TrainCourse(Trainer trainer, Structure structure, List<Regulariser> penalties, Limits limits, Recorder recorder) {
        this.trainer = trainer;
        this.structure = structure;
        this.penalties = penalties;
        this.limits = limits;
        this.recorder = recorder;
        trainer.regularise(penalties);
        trainer.listen(recorder);
        trainer.listen(this::stepped);
    }

    private void stepped(StepReport r) {
        since = r.loss() < lowest ? 0 : since + 1;
        lowest = Math.min(lowest, r.loss());
        if (part == Part.TRAIN && now != null && r.loss() < least) {
            least = r.loss();
            best = now;
        }
        reached = r.loss() <= limits.target() && trainer.loss() <= limits.target();
    }

    @Override
    public boolean isOver() {
        return isPartOver() && (part == Part.POLISH || structure.pruning() == null);
    }

    private boolean isPartOver() {
        return switch (part) {
            case TRAIN ->
                reached
                        || done >= limits.steps()
                        || since >= limits.patience()
                        || limits.epochs() < Long.MAX_VALUE
                                && trainer.state().numbers().get("epoch") >= limits.epochs();
            case SHARES, SINGLES -> pruning.isOver();
            case POLISH -> reached || done >= structure.polish();
        };
    }

    @Override
    public void step() {
        while (isPartOver() && !isOver()) {
            enter(Part.values()[part.ordinal() + 1]);
        }
        if (pruning != null) {
            pruning.step();
        } else if (!isOver()) {
            now = limits.patience() < Long.MAX_VALUE ? trainer.parameters() : null;
            trainer.step();
            done++;
            if (part == Part.TRAIN && structure.rewiring() != null && done % structure.every() == 0 && !isPartOver()) {
                rewire();
            }
        }
    }

    private void enter(Part p) {
        takeBest();
        part = p;
        done = 0;
        reached = false;
        pruning = pruning(p);
        if (p == Part.POLISH) {
            trainer.regularise(penalties);
        }
    }

    private Pruning pruning(Part p) {
        int single = Math.max(
                structure.target(),
                structure.pruning() == null ? 0 : structure.pruning().single());
        return switch (p) {
            case SHARES -> new Pruning(trainer, structure.pruning(), false, single, structure.links(), recorder::cut);
            case SINGLES ->
                new Pruning(trainer, structure.pruning(), true, structure.target(), structure.links(), recorder::cut);
            default -> null;
        };
    }

    private void rewire() {
        List<Link> next = structure.rewiring().links(trainer);
        int links = trainer.trainedLinks();
        if (next.isEmpty()) {
            recorder.rewired("links not cut: none of " + links + " would be left", trainer.loss(), links);
            return;
        }
        Set<Link> before = new HashSet<>(trainer.network().links());
        Set<Link> stay = new HashSet<>(next);
        stay.retainAll(before);
        Rewiring.change(trainer, next);
        forgetBest();
        recorder.rewired(
                String.format(
                        Locale.ROOT,
                        "%d links cut, %d grown: %d -> %d links",
                        links - stay.size(),
                        next.size() - stay.size(),
                        links,
                        trainer.trainedLinks()),
                trainer.loss(),
                trainer.trainedLinks());
    }

    // ---- the best weights --------------------------------------------------------------------------------------

    private void forgetBest() {
        best = null;
        least = Double.POSITIVE_INFINITY;
    }

    /** Once training is over: takes the best weights, where a patience was given and their loss on all data is lower. */
    void takeBest() {
        if (best != null && !reached && trainer.loss(best) < trainer.loss()) {
            Map<String, double[]> arrays = new LinkedHashMap<>(trainer.state().arrays());
            arrays.put("parameters", best);
            trainer.restore(new TrainingState(arrays, trainer.state().numbers()));
        }
        forgetBest();
    }

    @Override
    public Network network() {
        return trainer.network();
    }

    @Override
    public Outlook outlook() {
        return switch (part) {
            case TRAIN ->
                new Outlook(
                        limits.steps() - done, "at most %s left" + (structure.pruning() == null ? "" : " before cuts"));
            case POLISH -> new Outlook(structure.polish() - done, "at most %s left");
            default -> {
                long cuts = Math.max(1, trainer.trainedLinks() - structure.target());
                yield new Outlook(
                        cuts * structure.pruning().bands().get(0).steps(), "at most %s left before polishing");
            }
        };
    }

    @Override
    public TrainingState saved() {
        double[] kept = best == null ? new double[] {lowest} : new double[] {lowest, least};
        TrainingState own = new TrainingState(
                best == null ? Map.of("lowest", kept) : Map.of("lowest", kept, "best", best),
                Map.of("part", (long) part.ordinal(), "done", done, "since", since, "reached", reached ? 1L : 0L));
        TrainingState all = Snapshot.of(trainer).saved(structure.links()).with("course.", own);
        return pruning == null ? all : all.with("pruning.", pruning.saved());
    }

    @Override
    public void restore(TrainingState saved) {
        Snapshot.of(saved, structure.links()).restore(trainer);
        TrainingState own = saved.part("course.");
        part = Part.values()[(int) own.number("part")];
        done = own.number("done");
        since = own.number("since");
        lowest = own.array("lowest")[0];
        best = own.arrays().get("best");
        least = best == null ? Double.POSITIVE_INFINITY : own.array("lowest")[1];
        reached = own.number("reached") != 0 && trainer.loss() <= limits.target();
        pruning = pruning(part);
        if (pruning != null) {
            pruning.restore(saved.part("pruning."));
        }
    }

    @Override
    public void close() {
        trainer.close();
    }
}
