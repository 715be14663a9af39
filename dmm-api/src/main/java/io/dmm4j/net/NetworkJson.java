package io.dmm4j.net;

import io.dmm4j.json.JsonInput;
import io.dmm4j.json.WholeFile;
import io.dmm4j.value.DmmException;
import java.util.List;

/**
 * Networks as JSON files. This page is the specification of the format.
 *
 * <pre>{@code
 * {
 *   "format": "dmm4j-network/1",
 *   "name": "counts letters",
 *   "schedule": "synchronous",
 *   "neurons": [
 *     {"name": "input", "external": {"char": {"open": true}, "tempo": {"paths": ["", "/beat"]}}},
 *     {"name": "accum", "type": "lite/accum"},
 *     {"name": "limit", "type": "lite/const", "parameters": {"value": 3}, "idleInputs": ["dict"]}
 *   ],
 *   "matrix": {
 *     "rank": 4,
 *     "trainable": {"accum": {"dict-2": {"input": {"char": 1, "tempo": {"beat": 0.5}}}}},
 *     "fixed": {"accum": {"dict-1": {"accum": {"dict": 1}}}}
 *   },
 *   "initial": {"accum": {"dict": {"a": 2}}},
 *   "probes": ["out:accum.dict"]
 * }
 * }</pre>
 *
 * <p>The fields, in any order; one that is not listed is an error, and so is a key that comes twice:
 *
 * <dl>
 *   <dt>{@code format} <dd>required: {@value #FORMAT}.
 *   <dt>{@code name} <dd>a text for people; empty unless given.
 *   <dt>{@code schedule} <dd>{@code synchronous} (unless given) or {@code topological}.
 *   <dt>{@code neurons} <dd>required: the neurons, in the order that the topological schedule goes by. Each has a {@code
 *       name} and either a {@code type} or {@code external}.
 *       <ul>
 *         <li>{@code type}: a name of the {@link io.dmm4j.expr.Catalogue}, with its arguments in brackets if it takes
 *             some. With it may come {@code parameters}, a V-value for each parameter that is not to be the type's own,
 *             and {@code idleInputs} and {@code idleOutputs}, lists of ports that the type does not have: what arrives
 *             there is ignored, nothing is emitted there.
 *         <li>{@code external}: the ports that are fed from outside, each an object with {@code paths}, a list of JSON
 *             Pointers of what may come (the empty one for the number at the root), and {@code open}, true if other
 *             paths may come as well; nothing and false unless given.
 *       </ul>
 *   <dt>{@code matrix} <dd>the links: {@code rank}, 4 or 6, required; {@code trainable} and {@code fixed}, each a matrix
 *       of that rank as {@link MatrixFormat} says. The order of the numbers is the order of the links, trainable ones
 *       first. A number 0 is a link of weight 0.
 *   <dt>{@code self} <dd>which output holds the network's own matrix ({@link SelfMatrix}): {@code output}, as {@link
 *       Port#parse} reads it, and {@code rank}, 4 or 6, both required; {@code patterns}, in rank 4, name pattern → type
 *       for neurons that are not declared; {@code shared}, true if all lanes have one matrix, the mean of theirs, else each
 *       has its own. The trainable matrix is then what is held before cycle 1, and another way of
 *       writing that output under {@code initial}; it is written there.
 *   <dt>{@code initial} <dd>neuron → output → V-value: outputs that are not empty before cycle 1.
 *   <dt>{@code kinds} <dd>port → kind: which streams ports carry, such as number or image ({@link StreamKinds}); a link
 * between two
 *       kinds is an error. Ports are texts as {@link Probe#parse} reads them, kinds any text but the empty one; the kind of the
 *       subtree at a path is that of the port with the path appended, such as {@code image/red}.
 *   <dt>{@code probes} <dd>what is watched unless the user says otherwise: texts as {@link Probe#parse} reads them.
 * </dl>
 *
 * <p>A matrix can stand in a file of its own, the published form: one V-value of rank 4 or 6, its place in the network
 * being that of {@code trainable}. Types that a program defines in Java have no name in files; a network that uses one
 * cannot be written.
 */
public final class NetworkJson {
    /** The {@code format} of a network file, with its version. */
    public static final String FORMAT = "dmm4j-network/1";

    private NetworkJson() {}

    /**
     * Reads a network file.
     *
     * @throws DmmException with file, line, column and pointer, if it is not a network in this format
     */
    public static Network read(java.nio.file.Path file) {
        try (JsonInput in = JsonInput.open(file)) {
            return new NetworkReader(in).read();
        }
    }

    /**
     * Reads text in the format of a network file.
     *
     * @param sourceName what errors call the text
     */
    public static Network read(String text, String sourceName) {
        return new NetworkReader(JsonInput.of(text, sourceName)).read();
    }

    /**
     * A network with the matrix of a file in place of its trainable links; its fixed links stay.
     *
     * @param rank 4 or 6
     * @throws DmmException with file, line, column and pointer, if the matrix does not fit the network
     */
    public static Network withMatrix(Network network, java.nio.file.Path file, int rank) {
        MatrixFormat format = MatrixFormat.ofRank(rank);
        MatrixText text = new MatrixText(readMatrix(file), true);
        List<Link> links = text.links(format, network);
        try {
            return network.withTrainable(links);
        } catch (DmmException unplaced) {
            NetworkCheck check = new NetworkCheck(network);
            network.links().stream().filter(l -> !l.trainable()).forEach(check::link);
            text.check(links, check);
            throw unplaced;
        }
    }

    private static LocatedNumbers readMatrix(java.nio.file.Path file) {
        try (JsonInput in = JsonInput.open(file)) {
            LocatedNumbers numbers = LocatedNumbers.read(in);
            in.endInput();
            return numbers;
        }
    }

    /**
     * Writes a network file, its matrix in rank 4: completely or not at all.
     *
     * @throws DmmException if the network uses a type that is not in the catalogue, or the file cannot be written
     */
    public static void write(Network network, java.nio.file.Path file) {
        WholeFile.write(file, target -> write(network, MatrixFormat.RANK4, target));
    }

    /**
     * Writes a network. Reading the text gives the same network, but for links being sorted into the two matrices and
     * their rows; writing that gives the same text.
     *
     * @throws DmmException if the network uses a type that is not in the catalogue
     */
    public static void write(Network network, MatrixFormat format, Appendable target) {
        new NetworkWriter(network, format).write(target);
    }

    /** Writes the trainable links of a network as a matrix file: completely or not at all. */
    public static void writeMatrix(Network network, MatrixFormat format, java.nio.file.Path file) {
        WholeFile.write(file, target -> new NetworkWriter(network, format).writeTrainable(target));
    }
}
