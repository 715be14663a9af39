package io.dmm4j.train.data;

import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;

/**
 * One example: what is fed in each cycle, and what should be seen. Lists are by cycle, the first first.
 *
 * @param inputs what external inputs emit after the up movement of each cycle; one entry per cycle
 * @param targets what each probe should show at the end of each cycle, nothing where it is not named; as many, or none
 *     at all if that is not known
 * @param mask how much each cycle counts, ≥ 0; as many, or null where every cycle counts 1
 */
public record Sequence(List<Map<Port, VValue>> inputs, List<Map<Probe, VValue>> targets, double[] mask) {

    /** Copies everything, and checks that it is as long as the inputs, and finite. */
    public Sequence {
        inputs = inputs.stream().map(Map::copyOf).toList();
        targets = targets.stream().map(Map::copyOf).toList();
        if (inputs.isEmpty()) {
            throw new DmmException("sequence: found no cycles, expected at least 1");
        }
        if (!targets.isEmpty() && targets.size() != inputs.size()) {
            throw new DmmException(
                    "sequence: found targets for " + targets.size() + " cycles, expected " + inputs.size());
        }
        if (mask != null && mask.length != inputs.size()) {
            throw new DmmException("sequence: found a mask of " + mask.length + " cycles, expected " + inputs.size());
        }
        mask = mask == null ? null : mask.clone();
        for (int c = 0; c < inputs.size(); c++) {
            if (mask != null && !(mask[c] >= 0 && mask[c] < Double.POSITIVE_INFINITY)) {
                throw new DmmException("mask of cycle " + (c + 1) + ": found " + mask[c]
                        + ", expected a finite number that is not negative");
            }
        }
        finite(Precision.FLOAT64, inputs, targets, mask);
    }

    /** Inputs without targets, every cycle counting 1. */
    public static Sequence of(List<Map<Port, VValue>> inputs) {
        return new Sequence(inputs, List.of(), null);
    }

    /** These inputs with other targets. */
    public Sequence withTargets(List<Map<Probe, VValue>> wanted) {
        return new Sequence(inputs, wanted, mask);
    }

    /** The number of cycles. */
    public int cycles() {
        return inputs.size();
    }

    /** How much each cycle counts, a copy; null where every cycle counts 1. */
    @Override
    public double[] mask() {
        return mask == null ? null : mask.clone();
    }

    /** How much a cycle counts; cycles from 0. */
    public double mask(int cycle) {
        return mask == null ? 1 : mask[cycle];
    }

    /**
     * Fails if a number is too large for a precision: it would be infinite there, and show elsewhere.
     *
     * @throws DmmException naming the first, by what it is, its path and its cycle
     */
    public void requireFinite(Precision p) {
        if (p != Precision.FLOAT64) { // in which everything is finite
            finite(p, inputs, targets, mask);
        }
    }

    private static void finite(
            Precision p, List<Map<Port, VValue>> inputs, List<Map<Probe, VValue>> targets, double[] mask) {
        for (int c = 0; c < inputs.size(); c++) {
            finite(p, "input", c, inputs.get(c));
            finite(p, "target", c, targets.isEmpty() ? Map.of() : targets.get(c));
            if (mask != null && !Double.isFinite(p.round(mask[c]))) {
                throw new DmmException("mask of cycle " + (c + 1) + ": found " + wrong(mask[c], p));
            }
        }
    }

    private static void finite(Precision p, String what, int cycle, Map<?, VValue> values) {
        values.forEach((where, v) -> v.forEach((path, x) -> {
            if (!Double.isFinite(p.round(x))) {
                throw new DmmException(
                        what + " " + where + " at \"" + path + "\" in cycle " + (cycle + 1) + ": found " + wrong(x, p));
            }
        }));
    }

    private static String wrong(double x, Precision p) {
        return Double.isFinite(x)
                ? x + ", which is not finite in " + p.text() + ", expected a smaller number, or float64"
                : x + ", expected a finite number";
    }
}
