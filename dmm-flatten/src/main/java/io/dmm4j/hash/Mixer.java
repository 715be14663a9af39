package io.dmm4j.hash;

/** The hash functions: a seeded bijection of longs, and the cells that a mixed key chooses inside its bucket. */
final class Mixer {
    /** Odd, close to 2<sup>64</sup> divided by the golden ratio: consecutive tries differ in about half of the bits. */
    private static final long TRY_STEP = 0x9E3779B97F4A7C15L;

    /** A multiplier with good spectral properties (Steele and Vigna, "Computationally easy, spectrally good multipliers"). */
    private static final long SPREAD = 0xD1342543DE82EF95L;

    private static final long LOW_21 = (1L << 21) - 1;

    private Mixer() {}

    /**
     * The key mixed with a seed. For one seed this is a bijection (variant 13 of Stafford's MurmurHash3 finalisers), so
     * different keys never collide in all 64 bits.
     */
    static long mix(long key, long seed) {
        long x = key ^ seed;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    /** The bucket of a mixed key: its high half, scaled to [0, buckets). */
    static int bucket(long mixed, int buckets) {
        return (int) ((mixed >>> 32) * buckets >>> 32);
    }

    /** The bits from which the cells of a mixed key are taken at try number {@code attempt} of its bucket. */
    static long spread(long mixed, int attempt) {
        long x = (mixed ^ attempt * TRY_STEP) * SPREAD;
        return x ^ x >>> 32;
    }

    /** Three bit fields of 21 bits each choose the cells of arity 3, each scaled to [0, part); part is below 2<sup>21</sup>. */
    static int firstOf3(long spread, int part) {
        return (int) ((spread >>> 43) * part >>> 21);
    }

    static int secondOf3(long spread, int part) {
        return (int) ((spread >>> 22 & LOW_21) * part >>> 21);
    }

    static int thirdOf3(long spread, int part) {
        return (int) ((spread >>> 1 & LOW_21) * part >>> 21);
    }

    /** The two halves choose the cells of arity 2, each scaled to [0, part). */
    static int firstOf2(long spread, int part) {
        return (int) ((spread >>> 32) * part >>> 32);
    }

    static int secondOf2(long spread, int part) {
        return (int) ((spread & 0xFFFFFFFFL) * part >>> 32);
    }
}
