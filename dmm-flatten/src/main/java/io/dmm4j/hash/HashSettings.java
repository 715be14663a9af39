package io.dmm4j.hash;

import io.dmm4j.value.DmmException;

/**
 * The choices of a {@link MinimalPerfectHash}; equal settings and equal keys give equal bits.
 *
 * @param arity cells per key: 3 (about 1.23 cells per key) or 2 (about 2.09, one memory line fewer per look-up)
 * @param seed chooses the hash functions
 * @param maxTries hypergraphs drawn for one bucket before giving up, 1 to {@value #MOST_TRIES}; one draw succeeds with
 *     probability about 0.85 for arity 3 and 0.35 for arity 2
 */
public record HashSettings(int arity, long seed, int maxTries) {

    /** The largest accepted {@code maxTries}. */
    public static final int MOST_TRIES = 1 << Regions.TRY_BITS;

    /** Arity 3, seed 0, at most 500 tries: unlucky keys have a chance below 10<sup>-80</sup>. */
    public static final HashSettings DEFAULT = new HashSettings(3, 0, 500);

    /** Checks the ranges. */
    public HashSettings {
        require(arity == 2 || arity == 3, "arity", arity, "2 or 3");
        require(maxTries >= 1 && maxTries <= MOST_TRIES, "maxTries", maxTries, "1 to " + MOST_TRIES);
    }

    /** These settings with another arity, 2 or 3. */
    public HashSettings withArity(int newArity) {
        return new HashSettings(newArity, seed, maxTries);
    }

    /** These settings with another seed. */
    public HashSettings withSeed(long newSeed) {
        return new HashSettings(arity, newSeed, maxTries);
    }

    /** These settings with another bound on the tries. */
    public HashSettings withMaxTries(int newMaxTries) {
        return new HashSettings(arity, seed, newMaxTries);
    }

    private static void require(boolean ok, String what, int value, String expected) {
        if (!ok) {
            throw new DmmException("hash settings: " + what + " is " + value + ", expected " + expected);
        }
    }
}
