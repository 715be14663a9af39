package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.regular.Regulariser;
import java.util.List;
import java.util.Map;

/** One cut, and the steps until it is decided whether it stands. */
final class Attempt {
    /** Steps after which the pace is looked at, again and again. */
    private static final int LOOK = 100;

    /** A cut is given up where even so many times the pace would not reach the limit in time. */
    private static final double HOPE = 2;

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
    private boolean hopeless;

    /** Cuts, and removes what then carries nothing. */
    Attempt(Trainer t, PruneSettings settings, Rewiring cut, double last, double tolerance) {
        trainer = t;
        this.settings = settings;
        before = t.trainedLinks();
        lossBefore = t.loss();
        start = t.steps();
        cut.apply(t);
        List<Link> used = Rewiring.unused(settings.kept()).links(t);
        Network now = t.network();
        if (used.size() < now.links().stream().filter(Link::trainable).count()) {
            t.rewire(now.withTrainable(used));
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
        hopeless = saved.number("hopeless") != 0;
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
                Map.of("start", start, "before", (long) before, "steps", (long) steps, "hopeless", hopeless ? 1L : 0L));
    }

    boolean isDecided() {
        return hopeless || steps >= band.steps() || loss <= limit && steps >= settings.least();
    }

    void step() {
        loss = trainer.step().loss();
        lowest = Math.min(lowest, loss);
        if (++steps % LOOK == 0) {
            hopeless = HOPE * Math.log(mark / lowest) * (band.steps() - steps) / LOOK < Math.log(lowest / limit);
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
                loss <= limit && after > 0 && after < before);
    }

    double lambda() {
        return band.lambda();
    }
}
