package io.dmm4j.perf.hash;

import java.util.SplittableRandom;

/**
 * A random trie and questions about it, made before any clock runs.
 *
 * @param parents [n] a random earlier node, or −1 for the root: a random recursive tree, about 2 ln n deep
 * @param labels [n] label ids, all different
 * @param keys [n] the pairs (parent, label) as longs, for those who want one number
 * @param wanted [m] members drawn at random, as longs
 * @param wantedParents [m] the same members' parents
 * @param wantedLabels [m] and labels
 */
record Workload(int[] parents, int[] labels, long[] keys, long[] wanted, int[] wantedParents, int[] wantedLabels) {

    static Workload of(int paths, int questions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] parents = new int[paths];
        int[] labels = new int[paths];
        long[] keys = new long[paths];
        for (int i = 0; i < paths; i++) {
            parents[i] = random.nextInt(i + 1) - 1;
            labels[i] = i;
            keys[i] = (long) parents[i] << 32 | labels[i];
        }
        return new Workload(parents, labels, keys, new long[questions], new int[questions], new int[questions])
                .ask(random);
    }

    private Workload ask(SplittableRandom random) {
        for (int q = 0; q < wanted.length; q++) {
            int path = random.nextInt(keys.length);
            wanted[q] = keys[path];
            wantedParents[q] = parents[path];
            wantedLabels[q] = labels[path];
        }
        return this;
    }

    int paths() {
        return keys.length;
    }

    int questions() {
        return wanted.length;
    }
}
