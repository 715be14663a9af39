package io.dmm4j.hash;

import java.util.Arrays;

/**
 * Solves one bucket: draws random hypergraphs (a key is an edge over {@code arity} cells, one in each part of the
 * region) until one is acyclic, then fills the cells so that the XOR over a key's cells is the key's index.
 *
 * <p>Acyclic means that the graph can be taken apart by removing, again and again, an edge that has a cell to itself.
 * In the opposite order every edge meets a cell of its own that is still free, and writes there what its XOR lacks.
 *
 * <p>An instance is scratch space for many buckets, one at a time. The inner loops check nothing.
 */
final class BucketSolver {
    private static final long ONE_EDGE = 1L << 32;

    private final int arity;
    /** [arity * keys] the cells of edge e at arity * e, relative to the region. */
    private int[] cellsOf = {};
    /** [cells] high half: the number of edges not yet removed; low half: the XOR of their numbers. */
    private long[] incidence = {};
    /** [cells] cells that had one edge when they were noted. */
    private int[] candidates = {};
    /** [keys] edges in the order of their removal, and the cell each had to itself. */
    private int[] removedEdge = {};

    private int[] ownCell = {};

    BucketSolver(int arity) {
        this.arity = arity;
    }

    /**
     * The first try below {@code maxTries} whose hypergraph is acyclic, its removal order kept for {@link #assign}; -1
     * if there is none.
     *
     * @param mixed the mixed keys of all buckets; this one's are at from (inclusive) to to (exclusive)
     */
    int firstAcyclic(long[] mixed, int from, int to, int part, int maxTries) {
        ensureCapacity(to - from, part);
        for (int attempt = 0; attempt < maxTries; attempt++) {
            draw(mixed, from, to, part, attempt);
            if (peel(part) == to - from) {
                return attempt;
            }
        }
        return -1;
    }

    private void draw(long[] mixed, int from, int to, int part, int attempt) {
        Arrays.fill(incidence, 0, arity * part, 0);
        if (arity == 3) {
            draw3(mixed, from, to, part, attempt);
        } else {
            draw2(mixed, from, to, part, attempt);
        }
    }

    private void draw3(long[] mixed, int from, int to, int part, int attempt) {
        for (int i = from, edge = 0; i < to; i++, edge++) {
            long spread = Mixer.spread(mixed[i], attempt);
            join(edge, 3 * edge, Mixer.firstOf3(spread, part));
            join(edge, 3 * edge + 1, part + Mixer.secondOf3(spread, part));
            join(edge, 3 * edge + 2, 2 * part + Mixer.thirdOf3(spread, part));
        }
    }

    private void draw2(long[] mixed, int from, int to, int part, int attempt) {
        for (int i = from, edge = 0; i < to; i++, edge++) {
            long spread = Mixer.spread(mixed[i], attempt);
            join(edge, 2 * edge, Mixer.firstOf2(spread, part));
            join(edge, 2 * edge + 1, part + Mixer.secondOf2(spread, part));
        }
    }

    private void join(int edge, int slot, int cell) {
        cellsOf[slot] = cell;
        incidence[cell] = incidence[cell] + ONE_EDGE ^ edge;
    }

    /** Removes edges as long as one has a cell to itself; returns how many were removed. */
    private int peel(int part) {
        int top = 0;
        for (int cell = 0; cell < arity * part; cell++) {
            if (isSingle(incidence[cell])) {
                candidates[top++] = cell;
            }
        }
        int removed = 0;
        while (top > 0) {
            int cell = candidates[--top];
            if (isSingle(incidence[cell])) {
                int edge = (int) incidence[cell];
                removedEdge[removed] = edge;
                ownCell[removed++] = cell;
                top = remove(edge, top);
            }
        }
        return removed;
    }

    private int remove(int edge, int top) {
        for (int slot = arity * edge, end = slot + arity; slot < end; slot++) {
            int cell = cellsOf[slot];
            long rest = incidence[cell] - ONE_EDGE ^ edge;
            incidence[cell] = rest;
            if (isSingle(rest)) {
                candidates[top++] = cell;
            }
        }
        return top;
    }

    private static boolean isSingle(long incidence) {
        return incidence >>> 32 == 1;
    }

    /**
     * Fills the region after {@link #firstAcyclic} found its graph: cells[first + c] for the cells c of the region, all 0
     * before. The key at position {@code from + e} gets the value {@code values[from + e]}.
     */
    void assign(int[] values, int from, int to, int[] cells, int first) {
        for (int k = to - from - 1; k >= 0; k--) {
            int edge = removedEdge[k];
            int lacking = values[from + edge];
            for (int slot = arity * edge, end = slot + arity; slot < end; slot++) {
                lacking ^= cells[first + cellsOf[slot]];
            }
            cells[first + ownCell[k]] = lacking;
        }
    }

    private void ensureCapacity(int keys, int part) {
        if (removedEdge.length < keys) {
            cellsOf = new int[arity * keys];
            removedEdge = new int[keys];
            ownCell = new int[keys];
        }
        if (incidence.length < arity * part) {
            incidence = new long[arity * part];
            candidates = new int[arity * part];
        }
    }
}
