package io.dmm4j.cuda.kernel;

import io.dmm4j.flat.Runs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The runs of a stage in the order in which targets are written, for the kernels {@link Kernel#DOWN_SHARED}, {@link
 * Kernel#DOWN_LANES} and {@link Kernel#DOWN_ROWS}: <em>groups</em>, ranges of target rows, ascending and disjoint, each
 * with the entries that reach all of its rows.
 *
 * <pre>
 *   S[target[g] + i] (+)= Σ_k w[weight[k]] · S[source[k] + i]    first[g] ≤ k &lt; first[g+1], 0 ≤ i &lt; length[g]
 *
 *   group, 16 bytes:  int target, length, first, item     item: rows of the groups before this; one more group ends the list
 *   entry, 8 bytes:   int source, weight
 * </pre>
 *
 * So every target is summed by one thread (or a fixed few) in a fixed order. Runs are cut where any run of the stage
 * begins or ends; entries of a group keep the order of the runs. Rows are absolute rows of the state.
 */
public final class RunTable {
    /** Bytes of a group. */
    public static final int GROUP_BYTES = 16;

    /** Bytes of an entry. */
    public static final int ENTRY_BYTES = 8;

    /** Entries from which it pays that threads share a row. */
    private static final int ENTRIES_OF_THREAD = 4;

    private final ByteBuffer groupBytes;
    private final ByteBuffer entryBytes;
    private final int groups;
    private final int items;
    private final boolean adds;
    private int longest;

    private RunTable(Builder b, boolean adds) {
        this.adds = adds;
        int[] kept = b.kept();
        groups = kept.length;
        groupBytes = little(Math.multiplyExact(groups + 1, GROUP_BYTES));
        int entries = 0;
        int rows = 0;
        int[] next = new int[b.start.length];
        for (int p : kept) {
            int length = b.start[p + 1] - b.start[p];
            groupBytes
                    .putInt(b.firstTarget + b.start[p])
                    .putInt(length)
                    .putInt(entries)
                    .putInt(rows);
            next[p] = entries;
            longest = Math.max(longest, b.count[p]);
            entries = Math.addExact(entries, b.count[p]);
            rows += length;
        }
        groupBytes.putInt(0).putInt(0).putInt(entries).putInt(rows);
        items = rows;
        entryBytes = little(Math.multiplyExact(entries, ENTRY_BYTES));
        b.fill(next, entryBytes);
    }

    /**
     * The down movement of a stage; the first stage replaces the inputs, rows that no run reaches become 0, later
     * stages add.
     *
     * @param firstSource the row that {@code yRow} counts from
     * @param firstTarget the row that {@code xRow} counts from
     * @param targetRows rows of the inputs
     */
    public static RunTable down(Runs runs, int firstSource, int firstTarget, int targetRows, boolean adds) {
        Builder b = new Builder(runs.xRow(), runs.yRow(), runs, targetRows, firstSource, firstTarget, adds);
        return new RunTable(b, adds);
    }

    /** The transposed movement: from what {@code xRow} counts to what {@code yRow} counts. */
    public static RunTable up(Runs runs, int firstSource, int firstTarget, int targetRows, boolean adds) {
        Builder b = new Builder(runs.yRow(), runs.xRow(), runs, targetRows, firstSource, firstTarget, adds);
        return new RunTable(b, adds);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The number of groups. */
    public int groups() {
        return groups;
    }

    /** The rows of all groups: the items of a launch. */
    public int items() {
        return items;
    }

    /** The entries of all groups. */
    public int entries() {
        return entryBytes.capacity() / ENTRY_BYTES;
    }

    /** Whether sums are added to what the rows hold; else they replace it. */
    public boolean adds() {
        return adds;
    }

    /** How many threads should share the entries of a row: as lanes leave free, and longest rows can feed. */
    public int split(int lanes) {
        int most = LaunchShape.alongItems(lanes);
        int split = 1;
        while (split < most && longest >= ENTRIES_OF_THREAD * 2 * split) {
            split *= 2;
        }
        return split;
    }

    /** The groups as the device reads them; a new read-only view. */
    public ByteBuffer groupBytes() {
        return view(groupBytes);
    }

    /** The entries as the device reads them; a new read-only view. */
    public ByteBuffer entryBytes() {
        return view(entryBytes);
    }

    private static ByteBuffer view(ByteBuffer b) {
        ByteBuffer v = b.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        v.clear();
        return v;
    }

    /** Cuts the target rows at every end of a run, then hands each run to the pieces that it covers. */
    private static final class Builder {
        final int[] target;
        final int[] source;
        final Runs runs;
        final int firstSource;
        final int firstTarget;
        final boolean keepsOnlyReached;
        /** First rows of the pieces, and the end. */
        final int[] start;

        final int[] count;
        private final int[] pieceAt;

        Builder(
                int[] target,
                int[] source,
                Runs runs,
                int rows,
                int firstSource,
                int firstTarget,
                boolean keepsOnlyReached) {
            this.target = target;
            this.source = source;
            this.runs = runs;
            this.firstSource = firstSource;
            this.firstTarget = firstTarget;
            this.keepsOnlyReached = keepsOnlyReached;
            BitSet cuts = new BitSet();
            for (int k = 0; k < runs.count(); k++) {
                cuts.set(target[k]);
                cuts.set(target[k] + runs.length()[k]);
            }
            cuts.set(0);
            cuts.set(rows);
            start = cuts.stream().toArray();
            pieceAt = new int[rows + 1];
            for (int p = 0; p < start.length; p++) {
                pieceAt[start[p]] = p;
            }
            count = new int[Math.max(0, start.length - 1)];
            for (int k = 0; k < runs.count(); k++) {
                for (int p = pieceAt[target[k]]; start[p] < target[k] + runs.length()[k]; p++) {
                    count[p]++;
                }
            }
        }

        int[] kept() {
            int[] kept = new int[count.length];
            int n = 0;
            for (int p = 0; p < count.length; p++) {
                if (count[p] > 0 || !keepsOnlyReached) {
                    kept[n++] = p;
                }
            }
            return Arrays.copyOf(kept, n);
        }

        void fill(int[] next, ByteBuffer entries) {
            for (int k = 0; k < runs.count(); k++) {
                for (int p = pieceAt[target[k]]; start[p] < target[k] + runs.length()[k]; p++) {
                    int at = next[p]++ * ENTRY_BYTES;
                    entries.putInt(at, firstSource + source[k] + start[p] - target[k]);
                    entries.putInt(at + 4, runs.weight()[k]);
                }
            }
        }
    }
}
