package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The kinds of linear streams that ports carry (number, image, matrix …), and the rule of typed dataflow matrix machines: a link
 * may join equal kinds only. A port without a declared kind takes any. A link of the subtree at a path carries the kind of its
 * source with the path appended, such as {@code matrix/self/delta}.
 *
 * <p>A {@link Network} that has kinds is checked when it is built, and an entry that joins two kinds in the matrix that it holds
 * stops it, as every entry that is not well formed.
 *
 * @param inputs the kinds of input ports
 * @param outputs the kinds of output ports
 */
public record StreamKinds(Map<Port, String> inputs, Map<Port, String> outputs) {
    /** No port has a kind. */
    public static final StreamKinds NONE = new StreamKinds(Map.of(), Map.of());

    /**
     * Copies the kinds.
     *
     * @throws DmmException if a kind is the empty text
     */
    public StreamKinds {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        refuseEmpty("in:", inputs);
        refuseEmpty("out:", outputs);
    }

    private static void refuseEmpty(String side, Map<Port, String> kinds) {
        kinds.forEach((port, kind) -> {
            if (kind.isEmpty()) {
                throw new DmmException("kind of " + side + port + ": found the empty text, expected a name");
            }
        });
    }

    /** Whether no port has a kind. */
    public boolean isEmpty() {
        return inputs.isEmpty() && outputs.isEmpty();
    }

    /** Whether both ends of a link have a kind, so that {@link #check(Link)} has something to look at. */
    public boolean knows(Link link) {
        return outputs.containsKey(link.from()) && inputs.containsKey(link.to());
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
