package io.dmm4j.train.regular;

import io.dmm4j.value.DmmException;

/** The factor λ of a penalty. */
final class Factor {
    private Factor() {}

    static void check(double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new DmmException(
                    "penalty: found a factor of " + lambda + ", expected a finite number that is not negative");
        }
    }
}
