package io.dmm4j.train.regular;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A sum of parameters: Σ factors[i] · w[numbers[i]]. The arrays are shared, not copied.
 *
 * @param numbers indices of parameters
 * @param factors as many
 */
public record Combination(int[] numbers, double[] factors) {

    /** Checks that the arrays have one length. */
    public Combination {
        if (numbers.length != factors.length) {
            throw new IllegalArgumentException(
                    numbers.length + " parameters need as many factors, found " + factors.length);
        }
    }

    /** Whether one of the parameters is among those. */
    boolean has(IntPredicate those) {
        return Arrays.stream(numbers).anyMatch(those);
    }
}
