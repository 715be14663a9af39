package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import java.util.Map;

/**
 * The kinds of linear streams that ports carry (number, image, matrix …), and the rule of typed dataflow matrix machines: a link
 * may join equal kinds only. A port without a declared kind takes any. A link of the subtree at a path carries the kind of its
 * source with the path appended, such as {@code matrix/self/delta}.
 *
 * @param inputs the kinds of input ports
 * @param outputs the kinds of output ports
 */
public record StreamKinds(Map<Port, String> inputs, Map<Port, String> outputs) {
    /** Copies the kinds. */
    public StreamKinds {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /**
     * Checks all links of a network, and those of the matrix that it holds before cycle 1.
     *
     * @throws DmmException naming the first link that joins two kinds, and both kinds
     */
    public void check(Network network) {
        network.links().forEach(this::check);
        if (network.self() != null) {
            new HeldLinks(network).read(SelfMatrix.initial(network)).links().forEach(this::check);
        }
    }

    /** Checks one link. */
    public void check(Link link) {
        String source = outputs.get(link.from());
        String target = inputs.get(link.to());
        if (source == null || target == null) {
            return;
        }
        String carried = link.path().isRoot() ? source : source + link.path();
        if (!carried.equals(target)) {
            throw new DmmException("link " + link + ": its source is of the kind '" + carried
                    + "' and its target of the kind '" + target + "', expected equal kinds");
        }
    }
}
