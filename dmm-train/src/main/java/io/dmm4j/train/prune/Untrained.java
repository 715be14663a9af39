package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.Parameters;
import io.dmm4j.train.Trainer;
import io.dmm4j.value.DmmException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** What no rewiring touches. */
final class Untrained {
    private Untrained() {}

    /** The links that a trainer leaves as they are: fixed ones and frozen ones. */
    static Predicate<Link> of(Trainer t) {
        Parameters p = t.model().parameters();
        Set<ParameterId> ids = new HashSet<>();
        for (int i = 0; i < p.links(); i++) {
            if (!p.isTrainable(i)) {
                ids.add(p.id(i));
            }
        }
        return l -> ids.contains(ParameterId.of(l));
    }

    /** The entries of a matrix that a network holds itself come and go by what it does. */
    static void refuseHeld(Network n) {
        if (n.self() != null) {
            throw new DmmException(
                    "self: the network holds its own matrix, and has no links to cut or grow, expected one with"
                            + " trainable links");
        }
    }
}
