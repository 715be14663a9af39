package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.StopRule;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.prune.PruneSettings.Band;
import io.dmm4j.train.regular.Regulariser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts links until it cannot do without more of them, unattended: the schedule that the published pruning went through by
 * hand. A cut takes the smallest weights and all that then carries nothing; training goes on with a λ for the size of the
 * network; the cut stands once the loss is low again, and is taken back, weights, moments and all, if that does not come. Small
 * networks lose one link at a time, the one whose absence hurts least by a look ahead; the next best are tried in turn.
 */
public final class Pruner {
    /** Steps without progress after which a cut is given up, and the least progress that counts. */
    private static final int STALL = 200;

    private static final double PROGRESS = 0.02;

    /** A single link may go once the loss is this factor of the last. */
    private static final double SINGLE_TOLERANCE = 1.15;

    private final PruneSettings settings;
    private final Consumer<Cut> log;

    /**
     * A pruner.
     *
     * @param log is told of every cut
     */
    public Pruner(PruneSettings settings, Consumer<Cut> log) {
        this.settings = settings;
        this.log = log;
    }

    /** Where a trainer stood. */
    private record Place(Network network, TrainingState state) {
        static Place of(Trainer t) {
            return new Place(t.network(), t.state());
        }

        void restore(Trainer t) {
            t.rewire(network);
            t.restore(state);
        }
    }

    /**
     * Cuts shares of the links until at most {@code target} are left, or even the smallest share cannot go.
     *
     * @param trainer is left with the network that it came to
     * @return whether the target was reached
     */
    public boolean shares(Trainer trainer, int target) {
        double share = settings.share();
        double last = trainer.loss();
        while (trainer.trainedLinks() > target) {
            int links = trainer.trainedLinks();
            int count = Math.max(1, Math.min((int) (share * links), links - target));
            Place before = Place.of(trainer);
            Cut cut = attempt(trainer, Rewiring.smallest(count, settings.kept()), last, settings.tolerance());
            if (cut.stands()) {
                last = cut.loss();
                share = Math.min(settings.most(), share * settings.growth());
            } else {
                before.restore(trainer);
                trainer.run(settings.rest(), StopRule.never());
                share *= settings.shrink();
                if (count == 1) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Cuts one link at a time until at most {@code target} are left, or none of the best candidates can go.
     *
     * @return whether the target was reached
     */
    public boolean singles(Trainer trainer, int target) {
        double last = trainer.loss();
        while (trainer.trainedLinks() > target) {
            Place before = Place.of(trainer);
            boolean done = false;
            for (ParameterId victim : candidates(trainer)) {
                Rewiring one = t -> t.network().links().stream()
                        .filter(l -> l.trainable() && !ParameterId.of(l).equals(victim))
                        .toList();
                Cut cut = attempt(trainer, one, last, SINGLE_TOLERANCE);
                if (cut.stands()) {
                    last = cut.loss();
                    done = true;
                    break;
                }
                before.restore(trainer);
            }
            if (!done) {
                return false;
            }
        }
        return true;
    }

    /** Cuts, removes what then carries nothing, and trains until it is decided. */
    private Cut attempt(Trainer t, Rewiring cut, double last, double tolerance) {
        int before = t.trainedLinks();
        double lossBefore = t.loss();
        long start = t.steps();
        cut.apply(t);
        Rewiring unused = Rewiring.unused(settings.kept());
        if (unused.links(t).size() < t.trainedLinks()) {
            unused.apply(t);
        }
        Band band = settings.band(t.trainedLinks());
        t.regularise(List.of(Regulariser.l1(band.lambda())));
        double lossCut = t.loss();
        double limit = Math.max(band.loss(), tolerance * last);
        double loss = lossCut;
        double mark = Double.POSITIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < band.steps() && (loss > limit || i < settings.least()); i++) {
            loss = t.step().loss();
            lowest = Math.min(lowest, loss);
            if (i % STALL == STALL - 1) {
                if (lowest > (1 - PROGRESS) * mark) {
                    break; // it has come to rest above the limit
                }
                mark = lowest;
            }
        }
        boolean stands = loss <= limit && t.trainedLinks() > 0;
        Cut c = new Cut(
                start, before, t.trainedLinks(), band.lambda(), lossBefore, lossCut, loss, t.steps() - start, stands);
        log.accept(c);
        return c;
    }

    /** The links whose absence costs least, by the loss with their weight at 0. */
    private List<ParameterId> candidates(Trainer t) {
        double[] w = t.parameters();
        List<ParameterId> ids = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        List<Link> links = t.network().links();
        for (int i : t.model().parameters().which()) {
            if (i < links.size() && !settings.kept().test(links.get(i))) {
                double weight = w[i];
                w[i] = 0;
                double loss = t.loss(w);
                w[i] = weight;
                ids.add(t.model().parameters().id(i));
                losses.add(Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
            }
        }
        return java.util.stream.IntStream.range(0, ids.size())
                .boxed()
                .sorted(Comparator.comparingDouble(losses::get))
                .limit(settings.tries())
                .map(ids::get)
                .toList();
    }
}
