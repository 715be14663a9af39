package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.train.Links;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.Snapshot;
import io.dmm4j.train.Trainer;
import io.dmm4j.train.TrainingState;
import io.dmm4j.train.regular.Regulariser;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Cuts that follow each other, one step of training at a time, until few enough links are left or none can go: between two steps
 * all of it can be saved, and gone on from. {@link Pruner} says what is cut and when a cut stands.
 */
public final class Pruning {
    /** A single link may go once the loss is this factor of the last. */
    private static final double SINGLE_TOLERANCE = 1.15;

    private final Trainer trainer;
    private final PruneSettings settings;
    private final int target;
    private final boolean single;
    private final Links links;
    private final Consumer<Cut> log;
    private final Lookahead ahead;

    private double share;
    private double last; // loss of the last cut that stands
    private double lambda = Double.NaN; // of the last cut; NaN before the first
    private int resting; // steps to do before the next cut
    private boolean careful; // shares leave out what is vital, since one could not go
    private boolean givenUp;
    private boolean over;
    private Snapshot before; // where to go back to; null if nothing is being tried
    private List<ParameterId> victims = List.of(); // single links to be tried in turn
    private boolean substituting; // after them
    private List<Substitution> substitutions = List.of(); // to be tried in turn
    private int tried; // of either
    private final Set<ParameterId> needed = new LinkedHashSet<>(); // single links that could not go when it was tried
    private Attempt attempt;

    /**
     * Before the first cut.
     *
     * @param single whether links go one at a time, else in shares
     * @param target links that are few enough
     * @param links all that the network may ever have
     * @param log is told of every cut
     * @throws DmmException if the network holds its own matrix, and so has no links to cut
     */
    public Pruning(
            Trainer trainer, PruneSettings settings, boolean single, int target, Links links, Consumer<Cut> log) {
        Untrained.refuseHeld(trainer.model().parameters().network());
        this.trainer = trainer;
        this.settings = settings;
        this.single = single;
        this.target = target;
        this.links = links;
        this.log = log;
        ahead = new Lookahead(trainer, settings.kept());
        share = settings.share();
        last = trainer.loss();
        over = isReached();
    }

    /** Whether so few links are left as were asked for. */
    public boolean isReached() {
        return trainer.trainedLinks() <= target && attempt == null;
    }

    /** Whether nothing more is to be done: the target was reached, or not even the least can go. */
    public boolean isOver() {
        return over;
    }

    /** One step of training, and the decisions before and after it. */
    public void step() {
        if (resting > 0) {
            trainer.step();
            resting--;
        } else {
            cut();
        }
        over = attempt == null && resting == 0 && (givenUp || isReached());
    }

    private void cut() {
        if (attempt == null) {
            begin();
        }
        if (attempt != null && !attempt.isDecided()) {
            attempt.step();
        }
        if (attempt != null && attempt.isDecided()) {
            decide();
        }
    }

    private void begin() {
        if (before == null) {
            before = Snapshot.of(trainer);
            victims = single ? ahead.cheapest(settings.tries(), needed) : List.of();
            substituting = false;
            tried = 0;
        }
        if (single) {
            giveUpWhereNoneIsLeft();
        }
        if (!givenUp) {
            attempt = new Attempt(trainer, settings, next(), last, single ? SINGLE_TOLERANCE : settings.tolerance());
            lambda = attempt.lambda();
        }
    }

    /** Where no link can be cut, outputs are substituted; where none of these can either, nothing more goes. */
    private void giveUpWhereNoneIsLeft() {
        if (!substituting && tried == victims.size()) {
            substitutions = Substitutions.below(ahead.least(), trainer, settings.kept(), links).stream()
                    .limit(settings.tries())
                    .toList();
            substituting = true;
            tried = 0;
        }
        givenUp = substituting && tried == substitutions.size();
    }

    private Rewiring next() {
        if (!single) {
            return Rewiring.smallest(count(), careful ? settings.kept().or(vital()) : settings.kept());
        }
        int n = tried++;
        return substituting ? substitutions.get(n).rewiring(settings.kept()) : without(victims.get(n));
    }

    /** How many links a share is now. */
    private int count() {
        int now = trainer.trainedLinks();
        return Math.max(1, Math.min((int) (share * now), now - target));
    }

    /** Small weights without any one of which the loss would be above what lets a cut stand, among twice a share. */
    private Predicate<Link> vital() {
        double limit = Math.max(settings.band(trainer.trainedLinks()).loss(), settings.tolerance() * last);
        Set<ParameterId> vital = ahead.vital(2 * count(), limit);
        return l -> vital.contains(ParameterId.of(l));
    }

    private static Rewiring without(ParameterId victim) {
        return t -> t.network().links().stream()
                .filter(l -> l.trainable() && !ParameterId.of(l).equals(victim))
                .toList();
    }

    private void decide() {
        Cut cut = attempt.cut();
        attempt = null;
        log.accept(cut);
        if (cut.stands()) {
            last = cut.loss();
            share = Math.min(settings.most(), share * settings.growth());
            before = null;
        } else {
            before.restore(trainer);
            if (single) {
                if (!substituting) {
                    needed.add(victims.get(tried - 1));
                }
            } else {
                before = null;
                careful |= cut.lossCut() > settings.tolerance() * cut.lossBefore(); // it failed by what went
                givenUp = count() == 1;
                share *= settings.shrink();
                resting = settings.rest();
            }
        }
    }

    // ---- state -------------------------------------------------------------------------------------------------

    /** All that is needed to go on, besides the state of the trainer. */
    public TrainingState saved() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("resting", (long) resting);
        numbers.put("careful", careful ? 1L : 0L);
        numbers.put("given-up", givenUp ? 1L : 0L);
        numbers.put("over", over ? 1L : 0L);
        numbers.put("tried", (long) tried);
        numbers.put("substituting", substituting ? 1L : 0L);
        numbers.put("going-back", before == null ? 0L : 1L);
        numbers.put("attempting", attempt == null ? 0L : 1L);
        TrainingState state = new TrainingState(
                Map.of(
                        "cuts",
                        new double[] {share, last, lambda},
                        "victims",
                        numbers(victims),
                        "substitutions",
                        Substitution.saved(substitutions, links),
                        "needed",
                        numbers(needed)),
                numbers);
        state = before == null ? state : state.with("before.", before.saved(links));
        return attempt == null ? state : state.with("attempt.", attempt.saved());
    }

    /** Goes on with what {@link #saved} has made; the trainer stands where it stood then. */
    public void restore(TrainingState saved) {
        share = saved.array("cuts")[0];
        last = saved.array("cuts")[1];
        lambda = saved.array("cuts")[2];
        resting = (int) saved.number("resting");
        careful = saved.number("careful") != 0;
        givenUp = saved.number("given-up") != 0;
        over = saved.number("over") != 0;
        tried = (int) saved.number("tried");
        victims = ids(saved.array("victims"));
        substituting = saved.number("substituting") != 0;
        substitutions = Substitution.of(saved.array("substitutions"), links);
        needed.clear();
        needed.addAll(ids(saved.array("needed")));
        before = saved.number("going-back") == 0 ? null : Snapshot.of(saved.part("before."), links);
        if (!Double.isNaN(lambda)) {
            trainer.regularise(List.of(Regulariser.l1(lambda)));
        }
        attempt = saved.number("attempting") == 0 ? null : new Attempt(trainer, settings, saved.part("attempt."));
    }

    private double[] numbers(Collection<ParameterId> ids) {
        return ids.stream().mapToDouble(links::number).toArray();
    }

    private List<ParameterId> ids(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(n -> links.id((int) n)).toList();
    }
}
