package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.Trainer;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A change of which links there are: fewer, more, or others. Links that are not trained, fixed ones and frozen ones, always stay.
 * A network that holds its own matrix has no links to cut or grow, and is refused.
 */
@FunctionalInterface
public interface Rewiring {

    /**
     * The trainable links that a network should have next; the trainer is not changed.
     *
     * @param trainer with the present weights, and random numbers for what is drawn
     */
    List<Link> links(Trainer trainer);

    /** Rewires a trainer; numbers that stay keep their values and moments. */
    default void apply(Trainer trainer) {
        trainer.rewire(trainer.network().withTrainable(links(trainer)));
    }

    /** This, and then some links are cut of what it leaves. */
    default Rewiring without(Predicate<Link> cut) {
        return t -> links(t).stream().filter(cut.negate().or(Untrained.of(t))).toList();
    }

    /**
     * Cuts the weights nearest to 0.
     *
     * @param count how many
     * @param kept links that are never cut
     */
    static Rewiring smallest(int count, Predicate<Link> kept) {
        expect("links to cut", count, count >= 0);
        return t -> {
            List<Link> links = trainable(t.network());
            List<Link> bySize = new ArrayList<>(links);
            bySize.removeIf(kept.or(Untrained.of(t)));
            bySize.sort(Comparator.comparingDouble(l -> Math.abs(l.weight())));
            Set<ParameterId> cut = ids(bySize.subList(0, Math.min(count, bySize.size())));
            return links.stream().filter(l -> !cut.contains(ParameterId.of(l))).toList();
        };
    }

    /** Cuts every weight with |w| below a limit; {@code kept} are never cut. */
    static Rewiring below(double limit, Predicate<Link> kept) {
        expect("limit", limit, limit >= 0);
        return t -> {
            Predicate<Link> stays = kept.or(Untrained.of(t));
            return trainable(t.network()).stream()
                    .filter(l -> Math.abs(l.weight()) >= limit || stays.test(l))
                    .toList();
        };
    }

    /** Cuts links that carry nothing, or nothing that reaches a probe: the loss does not change by a bit. */
    static Rewiring unused(Predicate<Link> kept) {
        return t -> {
            Predicate<Link> stays = kept.or(Untrained.of(t));
            boolean[] live = t.model().liveLinks();
            List<Link> all = t.network().links();
            List<Link> left = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Link l = all.get(i);
                if (l.trainable() && (live[i] || stays.test(l))) {
                    left.add(l);
                }
            }
            return left;
        };
    }

    /**
     * Adds all links of {@code candidates} that are not there, with normal weights.
     *
     * @param candidates a network with all links that may be
     * @param deviation of the new weights
     */
    static Rewiring regrow(Network candidates, double deviation) {
        expect("deviation", deviation, deviation >= 0 && deviation < Double.POSITIVE_INFINITY);
        return t -> {
            List<Link> links = new ArrayList<>(trainable(t.network()));
            for (Link l : absent(candidates, ids(links))) {
                links.add(l.withWeight(deviation * t.random().nextGaussian()));
            }
            return links;
        };
    }

    /**
     * Sparse evolutionary training (Mocanu and others, Nature Communications 9, 2018): of the positive weights the share nearest
     * to 0 goes, and of the negative ones; as many links come back at random places among the candidates that are not there.
     *
     * @param share of each sign that goes, 0.3 in the paper
     * @param deviation of the new weights
     */
    static Rewiring set(double share, Network candidates, double deviation, Predicate<Link> kept) {
        expect("share", share, share >= 0 && share <= 1);
        expect("deviation", deviation, deviation >= 0 && deviation < Double.POSITIVE_INFINITY);
        return t -> {
            List<Link> links = trainable(t.network());
            List<Link> left = new ArrayList<>(links);
            Predicate<Link> stays = kept.or(Untrained.of(t));
            for (int sign : new int[] {1, -1}) {
                List<Link> side = new ArrayList<>(links);
                side.removeIf(l -> l.weight() * sign <= 0 || stays.test(l));
                side.sort(Comparator.comparingDouble(l -> Math.abs(l.weight())));
                left.removeAll(side.subList(0, (int) (share * side.size())));
            }
            List<Link> free = absent(candidates, ids(links));
            int[] order = t.random().permutation(free.size());
            for (int i = 0; left.size() < links.size() && i < order.length; i++) {
                left.add(free.get(order[i]).withWeight(deviation * t.random().nextGaussian()));
            }
            return left;
        };
    }

    /**
     * The rigged lottery (Evci and others, ICML 2020): the share of weights nearest to 0 goes, and as many links come back, with
     * weight 0, where the gradient of the loss is largest among the candidates that are not there.
     *
     * @param share that goes
     */
    static Rewiring rigl(double share, Network candidates, Predicate<Link> kept) {
        expect("share", share, share >= 0 && share <= 1);
        return t -> {
            List<Link> links = trainable(t.network());
            int count = (int) (share * t.trainedLinks());
            List<Link> left = new ArrayList<>(smallest(count, kept).links(t));
            List<Link> free = absent(candidates, ids(links));
            List<Link> all = new ArrayList<>(links);
            free.forEach(l -> all.add(l.withWeight(0)));
            Network dense = t.network().withTrainable(all);
            double[] gradient = t.gradientOn(dense);
            Map<ParameterId, Double> slope = new HashMap<>();
            for (int i = 0; i < gradient.length; i++) {
                slope.put(ParameterId.of(dense.links().get(i)), Math.abs(gradient[i]));
            }
            free.sort(Comparator.comparingDouble(l -> -slope.get(ParameterId.of(l))));
            free.stream().limit(links.size() - left.size()).forEach(l -> left.add(l.withWeight(0)));
            return left;
        };
    }

    private static void expect(String what, Number found, boolean right) {
        if (!right) {
            throw new DmmException("rewiring, " + what + ": found " + found + ", expected a number that is not negative"
                    + (what.equals("share") ? ", and at most 1" : ""));
        }
    }

    private static List<Link> trainable(Network n) {
        Untrained.refuseHeld(n);
        return n.links().stream().filter(Link::trainable).toList();
    }

    private static Set<ParameterId> ids(List<Link> links) {
        Set<ParameterId> ids = new HashSet<>();
        links.forEach(l -> ids.add(ParameterId.of(l)));
        return ids;
    }

    private static List<Link> absent(Network candidates, Set<ParameterId> there) {
        List<Link> absent = new ArrayList<>(trainable(candidates));
        absent.removeIf(l -> there.contains(ParameterId.of(l)));
        return absent;
    }
}
