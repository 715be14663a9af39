package io.dmm4j.train;

import io.dmm4j.value.DmmException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a run needs to go on, to the bit, besides what it was started with (network, objective, data, settings):
 * arrays and whole numbers, by name, so that they can be written to a file as they are.
 *
 * <dl>
 *   <dt>{@code parameters} <dd>one number per parameter of the network, in the order of {@link Parameters}.
 *   <dt>{@code updater.…} <dd>what the updater remembers, one number per parameter each.
 *   <dt>{@code carried} <dd>[output rows × lanes]: where machines are inside their sequences; only while they are.
 *   <dt>{@code step, updates} <dd>steps done, and those of them that the updater knows of.
 *   <dt>{@code epoch, position, from} <dd>the place in the data: times all was seen, sequences taken since, cycles done of
 *       those at hand.
 *   <dt>{@code random} <dd>the state of what draws random numbers.
 * </dl>
 *
 * @param arrays by name
 * @param numbers by name
 */
public record TrainingState(Map<String, double[]> arrays, Map<String, Long> numbers) {

    /** Copies the maps, not the arrays. */
    public TrainingState {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    /**
     * An array.
     *
     * @throws DmmException if it is missing or not that long
     */
    double[] array(String name, int length) {
        double[] a = arrays.get(name);
        if (a == null || a.length != length) {
            throw new DmmException("training state: found " + (a == null ? "no" : a.length + " numbers of") + " '"
                    + name + "', expected " + length + "; it belongs to another network or updater");
        }
        return a;
    }

    /**
     * An array of any length.
     *
     * @throws DmmException if it is missing
     */
    public double[] array(String name) {
        double[] a = arrays.get(name);
        if (a == null) {
            throw new DmmException("training state: found no '" + name + "'");
        }
        return a;
    }

    /**
     * A number.
     *
     * @throws DmmException if it is missing
     */
    public long number(String name) {
        Long n = numbers.get(name);
        if (n == null) {
            throw new DmmException("training state: found no '" + name + "'");
        }
        return n;
    }

    /**
     * A number that counts something.
     *
     * @param what how the message calls it
     * @param end what it is below
     * @throws DmmException if it is missing, negative, or not below that
     */
    long count(String name, String what, long end) {
        long n = number(name);
        if (n < 0 || n >= end) {
            String expected = end == Long.MAX_VALUE ? "0 or more" : "0 to " + (end - 1);
            throw new DmmException("training state: found " + what + " " + n + ", expected " + expected
                    + "; it belongs to other data or settings");
        }
        return n;
    }

    /** This and, under names that begin with a prefix, the entries of another state. */
    public TrainingState with(String prefix, TrainingState part) {
        Map<String, double[]> a = new LinkedHashMap<>(arrays);
        Map<String, Long> n = new LinkedHashMap<>(numbers);
        part.arrays.forEach((name, array) -> a.put(prefix + name, array));
        part.numbers.forEach((name, number) -> n.put(prefix + name, number));
        return new TrainingState(a, n);
    }

    /** The part that was added with a prefix. */
    public TrainingState part(String prefix) {
        Map<String, double[]> a = new LinkedHashMap<>();
        Map<String, Long> n = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            if (name.startsWith(prefix)) {
                a.put(name.substring(prefix.length()), array);
            }
        });
        numbers.forEach((name, number) -> {
            if (name.startsWith(prefix)) {
                n.put(name.substring(prefix.length()), number);
            }
        });
        return new TrainingState(a, n);
    }
}
