package io.dmm4j.train.update;

import io.dmm4j.value.DmmException;

/** Checks of the constants of updaters. */
final class Constants {
    private Constants() {}

    /** The share of what was there before in a running mean: at 1 nothing new would ever count. */
    static void memory(String updater, String constant, double x) {
        if (!(x >= 0 && x < 1)) {
            throw new DmmException(
                    "updater " + updater + ": found " + constant + " = " + x + ", expected a number from 0 to below 1");
        }
    }

    /** A number that may be 0. */
    static void notNegative(String updater, String constant, double x) {
        if (!(x >= 0 && x < Double.POSITIVE_INFINITY)) {
            throw new DmmException("updater " + updater + ": found " + constant + " = " + x
                    + ", expected a finite number that is not negative");
        }
    }
}
