package io.dmm4j.train;

import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.value.Path;

/**
 * Which number of a network a parameter is. Two networks that have a number in common give it equal names.
 *
 * @param kind what kind of number
 * @param at the target of a link, the output with an initial value, or the owner (a type or a neuron) and name of a parameter
 * @param from the source of a link; null for other kinds
 * @param path the subtree that a link reads, or the place of the number in its V-value
 */
public record ParameterId(Kind kind, Port at, Port from, Path path) {

    /** Kinds of numbers. */
    public enum Kind {
        /** The weight of a link. */
        LINK,
        /** A number of a neuron type's parameter, which its neurons share. */
        TYPE,
        /** A number of a parameter that a neuron has of its own. */
        NEURON,
        /** A number of an output before cycle 1. */
        INITIAL
    }

    /** The name of a link's weight. */
    public static ParameterId of(Link l) {
        return new ParameterId(Kind.LINK, l.to(), l.from(), l.path());
    }

    /** For example {@code accum.dict-2 <- input.char/a}, or {@code initial fluid-0-0.:function/accum_add_args}. */
    @Override
    public String toString() {
        return switch (kind) {
            case LINK -> at + " <- " + from + path;
            case TYPE -> "parameter of type " + at + path;
            case NEURON -> "parameter " + at + path;
            case INITIAL -> "initial " + at + path;
        };
    }
}
