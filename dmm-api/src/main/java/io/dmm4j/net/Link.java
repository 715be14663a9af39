package io.dmm4j.net;

import io.dmm4j.value.Path;

/**
 * One element of the network matrix: in every cycle, {@code weight} times the subtree of the source
 * output at {@code path} is added to the target input.
 *
 * @param to the target, an input port
 * @param from the source, an output port
 * @param path which subtree of the source; the root for all of it
 * @param weight the number
 * @param trainable whether training may change the weight
 */
public record Link(Port to, Port from, Path path, double weight, boolean trainable) {

    /** A trainable link of a whole output. */
    public static Link of(Port to, Port from, double weight) {
        return new Link(to, from, Path.ROOT, weight, true);
    }

    /** This link with another weight. */
    public Link withWeight(double w) {
        return new Link(to, from, path, w, trainable);
    }

    /** For example {@code accum.dict-2 <- input.char/a * 0.5}. */
    @Override
    public String toString() {
        return to + " <- " + from + path + " * " + weight;
    }
}
