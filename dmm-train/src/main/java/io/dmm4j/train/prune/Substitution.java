package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.train.Links;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.Trainer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;

/**
 * All that reads an output reads another one instead, a factor times as strongly. Where both say the same up to that factor,
 * nothing changes but that the first, and all that only leads to it, can go.
 *
 * @param output what is no longer read
 * @param instead what is read
 * @param factor of the weights
 */
record Substitution(Port output, Port instead, double factor) {
    /** Numbers of one of them in what is saved: a link from the output, one from the other, the factor. */
    private static final int NUMBERS = 3;

    /** The link that takes over from one that reads the output; the weights add where it is there already. */
    static Link moved(Link l, Port instead, double factor) {
        return new Link(l.to(), instead, l.path(), factor * l.weight(), true);
    }

    /**
     * The change of links.
     *
     * @param kept links that stay where they are
     */
    Rewiring rewiring(Predicate<Link> kept) {
        return t -> links(t, kept.or(Untrained.of(t)));
    }

    private List<Link> links(Trainer t, Predicate<Link> stays) {
        Map<ParameterId, Link> next = new LinkedHashMap<>();
        for (Link l : t.network().links()) {
            if (l.trainable()) {
                Link now = l.from().equals(output) && !stays.test(l) ? moved(l, instead, factor) : l;
                next.merge(ParameterId.of(now), now, (a, b) -> a.withWeight(a.weight() + b.weight()));
            }
        }
        return List.copyOf(next.values());
    }

    static double[] saved(List<Substitution> all, Links links) {
        return all.stream()
                .flatMapToDouble(s -> DoubleStream.of(links.from(s.output), links.from(s.instead), s.factor))
                .toArray();
    }

    /** What {@link #saved} has made. */
    static List<Substitution> of(double[] saved, Links links) {
        Substitution[] all = new Substitution[saved.length / NUMBERS];
        Arrays.setAll(
                all,
                i -> new Substitution(
                        links.id((int) saved[NUMBERS * i]).from(),
                        links.id((int) saved[NUMBERS * i + 1]).from(),
                        saved[NUMBERS * i + 2]));
        return List.of(all);
    }
}
