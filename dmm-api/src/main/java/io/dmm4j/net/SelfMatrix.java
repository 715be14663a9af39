package io.dmm4j.net;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says which output of a network holds the network's own matrix, and how that V-value is read.
 *
 * <p>The down movement of a cycle adds two sets of links: the network's fixed links, which never change, and those that
 * the held matrix says at that moment, which is the output as the last cycle left it:
 *
 * <pre>  X[to] = Σ fixed links to it  w · subtree(Y[from], path)  +  Σ entries of the held matrix  w · subtree(Y[from], path)</pre>
 *
 * <p>Before cycle 1 the output is what the network gives as its initial output. A network's trainable links are another
 * way of writing that: when a network is built they become the initial output, and it has no other trainable links. (In
 * the published machines: the Clojure engine and the JAX sketches start the output with the whole matrix; DMM Lite keeps
 * its hard links beside.)
 *
 * <p>Entries are read afresh in every cycle, in every lane, in the order of their paths, after the fixed links. An entry
 * always carries last cycle's output, also in the topological schedule, whose rule goes by the list of declared neurons.
 * Weights are what the machine computed: one that became infinite makes flat programs and trees differ, as {@link
 * io.dmm4j.expr.Op} says of numbers that are not finite.
 *
 * <p><b>Who is alive.</b> Declared neurons always run. Any other name is a neuron in those cycles and lanes where the
 * matrix has an entry in one of its rows; else its output is empty and its past is gone. Its type is the type label of
 * its row in rank 6, and in rank 4 that of the first pattern that its name fits. A name without a type is an error that
 * names it, and so is a number above the output level and a port that the type does not have: the machine stops at the
 * start of the cycle that would read it, saying which.
 *
 * <p><b>Lanes.</b> Each lane has a matrix of its own, unless the matrix is <em>shared</em>: then, at the start of every
 * cycle, the output becomes in all lanes the mean over lanes of what they emitted, and that is the matrix of the cycle. So
 * an accumulator that holds it takes the mean of what the lanes would add, as a batch takes the mean of its gradients; lanes
 * that are alike do what one does by itself; and no lane is above the others.
 *
 * @param output the output that holds the matrix
 * @param format how the V-value is read
 * @param patterns the types of neurons that are not declared, in rank 4: a name with one {@code *} that stands for any
 *     text, and the type of the names that fit; the first pattern that fits counts
 * @param shared whether all lanes have one matrix
 */
public record SelfMatrix(Port output, MatrixFormat format, Map<String, NeuronType> patterns, boolean shared) {

    /** Each lane with a matrix of its own. */
    public SelfMatrix(Port output, MatrixFormat format, Map<String, NeuronType> patterns) {
        this(output, format, patterns, false);
    }

    /** Copies the patterns and checks their form. */
    public SelfMatrix {
        patterns = Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
        for (String p : patterns.keySet()) {
            if (p.indexOf('*') < 0 || p.indexOf('*') != p.lastIndexOf('*')) {
                throw new DmmException("self: found the name pattern '" + p + "', expected one '*' in it");
            }
        }
        if (format == MatrixFormat.RANK6 && !patterns.isEmpty()) {
            throw new DmmException(
                    "self: a matrix of rank 6 says the types of new neurons itself, found the name pattern '"
                            + patterns.keySet().iterator().next() + "'");
        }
    }

    /** The same, but for whether all lanes have one matrix. */
    public SelfMatrix withShared(boolean all) {
        return new SelfMatrix(output, format, patterns, all);
    }

    /**
     * Fails if a network shares its matrix among lanes, for what goes lane by lane.
     *
     * @param network any network
     * @param verb what cannot be done, such as "be trained"
     */
    public static void refuseShared(Network network, String verb) {
        if (network.self() != null && network.self().shared()) {
            throw new DmmException("self: a matrix that all lanes share cannot " + verb
                    + ", expected each lane with a matrix of its own (\"shared\": false)");
        }
    }

    /** The type of the first pattern that a name fits. */
    NeuronType typeOf(String name) {
        for (Map.Entry<String, NeuronType> p : patterns.entrySet()) {
            if (fits(name, p.getKey())) {
                return p.getValue();
            }
        }
        throw new DmmException("no neuron '" + name + "' is declared, and its name fits no pattern"
                + (patterns.isEmpty() ? "" : Names.didYouMean(name, patterns.keySet())));
    }

    private static boolean fits(String name, String pattern) {
        int star = pattern.indexOf('*');
        return name.length() >= pattern.length() - 1
                && name.startsWith(pattern.substring(0, star))
                && name.endsWith(pattern.substring(star + 1));
    }

    /** The matrix of a network before cycle 1. */
    static VValue initial(Network network) {
        return network.initial().getOrDefault(network.self().output(), VValue.EMPTY);
    }
}
