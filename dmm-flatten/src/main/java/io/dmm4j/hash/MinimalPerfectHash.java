package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * An order-preserving minimal perfect hash of n different longs: the key at position i of the caller's order has index
 * i, and every other long is reported absent, exactly. About 5 bytes per key beyond the keys themselves (8.4 with arity
 * 2). Immutable, safe for many threads.
 *
 * <p><b>How it works.</b> Each key chooses {@code arity} cells of an int array. Keys are edges and cells are vertices;
 * when that hypergraph is acyclic, the cells can be filled so that those of key i combine to i, whatever the order of
 * the keys. A random hypergraph with 1.23 cells per key (arity 3) is acyclic more often than not, a graph with 2.09 cells
 * per key (arity 2) in one draw of three; so graphs are drawn until one is, at most {@link HashSettings#maxTries} times.
 *
 * <p><b>Where it departs from the papers below.</b>
 *
 * <ul>
 *   <li>Cells combine by XOR, not by a sum modulo n. The assignment needs any group; this one has no carry and no
 *       division, and keeps every cell below the next power of two from n.
 *   <li>Keys are first split by their hash into buckets of about {@value #KEYS_PER_BUCKET}, each with a hypergraph of its
 *       own. A bucket is solved inside the first caches, a failed draw costs one bucket and not all, and the cells of
 *       a key lie close together.
 *   <li>The keys are kept, so a look-up ends by comparing the key found. That comparison is a branch which members always
 *       take the same way: the processor goes on with the index while the key is still on its way from memory, and a
 *       chain of look-ups waits for one memory access each, not two.
 * </ul>
 *
 * <p>A look-up reads one long of a small array (8 bytes per bucket), {@code arity} cells at once, and one key.
 *
 * <p>Papers: Z. J. Czech, G. Havas, B. S. Majewski, "An optimal algorithm for generating minimal perfect hash functions",
 * Information Processing Letters 43 (1992); B. S. Majewski, N. C. Wormald, G. Havas, Z. J. Czech, "A family of perfect
 * hashing methods", The Computer Journal 39 (1996), section 4 for the hypergraphs. Buckets: as in Sux4J, after F. C.
 * Botelho, R. Pagh, N. Ziviani, "Practical perfect hashing in nearly optimal space", Information Systems 38 (2013).
 */
public final class MinimalPerfectHash {
    /** Keys per bucket on average; the speed is the same from 256 to 4096. */
    private static final int KEYS_PER_BUCKET = 1024;

    /** Only equal keys fill a bucket beyond this: for different ones the chance is far below 10<sup>-1000</sup>. */
    private static final int MOST_KEYS_PER_BUCKET = 8 * KEYS_PER_BUCKET;

    /** In no region, always 0: what a missing third cell combines with. */
    private static final int ZERO_CELL = 0;

    /** [n] in the caller's order. */
    private final long[] keys;

    private final HashSettings settings;
    private final int arity;

    /** The seed of the settings, mixed, so that near seeds do not merely permute near keys. */
    private final long seed;

    /** [buckets] where each bucket's cells lie, see {@link Regions}. */
    private final long[] regions;

    /** The zero cell, then the cells of the regions, one region after another; each cell is in [0, next power of two from n). */
    private final int[] cells;

    private final long tries;

    /**
     * The hash of these keys with {@link HashSettings#DEFAULT}.
     *
     * @param keys different longs, kept and not copied: do not change them afterwards
     * @throws DmmException if two keys are equal
     */
    public static MinimalPerfectHash of(long[] keys) {
        return of(keys, HashSettings.DEFAULT);
    }

    /**
     * The hash of these keys.
     *
     * @param keys different longs, kept and not copied: do not change them afterwards
     * @throws DmmException if two keys are equal, or if some bucket has no acyclic hypergraph in {@code maxTries} draws
     */
    public static MinimalPerfectHash of(long[] keys, HashSettings settings) {
        return new MinimalPerfectHash(keys, settings, i -> Long.toString(keys[i]));
    }

    /** As {@link #of(long[], HashSettings)}; {@code name} words the key at a position in an error. */
    MinimalPerfectHash(long[] keys, HashSettings settings, IntFunction<String> name) {
        this.keys = keys;
        this.settings = settings;
        arity = settings.arity();
        seed = Mixer.mix(settings.seed(), 0);
        Buckets buckets = new Buckets(keys, seed, Math.max(1, keys.length / KEYS_PER_BUCKET));
        regions = layOut(buckets, name);
        cells = new int[end(regions[regions.length - 1])];
        tries = solve(buckets, name);
    }

    /** The regions, one after another, not solved yet. */
    private long[] layOut(Buckets buckets, IntFunction<String> name) {
        long[] unsolved = new long[buckets.count()];
        long first = ZERO_CELL + 1;
        for (int b = 0; b < unsolved.length; b++) {
            if (buckets.keys(b) > MOST_KEYS_PER_BUCKET) {
                throw unsolvable(buckets, b, name);
            }
            int part = Regions.part(buckets.keys(b), arity);
            unsolved[b] = Regions.pack((int) first, part, 0);
            first += (long) arity * part;
            if (first > Integer.MAX_VALUE - 8) {
                throw new DmmException("a perfect hash of " + keys.length + " keys needs more cells than an array has");
            }
        }
        return unsolved;
    }

    private int end(long region) {
        return Regions.first(region) + arity * Regions.part(region);
    }

    /** Fills the cells and notes in each region the try that succeeded; returns the number of graphs drawn. */
    private long solve(Buckets buckets, IntFunction<String> name) {
        BucketSolver solver = new BucketSolver(arity);
        long drawn = 0;
        for (int b = 0; b < regions.length; b++) {
            int first = Regions.first(regions[b]);
            int part = Regions.part(regions[b]);
            int from = buckets.from(b);
            int to = buckets.to(b);
            int attempt = solver.firstAcyclic(buckets.mixed, from, to, part, settings.maxTries());
            if (attempt < 0) {
                throw unsolvable(buckets, b, name);
            }
            solver.assign(buckets.index, from, to, cells, first);
            regions[b] = Regions.pack(first, part, attempt);
            drawn += attempt + 1;
        }
        return drawn;
    }

    private DmmException unsolvable(Buckets buckets, int bucket, IntFunction<String> name) {
        int[] pair = buckets.equalPair(bucket);
        if (pair != null) {
            return new DmmException("positions " + pair[0] + " and " + pair[1] + " both hold " + name.apply(pair[0])
                    + ", expected different keys");
        }
        return new DmmException("no perfect hash of " + keys.length + " keys found: " + settings.maxTries()
                + " hypergraphs of a bucket of " + buckets.keys(bucket) + " keys all have a cycle (seed "
                + settings.seed() + "); another seed or a larger bound on the tries will do");
    }

    /** How many keys there are, n. */
    public int size() {
        return keys.length;
    }

    /** The key at a position of the caller's order, 0 (inclusive) to n (exclusive). */
    public long key(int index) {
        return keys[index];
    }

    /** The position of a key in the caller's order; -1 if it is none of the keys. */
    public int find(long key) {
        return verified(candidate(Mixer.mix(key, seed)), key);
    }

    private long region(long mixed) {
        return regions[Mixer.bucket(mixed, regions.length)];
    }

    /** The index of a member; some number from 0 to the next power of two from n (exclusive) for any other key. */
    private int candidate(long mixed) {
        long region = region(mixed);
        long spread = Mixer.spread(mixed, Regions.attempt(region));
        int part = Regions.part(region);
        int first = Regions.first(region);
        int second = first + part;
        if (arity == 2) {
            return cells[first + Mixer.firstOf2(spread, part)] ^ cells[second + Mixer.secondOf2(spread, part)];
        }
        return cells[first + Mixer.firstOf3(spread, part)]
                ^ cells[second + Mixer.secondOf3(spread, part)]
                ^ cells[second + part + Mixer.thirdOf3(spread, part)];
    }

    private int verified(int candidate, long key) {
        return candidate < keys.length && keys[candidate] == key ? candidate : -1;
    }

    /**
     * Finds many keys, {@value Batch#SIZE} in flight at a time: faster than one {@link #find} after another where the
     * table is larger than the caches.
     *
     * @param wanted [m] any longs
     * @param found [m or more] receives what {@code find} gives for each
     */
    public void findAll(long[] wanted, int[] found) {
        Batch batch = Batch.mine();
        for (int from = 0; from < wanted.length; from += Batch.SIZE) {
            int count = Math.min(Batch.SIZE, wanted.length - from);
            System.arraycopy(wanted, from, batch.wanted, 0, count);
            find(batch, count);
            System.arraycopy(batch.found, 0, found, from, count);
        }
    }

    /** One round, step by step for all keys and not key by key, so that the accesses to memory overlap. */
    void find(Batch batch, int count) {
        for (int i = 0; i < count; i++) {
            locate(batch, i);
        }
        for (int i = 0; i < count; i++) {
            batch.found[i] = cells[batch.cell0[i]] ^ cells[batch.cell1[i]] ^ cells[batch.cell2[i]];
        }
        for (int i = 0; i < count; i++) {
            batch.found[i] = verified(batch.found[i], batch.wanted[i]);
        }
    }

    private void locate(Batch batch, int i) {
        long mixed = Mixer.mix(batch.wanted[i], seed);
        long region = region(mixed);
        long spread = Mixer.spread(mixed, Regions.attempt(region));
        int part = Regions.part(region);
        int first = Regions.first(region);
        int second = first + part;
        if (arity == 2) {
            batch.cell0[i] = first + Mixer.firstOf2(spread, part);
            batch.cell1[i] = second + Mixer.secondOf2(spread, part);
            batch.cell2[i] = ZERO_CELL;
        } else {
            batch.cell0[i] = first + Mixer.firstOf3(spread, part);
            batch.cell1[i] = second + Mixer.secondOf3(spread, part);
            batch.cell2[i] = second + part + Mixer.thirdOf3(spread, part);
        }
    }

    /** The settings that the hash was made with. */
    public HashSettings settings() {
        return settings;
    }

    /** How many hypergraphs were drawn in all; at least one per bucket. */
    public long tries() {
        return tries;
    }

    /** How many buckets the keys were split into, at least 1. */
    public int buckets() {
        return regions.length;
    }

    /** The bytes held beyond the keys. */
    public long bytes() {
        return 4L * cells.length + 8L * regions.length;
    }

    /** Whether the other hash has the same bits in every array. */
    boolean sameBits(MinimalPerfectHash that) {
        return Arrays.equals(keys, that.keys)
                && Arrays.equals(regions, that.regions)
                && Arrays.equals(cells, that.cells);
    }
}
