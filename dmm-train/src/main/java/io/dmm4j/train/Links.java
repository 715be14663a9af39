package io.dmm4j.train;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All links that a network may ever have while it is rewired, numbered: so the structure that it has at some time is a list of
 * numbers, and can be saved.
 */
public final class Links {
    private final Network start;
    private final List<Link> all = new ArrayList<>();
    private final Map<ParameterId, Integer> numbers = new HashMap<>();

    /**
     * The links of a network, and those of another that are not among them.
     *
     * @param start what all that is not a link is taken from
     * @param candidates the network with the links that may be added
     */
    public Links(Network start, Network candidates) {
        this.start = start;
        start.links().forEach(this::add);
        candidates.links().forEach(this::add);
    }

    private void add(Link l) {
        if (numbers.putIfAbsent(ParameterId.of(l), all.size()) == null) {
            all.add(l);
        }
    }

    /** The links of a network that came from the first one by rewiring, in their order, each by its number. */
    public double[] structure(Network network) {
        return network.links().stream()
                .mapToDouble(l -> numbers.get(ParameterId.of(l)))
                .toArray();
    }

    /** The weights of all links of a network, in their order. */
    public static double[] weights(Network network) {
        return network.links().stream().mapToDouble(Link::weight).toArray();
    }

    /**
     * The network of a structure.
     *
     * @param structure a number per link
     * @param weights one per link; there may be more numbers after them
     */
    public Network network(double[] structure, double[] weights) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < structure.length; i++) {
            links.add(all.get((int) structure[i]).withWeight(weights[i]));
        }
        return start.withLinks(links);
    }

    /** All of them, with the weights that they had at first. */
    public List<Link> all() {
        return Collections.unmodifiableList(all);
    }

    /** The number of the first link from an output. */
    public int from(Port output) {
        int n = 0;
        while (!all.get(n).from().equals(output)) {
            n++;
        }
        return n;
    }

    /** The parameter that is a link, by the number that the link has here. */
    public ParameterId id(int number) {
        return ParameterId.of(all.get(number));
    }

    /** The number of a link. */
    public int number(ParameterId id) {
        return numbers.get(id);
    }
}
