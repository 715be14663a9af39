package io.dmm4j.train.prune;

import io.dmm4j.net.Link;
import io.dmm4j.train.ParameterId;
import io.dmm4j.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What links are worth: the loss with the weight of one of them at 0, before any training. */
final class Lookahead {
    private final Trainer trainer;
    private final Predicate<Link> kept;

    /**
     * What looks at a trainer as it is at each call.
     *
     * @param kept links that are not looked at, since they are never cut
     */
    Lookahead(Trainer t, Predicate<Link> kept) {
        trainer = t;
        this.kept = kept;
    }

    private record Priced(ParameterId id, double loss) {}

    /**
     * The links whose absence costs least, the cheapest first. Where the absence of several costs the same to the bit, they lie on
     * one path, which goes with any of them: the first stands for all.
     *
     * @param most how many
     * @param last links that come after all others
     */
    List<ParameterId> cheapest(int most, Set<ParameterId> last) {
        Set<Double> seen = new HashSet<>();
        return priced().stream()
                .sorted(Comparator.<Priced, Boolean>comparing(p -> last.contains(p.id()))
                        .thenComparing(Priced::loss))
                .filter(p -> seen.add(p.loss()))
                .limit(most)
                .map(Priced::id)
                .toList();
    }

    /** The loss without the link whose absence costs least. */
    double least() {
        return priced().stream().mapToDouble(Priced::loss).min().orElse(Double.POSITIVE_INFINITY);
    }

    private List<Priced> priced() {
        double[] w = trainer.parameters();
        List<Priced> all = new ArrayList<>();
        candidates()
                .forEach(i -> all.add(new Priced(trainer.model().parameters().id(i), without(w, i))));
        return all;
    }

    /**
     * Small weights that are much for the loss.
     *
     * @param count among how many of the smallest they are looked for
     * @param limit the loss that there would be without each of them, or more
     */
    Set<ParameterId> vital(int count, double limit) {
        double[] w = trainer.parameters();
        Set<ParameterId> vital = new HashSet<>();
        candidates()
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.abs(w[i])))
                .limit(count)
                .filter(i -> without(w, i) > limit)
                .forEach(i -> vital.add(trainer.model().parameters().id(i)));
        return vital;
    }

    private IntStream candidates() {
        List<Link> all = trainer.network().links();
        return Arrays.stream(trainer.model().parameters().which())
                .filter(i -> i < all.size() && !kept.test(all.get(i)));
    }

    private double without(double[] w, int i) {
        double weight = w[i];
        w[i] = 0;
        double loss = trainer.loss(w);
        w[i] = weight;
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
}
