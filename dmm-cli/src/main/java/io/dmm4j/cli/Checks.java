package io.dmm4j.cli;

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

    static long atLeastOne(String option, long n) {
        if (n < 1) {
            throw new DmmException(option + ": found " + n + ", expected at least 1");
        }
        return n;
    }
}
