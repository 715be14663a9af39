package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.train.Links;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.Trainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for outputs that say what others say, up to a factor: a constant made of constants, a relay, a second count of the same.
 * Each link of such a detour is needed, so none can be cut by itself, but all of them go when what they lead to reads the other
 * output. Which outputs do is seen by the loss right after, with the best of some factors.
 */
final class Substitutions {
    /** Factors are tried up to this power of the root of 2 and its inverse, with either sign. */
    private static final int POWERS = 4;

    /** Where there would be more pairs of outputs to look at, it would take longer than it is worth. */
    private static final int MOST = 1000;

    private final Trainer trainer;
    private final Predicate<Link> stays;
    private final List<Link> now;
    private final List<Link> wide; // those that are there, and with weight 0 those that could take over
    private final Map<ParameterId, Integer> places = new HashMap<>(); // in those

    private record Priced(Substitution substitution, double loss) {}

    private Substitutions(Trainer t, Predicate<Link> kept, Links links) {
        trainer = t;
        stays = kept.or(Untrained.of(t)).or(l -> !l.trainable());
        now = t.network().links();
        wide = new ArrayList<>(now);
        now.forEach(l -> places.put(ParameterId.of(l), places.size()));
        Set<Port> inputs = now.stream().map(Link::to).collect(Collectors.toSet());
        for (Link l : links.all()) {
            if (l.trainable()
                    && inputs.contains(l.to())
                    && places.putIfAbsent(ParameterId.of(l), wide.size()) == null) {
                wide.add(l.withWeight(0));
            }
        }
    }

    /**
     * Those that let links go and cost less than a bound, the least first.
     *
     * @param loss the bound
     * @param kept links that stay where they are
     * @param links all that the network may ever have
     */
    static List<Substitution> below(double loss, Trainer t, Predicate<Link> kept, Links links) {
        return new Substitutions(t, kept, links)
                .priced().stream()
                        .filter(p -> p.loss() < loss)
                        .sorted(Comparator.comparingDouble(Priced::loss))
                        .map(Priced::substitution)
                        .toList();
    }

    private List<Priced> priced() {
        List<Priced> all = new ArrayList<>();
        try (Trainer t = trainer.on(trainer.network().withLinks(wide))) {
            boolean[] live = t.model().liveLinks();
            Set<Port> sources = new LinkedHashSet<>();
            for (int i = 0; i < wide.size(); i++) {
                if (live[i]) {
                    sources.add(wide.get(i).from());
                }
            }
            Set<Port> read = now.stream()
                    .filter(l -> !stays.test(l))
                    .map(Link::from)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            if ((long) read.size() * sources.size() <= MOST) {
                read.forEach(output -> sources.forEach(instead -> {
                    if (maySave(output, instead)) {
                        all.add(priced(t, output, instead));
                    }
                }));
            }
        }
        return all;
    }

    /** Whether all links of an output may move to another one, and fewer links lead to what is watched then. */
    private boolean maySave(Port output, Port instead) {
        List<Link> next = new ArrayList<>(now);
        for (Link l : moving(output)) {
            Integer place = places.get(ParameterId.of(Substitution.moved(l, instead, 1)));
            if (place == null || stays.test(wide.get(place))) {
                return false;
            }
            next.remove(l);
            if (place >= now.size()) {
                next.add(wide.get(place));
            }
        }
        return !instead.equals(output) && needed(next) < needed(now);
    }

    private List<Link> moving(Port output) {
        return now.stream()
                .filter(l -> l.from().equals(output) && !stays.test(l))
                .toList();
    }

    /** Trainable links that lead, by other links, to what is watched. */
    private long needed(List<Link> links) {
        Set<String> neurons = new HashSet<>();
        trainer.model().objective().probes().forEach(p -> neurons.add(p.port().neuron()));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Link l : links) {
                grows |= neurons.contains(l.to().neuron())
                        && neurons.add(l.from().neuron());
            }
        }
        return links.stream()
                .filter(l -> l.trainable() && neurons.contains(l.to().neuron()))
                .count();
    }

    private Priced priced(Trainer t, Port output, Port instead) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int p = -POWERS; p <= POWERS; p++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                double factor = sign * Math.pow(2, p / 2.0);
                double loss = loss(t, output, instead, factor);
                if (loss < least) {
                    least = loss;
                    best = factor;
                }
            }
        }
        return new Priced(new Substitution(output, instead, best), least);
    }

    private double loss(Trainer t, Port output, Port instead, double factor) {
        double[] w = t.parameters();
        for (Link l : moving(output)) {
            int from = places.get(ParameterId.of(l));
            w[places.get(ParameterId.of(Substitution.moved(l, instead, 1)))] += factor * w[from];
            w[from] = 0;
        }
        return t.loss(w);
    }
}
