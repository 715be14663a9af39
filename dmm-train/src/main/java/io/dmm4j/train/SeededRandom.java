package io.dmm4j.train;

/**
 * Random numbers from a seed, whose state is one {@code long} that can be saved: SplitMix64 (Steele, Lea and Flood, Fast
 * splittable pseudorandom number generators, 2014, figure 17). The same numbers on every machine.
 */
public final class SeededRandom {
    private long state;

    /** Starts from a seed, or goes on from a saved state. */
    public SeededRandom(long state) {
        this.state = state;
    }

    /** What {@link #SeededRandom} needs to go on from here. */
    public long state() {
        return state;
    }

    /** Any long, all equally likely. */
    public long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Uniform in [0, 1). */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [0, bound). */
    public int nextInt(int bound) {
        return (int) (nextDouble() * bound);
    }

    /** Normal with mean 0 and variance 1 (Box and Muller, one number per pair, so that nothing is left to save). */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /** The numbers 0 … n − 1 in random order (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] p = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            p[i] = p[j];
            p[j] = i;
        }
        return p;
    }
}
