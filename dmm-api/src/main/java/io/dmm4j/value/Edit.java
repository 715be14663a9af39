package io.dmm4j.value;

import java.util.Arrays;

/**
 * Replaces some children of a node. With n children and k edits: O(k log n) comparisons and one copy of the arrays, of
 * the children only where the labels stay the same; size, depth and hash are carried over, not counted again.
 */
final class Edit {
    private final VValue base;
    private final String[] labels;
    private final VValue[] children;
    private final int count;
    private final int[] at; // per edit: where its label is in the base, or -1 - where it would be

    private int growth; // how many labels the result has more
    private boolean relabelled;
    private boolean changed;
    private int hash;
    private long size;
    private int depth;
    private boolean lostDepth; // the deepest child may be gone

    private Edit(VValue base, String[] labels, VValue[] children, int count) {
        this.base = base;
        this.labels = labels;
        this.children = children;
        this.count = count;
        at = new int[count];
    }

    /**
     * The node with another number and other children.
     *
     * @param labels strictly ascending; the first {@code count} are read
     * @param children under those labels, empty to remove; the first {@code count} are read
     */
    static VValue apply(VValue base, double number, String[] labels, VValue[] children, int count) {
        Edit edit = new Edit(base, labels, children, count);
        edit.measure();
        return edit.changed ? edit.build(number) : base.withNumber(number);
    }

    private void measure() {
        hash = base.hash;
        size = base.size;
        depth = base.depth;
        int from = 0;
        for (int e = 0; e < count; e++) {
            at[e] = find(labels[e], from);
            from = at[e] < 0 ? -1 - at[e] : at[e] + 1;
            account(labels[e], at[e] < 0 ? VValue.EMPTY : base.children[at[e]], children[e]);
        }
    }

    private int find(String label, int from) {
        boolean next = from < base.labels.length && base.labels[from].equals(label);
        return next ? from : Arrays.binarySearch(base.labels, from, base.labels.length, label);
    }

    private void account(String label, VValue before, VValue after) {
        if (before == after) {
            return;
        }
        changed = true;
        if (!before.isEmpty()) {
            growth--;
            hash -= VValue.edgeHash(label, before);
            size -= before.size;
            lostDepth |= before.depth + 1 == base.depth;
        }
        if (!after.isEmpty()) {
            growth++;
            hash += VValue.edgeHash(label, after);
            size = Limits.saturatedSum(size, after.size);
            depth = Math.max(depth, after.depth + 1);
        }
        relabelled |= before.isEmpty() != after.isEmpty();
    }

    private VValue build(double number) {
        String[] newLabels = base.labels;
        VValue[] newChildren;
        if (relabelled) {
            newLabels = new String[base.labels.length + growth];
            newChildren = new VValue[newLabels.length];
            merge(newLabels, newChildren);
        } else {
            newChildren = base.children.clone();
            for (int e = 0; e < count; e++) {
                if (at[e] >= 0) {
                    newChildren[at[e]] = children[e];
                }
            }
        }
        int newDepth = lostDepth && depth == base.depth ? VValue.depthOf(newChildren, depth) : depth;
        int newHash = hash - VValue.numberHash(base.number) + VValue.numberHash(number);
        long newSize = Limits.saturatedSum(size - (base.number == 0 ? 0 : 1), number == 0 ? 0 : 1);
        return VValue.make(number, newLabels, newChildren, newHash, newSize, newDepth);
    }

    /** Copies the stretches of the base between the edits, and the edits. */
    private void merge(String[] newLabels, VValue[] newChildren) {
        int from = 0;
        int to = 0;
        for (int e = 0; e < count; e++) {
            int place = at[e] < 0 ? -1 - at[e] : at[e];
            System.arraycopy(base.labels, from, newLabels, to, place - from);
            System.arraycopy(base.children, from, newChildren, to, place - from);
            to += place - from;
            from = at[e] < 0 ? place : place + 1;
            if (!children[e].isEmpty()) {
                newLabels[to] = labels[e];
                newChildren[to++] = children[e];
            }
        }
        System.arraycopy(base.labels, from, newLabels, to, base.labels.length - from);
        System.arraycopy(base.children, from, newChildren, to, base.labels.length - from);
    }
}
