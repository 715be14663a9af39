package io.dmm4j.train;

import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Sizes of arrays that are products. */
final class ArraySize {
    private ArraySize() {}

    /**
     * The product.
     *
     * @param what what the array is for, as the message begins
     * @throws DmmException if no array is that long
     */
    static int of(String what, int... factors) {
        int size = 1;
        try {
            for (int f : factors) {
                size = Math.multiplyExact(size, f);
            }
        } catch (ArithmeticException e) {
            String product = Arrays.stream(factors).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
            throw new DmmException(what + ": found " + product + " numbers, expected at most " + Integer.MAX_VALUE);
        }
        return size;
    }
}
