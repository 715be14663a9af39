package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import java.util.StringJoiner;

/**
 * The exact key of a path is the pair (index of its parent, id of its last label) in one long. The pair names the whole
 * chain of labels, so paths with equal prefixes, however long, and labels chosen to collide have different keys.
 *
 * <p>Nothing here recurses: a trie may be one long chain.
 */
final class PathKeys {
    /** The key of the root. */
    static final long THE_ROOT = pack(PathTable.ROOT, PathTable.NO_LABEL);

    /** Labels of a path that an error shows; the front of a longer path is left out. */
    private static final int SHOWN = 8;

    private PathKeys() {}

    static long pack(int parent, int label) {
        return (long) parent << 32 | label & 0xFFFFFFFFL;
    }

    static int parent(long key) {
        return (int) (key >> 32);
    }

    static int label(long key) {
        return (int) key;
    }

    /** The keys of these pairs, checked to be a trie. */
    static long[] of(int[] parents, int[] labels) {
        if (parents.length != labels.length) {
            throw new DmmException("a path table has " + parents.length + " parents and " + labels.length
                    + " labels, expected as many of both");
        }
        long[] keys = new long[parents.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = pack(parents[i], labels[i]);
        }
        check(keys);
        return keys;
    }

    /** Throws unless every key has a parent and a label in range, the root is no one's parent, and no chain closes. */
    static void check(long[] keys) {
        int root = PathTable.ROOT;
        boolean ordered = true;
        for (int i = 0; i < keys.length; i++) {
            int parent = parent(keys[i]);
            checkRanges(i, parent, label(keys[i]), keys.length);
            root = keys[i] == THE_ROOT ? i : root;
            ordered &= parent < i;
        }
        if (root != PathTable.ROOT) {
            checkNoParent(root, keys);
        }
        if (!ordered) {
            checkNoCycle(keys);
        }
    }

    private static void checkRanges(int i, int parent, int label, int count) {
        if (parent < PathTable.ROOT || parent >= count) {
            throw new DmmException(
                    "path " + i + " has the parent " + parent + ", expected -1 (the root) to " + (count - 1));
        }
        if (label < 0 && pack(parent, label) != THE_ROOT) {
            throw new DmmException("path " + i + " has the label id " + label + ", expected 0 or more");
        }
    }

    private static void checkNoParent(int root, long[] keys) {
        for (int i = 0; i < keys.length; i++) {
            if (parent(keys[i]) == root) {
                throw new DmmException("path " + i + " has the parent " + root
                        + ", which is the root; expected -1, the parent of all paths with one label");
            }
        }
    }

    /** Climbs from every node to a node known to reach the root; each node is climbed once. */
    private static void checkNoCycle(long[] keys) {
        int[] climbedFrom = new int[keys.length]; // 0: not yet climbed, else 1 + the node the climb began at
        for (int start = 0; start < keys.length; start++) {
            int node = start;
            while (node != PathTable.ROOT && climbedFrom[node] == 0) {
                climbedFrom[node] = start + 1;
                node = parent(keys[node]);
            }
            if (node != PathTable.ROOT && climbedFrom[node] == start + 1) {
                throw new DmmException("path " + node + " is its own ancestor, expected parents that lead to the root");
            }
        }
    }

    /** How many labels the path at an index has. */
    static int length(long[] keys, int index) {
        int length = 0;
        for (int node = index; node != PathTable.ROOT && keys[node] != THE_ROOT; length++) {
            node = parent(keys[node]);
        }
        return length;
    }

    /** The label ids of the path at an index, from the root down. */
    static int[] labels(long[] keys, int index) {
        int[] labels = new int[length(keys, index)];
        int node = index;
        for (int i = labels.length - 1; i >= 0; i--) {
            labels[i] = label(keys[node]);
            node = parent(keys[node]);
        }
        return labels;
    }

    /** The path at an index in an error, as label ids: texts are not known here. */
    static String describe(long[] keys, int index) {
        int[] labels = labels(keys, index);
        int left = Math.max(0, labels.length - SHOWN);
        StringJoiner text =
                new StringJoiner("/", left == 0 ? "the path of label ids /" : "the path of label ids …/", "");
        for (int i = left; i < labels.length; i++) {
            text.add(Integer.toString(labels[i]));
        }
        return labels.length == 0 ? "the root" : text.toString();
    }
}
