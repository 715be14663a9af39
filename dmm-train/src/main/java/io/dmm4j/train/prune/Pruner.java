package io.dmm4j.train.prune;

import io.dmm4j.net.Network;
import io.dmm4j.train.Links;
import io.dmm4j.train.Trainer;
import java.util.function.Consumer;

/**
 * Cuts links until it cannot do without more of them, unattended: the schedule that the published pruning went through by
 * hand. A cut takes the smallest weights and all that then carries nothing; training goes on with a λ for the size of the
 * network; the cut stands once the loss is low again, and is taken back, weights, moments and all, if that does not come. Small
 * networks lose one link at a time, the one whose absence hurts least by a look ahead; the next best are tried in turn. Where
 * none of them can go, an output that says what another one says, up to a factor, is no longer read, and what only led to it goes.
 * After a share that could not go, shares leave out small weights that are much for the loss. {@link Pruning} does the same step by step.
 */
public final class Pruner {
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

    /**
     * Cuts shares of the links until at most {@code target} are left, or even the smallest share cannot go.
     *
     * @param trainer is left with the network that it came to
     * @return whether the target was reached
     */
    public boolean shares(Trainer trainer, int target) {
        return run(trainer, false, target);
    }

    /**
     * Cuts one link at a time until at most {@code target} are left, or none of the best candidates can go.
     *
     * @return whether the target was reached
     */
    public boolean singles(Trainer trainer, int target) {
        return run(trainer, true, target);
    }

    private boolean run(Trainer trainer, boolean single, int target) {
        Network now = trainer.network();
        Pruning pruning = new Pruning(trainer, settings, single, target, new Links(now, now), log);
        while (!pruning.isOver()) {
            pruning.step();
        }
        return pruning.isReached();
    }
}
