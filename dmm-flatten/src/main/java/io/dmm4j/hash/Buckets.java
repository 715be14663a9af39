package io.dmm4j.hash;

import java.util.Arrays;

/** Keys grouped by the high bits of their hash: a counting sort, so that one bucket can be solved inside the caches. */
final class Buckets {
    /** [count + 1] bucket b holds the positions start[b] (inclusive) to start[b + 1] (exclusive). */
    private final int[] start;

    /** [n] the mixed keys, bucket after bucket; inside a bucket in the caller's order. */
    final long[] mixed;

    /** [n] the index in the caller's order of the key at each position. */
    final int[] index;

    Buckets(long[] keys, long seed, int count) {
        start = new int[count + 1];
        mixed = new long[keys.length];
        index = new int[keys.length];
        countKeys(keys, seed);
        distribute(keys, seed, Arrays.copyOf(start, count));
    }

    private void countKeys(long[] keys, long seed) {
        for (long key : keys) {
            start[Mixer.bucket(Mixer.mix(key, seed), count()) + 1]++;
        }
        for (int b = 0; b < count(); b++) {
            start[b + 1] += start[b];
        }
    }

    private void distribute(long[] keys, long seed, int[] next) {
        for (int i = 0; i < keys.length; i++) {
            long mix = Mixer.mix(keys[i], seed);
            int position = next[Mixer.bucket(mix, next.length)]++;
            mixed[position] = mix;
            index[position] = i;
        }
    }

    int count() {
        return start.length - 1;
    }

    int from(int bucket) {
        return start[bucket];
    }

    int to(int bucket) {
        return start[bucket + 1];
    }

    int keys(int bucket) {
        return to(bucket) - from(bucket);
    }

    /**
     * The positions in the caller's order of two equal keys of a bucket, the earlier first, or
     * {@code null} if all its keys differ.
     */
    int[] equalPair(int bucket) {
        long[] sorted = Arrays.copyOfRange(mixed, from(bucket), to(bucket));
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i - 1] == sorted[i]) {
                return positionsOf(sorted[i], bucket);
            }
        }
        return null;
    }

    /** The first two positions of a mixed key that a bucket holds at least twice. */
    private int[] positionsOf(long mix, int bucket) {
        int first = from(bucket);
        while (mixed[first] != mix) {
            first++;
        }
        int second = first + 1;
        while (mixed[second] != mix) {
            second++;
        }
        return new int[] {index[first], index[second]};
    }
}
