package io.dmm4j.train;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How weights are drawn before training. */
@FunctionalInterface
public interface Initialiser {

    /**
     * A weight.
     *
     * @param before the weight that the link has
     * @param fanIn links into the same input
     * @param fanOut links from the same output
     */
    double draw(double before, int fanIn, int fanOut, SeededRandom random);

    /** All the same. */
    static Initialiser constant(double weight) {
        return (w, in, out, r) -> finite(weight);
    }

    /** Normal with mean 0. */
    static Initialiser normal(double deviation) {
        return (w, in, out, r) -> finite(deviation) * r.nextGaussian();
    }

    /** Uniform in [−limit, limit). */
    static Initialiser uniform(double limit) {
        return (w, in, out, r) -> finite(limit) * (2 * r.nextDouble() - 1);
    }

    /** Normal with mean 0 and variance 2 / (fanIn + fanOut) (Glorot and Bengio, 2010, equation 12). */
    static Initialiser xavier() {
        return (w, in, out, r) -> Math.sqrt(2.0 / (in + out)) * r.nextGaussian();
    }

    /** What there is, and a normal number added: a machine that is broken a little. */
    static Initialiser perturb(double deviation) {
        return (w, in, out, r) -> w + finite(deviation) * r.nextGaussian();
    }

    /** A network with the weights of its trainable links drawn anew, in the order of the links. */
    default Network apply(Network network, long seed) {
        SeededRandom random = new SeededRandom(seed);
        Map<Port, Integer> in = new HashMap<>();
        Map<Port, Integer> out = new HashMap<>();
        for (Link l : network.links()) {
            in.merge(l.to(), 1, Integer::sum);
            out.merge(l.from(), 1, Integer::sum);
        }
        List<Link> drawn = new ArrayList<>();
        for (Link l : network.links()) {
            if (l.trainable()) {
                drawn.add(l.withWeight(draw(l.weight(), in.get(l.to()), out.get(l.from()), random)));
            }
        }
        return network.withTrainable(drawn);
    }

    private static double finite(double x) {
        if (!Double.isFinite(x)) {
            throw new DmmException("initial weights: found " + x + ", expected a finite number");
        }
        return x;
    }
}
