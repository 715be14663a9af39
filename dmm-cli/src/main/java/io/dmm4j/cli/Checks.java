package io.dmm4j.cli;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;

/** What the numbers of options must be. */
final class Checks {
    private Checks() {}

    static double positive(String option, double x) {
        if (!(x > 0 && Double.isFinite(x))) {
            throw new DmmException(option + ": found " + x + ", expected a finite number above 0");
        }
        return x;
    }

    static double notNegative(String option, double x) {
        if (!(x >= 0 && Double.isFinite(x))) {
            throw new DmmException(option + ": found " + x + ", expected a finite number that is not negative");
        }
        return x;
    }

    /** A factor of a running mean: 0 remembers nothing, 1 would forget nothing. */
    static double memory(String option, double x) {
        if (!(x >= 0 && x < 1)) {
            throw new DmmException(option + ": found " + x + ", expected a number from 0 to below 1");
        }
        return x;
    }

    /** Fails if a weight is too large for the precision. */
    static void finite(Network n, Precision precision) {
        for (Link l : n.links()) {
            if (precision == Precision.FLOAT32 && Float.isInfinite((float) l.weight())) {
                throw new DmmException("the weight of " + l
                        + " is not finite in float32, expected --precision float64 or a" + " smaller number");
            }
        }
    }

    static long atLeastOne(String option, long n) {
        if (n < 1) {
            throw new DmmException(option + ": found " + n + ", expected at least 1");
        }
        return n;
    }
}
