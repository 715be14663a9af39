package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The two published forms of a network matrix, which is itself a V-value. Which form a matrix has is declared, never
 * guessed.
 *
 * <pre>
 *   rank 4    to / input / from / output → w                        (DMM Lite)
 *   rank 6    toType / to / input / fromType / from / output → w    (the Clojure engine)
 * </pre>
 *
 * <p>Below the output level stands a mask: the number w at prefix p adds w times the subtree of the output at p, so it
 * is a {@link Link} with the path p; a number and its children all add. A number above the output level is an error that
 * names the missing level. A zero is no link, because a V-value holds none.
 *
 * <p>In rank 6 the type labels must be the declared types of the neurons; an external input has no type and stands under
 * {@value #EXTERNAL}.
 */
public enum MatrixFormat {
    /** {@code to / input / from / output}. */
    RANK4("to", "input", "from", "output"),
    /** {@code toType / to / input / fromType / from / output}. */
    RANK6("toType", "to", "input", "fromType", "from", "output");

    /** The type label of an external input. */
    public static final String EXTERNAL = "external";

    private final List<String> levels;

    MatrixFormat(String... levels) {
        this.levels = List.of(levels);
    }

    /**
     * The form of a rank.
     *
     * @throws DmmException unless the rank is 4 or 6
     */
    public static MatrixFormat ofRank(long rank) {
        for (MatrixFormat f : values()) {
            if (f.rank() == rank) {
                return f;
            }
        }
        throw new DmmException("matrix rank: found " + rank + ", expected 4 or 6");
    }

    /** The number of levels above the masks: 4 or 6. */
    public int rank() {
        return levels.size();
    }

    /** What the labels of each level name, from the root down. */
    public List<String> levels() {
        return levels;
    }

    /**
     * The links of a matrix, in the order of its paths.
     *
     * @param network the neurons that the matrix names
     * @throws DmmException with the path, if a number stands above the output level or a type label is not the
     *     neuron's; whether neurons and ports exist is checked when a network is built
     */
    public List<Link> links(VValue matrix, Network network, boolean trainable) {
        List<Link> links = new ArrayList<>();
        matrix.forEach((path, w) -> {
            try {
                links.add(link(path, w, network, trainable));
            } catch (DmmException e) {
                throw new DmmException("matrix at \"" + path + "\": " + e.getMessage());
            }
        });
        return links;
    }

    /** The matrix of links of a network; weights of 0 vanish. */
    public VValue matrix(Collection<Link> links, Network network) {
        VValueBuilder b = VValue.builder();
        links.forEach(l -> b.add(path(l, network), l.weight()));
        return b.build();
    }

    /** The link that the number {@code w} at a path of a matrix stands for. */
    Link link(Path path, double w, Network network, boolean trainable) {
        List<String> at = path.labels();
        if (at.size() < rank()) {
            throw new DmmException("a number stands above the output level: expected " + String.join(" / ", levels)
                    + ", '" + levels.get(at.size()) + "' is missing");
        }
        boolean typed = this == RANK6;
        int from = rank() - 2;
        if (typed) {
            checkType(at.get(0), at.get(1), network);
            checkType(at.get(3), at.get(4), network);
        }
        Port to = typed ? Port.of(at.get(1), at.get(2)) : Port.of(at.get(0), at.get(1));
        return new Link(to, Port.of(at.get(from), at.get(from + 1)), path.suffix(rank()), w, trainable);
    }

    /** The path of a link's weight. */
    Path path(Link l, Network network) {
        Path row = port(Path.ROOT, l.to(), network);
        return port(row, l.from(), network).concat(l.path());
    }

    private Path port(Path above, Port p, Network network) {
        Path at = this == RANK6 ? above.child(typeLabel(network.neuron(p.neuron()))) : above;
        return at.child(p.neuron()).child(p.port());
    }

    private static void checkType(String label, String neuron, Network network) {
        Neuron n = network.neuron(neuron);
        if (n != null && !label.equals(typeLabel(n))) {
            throw new DmmException(
                    "neuron '" + neuron + "' stands under the type '" + label + "', expected '" + typeLabel(n) + "'");
        }
    }

    private static String typeLabel(Neuron n) {
        return n.isExternal() ? EXTERNAL : n.type().name();
    }
}
