package io.dmm4j.train.prune;

import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.regular.Regulariser;
import java.util.List;
import java.util.Map;

/** One cut, and the steps until it is decided whether it stands. */
final class Attempt {
    /** Steps without progress after which a cut is given up, and the least progress that counts. */
    private static final int STALL = 200;

    private static final double PROGRESS = 0.02;

    private final Trainer trainer;
    private final PruneSettings settings;
    private final Band band;
    private final long start;
    private final int before;
    private final double lossBefore;
    private final double lossCut;
    private final double limit;

    private double loss;
    private double mark = Double.POSITIVE_INFINITY;
    private double lowest = Double.POSITIVE_INFINITY;
    private int steps;
    private boolean atRest; // above the limit

    /** Cuts, and removes what then carries nothing. */
    Attempt(Trainer t, PruneSettings settings, Rewiring cut, double last, double tolerance) {
        trainer = t;
        this.settings = settings;
        before = t.trainedLinks();
        lossBefore = t.loss();
        start = t.steps();
        cut.apply(t);
        Rewiring unused = Rewiring.unused(settings.kept());
        if (unused.links(t).size() < t.trainedLinks()) {
            unused.apply(t);
        }
        band = settings.band(t.trainedLinks());
        t.regularise(List.of(Regulariser.l1(band.lambda())));
        lossCut = t.loss();
        limit = Math.max(band.loss(), tolerance * last);
        loss = lossCut;
    }

    /** Goes on with what {@link #saved} has made; the trainer stands where it stood then. */
    Attempt(Trainer t, PruneSettings settings, TrainingState saved) {
        trainer = t;
        this.settings = settings;
        band = settings.band(t.trainedLinks());
        t.regularise(List.of(Regulariser.l1(band.lambda())));
        start = saved.number("start");
        before = (int) saved.number("before");
        steps = (int) saved.number("steps");
        atRest = saved.number("at-rest") != 0;
        double[] losses = saved.array("losses");
        lossBefore = losses[0];
        lossCut = losses[1];
        limit = losses[2];
        loss = losses[3];
        mark = losses[4];
        lowest = losses[5];
    }

    TrainingState saved() {
        return new TrainingState(
                Map.of("losses", new double[] {lossBefore, lossCut, limit, loss, mark, lowest}),
                Map.of("start", start, "before", (long) before, "steps", (long) steps, "at-rest", atRest ? 1L : 0L));
    }

    boolean isDecided() {
        return atRest || steps >= band.steps() || loss <= limit && steps >= settings.least();
    }

    void step() {
        loss = trainer.step().loss();
        lowest = Math.min(lowest, loss);
        if (steps++ % STALL == STALL - 1) {
            atRest = lowest > (1 - PROGRESS) * mark;
            mark = lowest;
        }
    }

    /** What came of it. */
    Cut cut() {
        int after = trainer.trainedLinks();
        return new Cut(
                start,
                before,
                after,
                band.lambda(),
                lossBefore,
                lossCut,
                loss,
                trainer.steps() - start,
                loss <= limit && after > 0);
    }

    double lambda() {
        return band.lambda();
    }
}
