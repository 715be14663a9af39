package io.dmm4j.flatten;

import io.dmm4j.value.VValue;
import java.util.Arrays;

/**
 * The shape of every port.
 *
 * @param in shape of each input port of a {@link Wiring}
 * @param out shape of each output port
 * @param cycles for how many cycles the shapes hold; {@link #FOREVER} at a fixpoint
 */
record Shapes(VValue[] in, VValue[] out, long cycles) {
    static final long FOREVER = Long.MAX_VALUE;

    /** Paths of all ports together. */
    long size() {
        return size(in) + size(out);
    }

    private static long size(VValue[] shapes) {
        return Arrays.stream(shapes).mapToLong(VValue::size).sum();
    }
}
