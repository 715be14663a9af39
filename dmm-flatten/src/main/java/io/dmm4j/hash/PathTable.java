package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Locale;

/**
 * Paths and their indices, both ways: path i of the caller's order has index i. Immutable, safe for many threads.
 *
 * <p><b>Shape.</b> A table is a trie in arrays: a node is a pair (index of its parent, id of its last label). Nodes 0
 * (inclusive) to {@link #size} (exclusive) are the table's paths, in the caller's order. Nodes {@code size} to {@link
 * #nodes} (exclusive) are inner nodes: beginnings of paths that are no paths of the table themselves. A path of one label
 * has the parent {@link #ROOT}, whether or not the table holds the root; where it does, the root is the node with the
 * parent {@code ROOT} and the label {@link #NO_LABEL}, at any index.
 *
 * <p><b>Look-up.</b> The pair is the key of a {@link MinimalPerfectHash}; a path is found label by label from the root.
 * What is not in the table is reported absent, exactly, as -1.
 *
 * <p><b>Cost.</b> 8 bytes per node for the pair, which is the path itself, and about 5 bytes for the hash.
 */
public final class PathTable {
    /** The parent of the paths of one label, and of the root. */
    public static final int ROOT = -1;

    /** The label id of the root. */
    public static final int NO_LABEL = -1;

    private final int size;
    /** [nodes] see {@link PathKeys}. */
    private final long[] keys;

    private final MinimalPerfectHash hash;

    /** The table of keys that have been checked; they are kept. */
    PathTable(long[] keys, int size, HashSettings settings) {
        if (size < 0 || size > keys.length) {
            throw new DmmException("a path table has " + keys.length + " nodes and " + size
                    + " paths, expected at most as many paths as nodes");
        }
        this.size = size;
        this.keys = keys;
        hash = new MinimalPerfectHash(keys, settings, i -> PathKeys.describe(keys, i));
    }

    /** As {@link #of(int[], int[], int, HashSettings)}, where every node is a path, with the default settings. */
    public static PathTable of(int[] parents, int[] labels) {
        return of(parents, labels, parents.length, HashSettings.DEFAULT);
    }

    /**
     * The table of these nodes; the arrays are copied.
     *
     * @param parents [nodes] the index of each node's parent, {@link #ROOT} for paths of one label; parents may stand
     *     before or after their children
     * @param labels [nodes] the id of each node's last label, 0 or more; {@link #NO_LABEL} for the root
     * @param size how many nodes, the first ones, are paths of the table; the rest are inner nodes
     * @throws DmmException if two nodes are the same path (both indices are named), or if the arrays are no trie
     */
    public static PathTable of(int[] parents, int[] labels, int size, HashSettings settings) {
        return new PathTable(PathKeys.of(parents, labels), size, settings);
    }

    /** A builder of a table with the default settings. */
    public static PathTableBuilder builder() {
        return builder(HashSettings.DEFAULT);
    }

    /** A builder of a table with these settings. */
    public static PathTableBuilder builder(HashSettings settings) {
        return new PathTableBuilder(settings);
    }

    /** A builder that holds the paths of this table, each at its index, and takes more. */
    public PathTableBuilder toBuilder() {
        return new PathTableBuilder(settings(), keys, size);
    }

    /** How many paths the table has. */
    public int size() {
        return size;
    }

    /** How many nodes the trie has: the paths and, after them, the inner nodes. */
    public int nodes() {
        return keys.length;
    }

    /**
     * The node below another; -1 if there is none. The result is the index of a path if it is below {@link #size}, else
     * an inner node, which serves as the parent in the next step down.
     *
     * @param parent {@link #ROOT} or a node; the children of the root are below {@code ROOT} only
     * @param label a label id; {@link #NO_LABEL} below {@code ROOT} finds the root
     */
    public int find(int parent, int label) {
        return hash.find(PathKeys.pack(parent, label));
    }

    /**
     * {@link #find(int, int)} for many nodes, {@value Batch#SIZE} in flight at a time.
     *
     * @param parents [m]
     * @param labels [m]
     * @param found [m or more] receives the result of each
     */
    public void findAll(int[] parents, int[] labels, int[] found) {
        Batch batch = Batch.mine();
        for (int from = 0; from < parents.length; from += Batch.SIZE) {
            int count = Math.min(Batch.SIZE, parents.length - from);
            for (int i = 0; i < count; i++) {
                batch.wanted[i] = PathKeys.pack(parents[from + i], labels[from + i]);
            }
            hash.find(batch, count);
            System.arraycopy(batch.found, 0, found, from, count);
        }
    }

    /** The index of the path of these label ids, from the root down; -1 if it is no path of this table. */
    public int find(int[] labels) {
        int node = labels.length == 0 ? find(ROOT, NO_LABEL) : ROOT;
        for (int i = 0; i < labels.length; i++) {
            node = labels[i] < 0 ? -1 : find(node, labels[i]);
            if (node < 0) {
                return -1;
            }
        }
        return node < size ? node : -1;
    }

    /** The index of a path; -1 if it is no path of this table. */
    public int find(Path path, Labels labels) {
        int[] ids = new int[path.length()];
        int i = ids.length;
        for (Path p = path; !p.isRoot(); p = p.parent()) {
            ids[--i] = labels.id(p.last());
        }
        return find(ids);
    }

    /** The parent of a node: {@link #ROOT} or a node. */
    public int parent(int node) {
        return PathKeys.parent(keys[node]);
    }

    /** The id of the last label of a node; {@link #NO_LABEL} for the root. */
    public int label(int node) {
        return PathKeys.label(keys[node]);
    }

    /** The label ids of a node, from the root down. */
    public int[] labels(int node) {
        return PathKeys.labels(keys, node);
    }

    /**
     * The path of a node.
     *
     * @throws DmmException if one of its labels is spare
     */
    public Path path(int node, Labels labels) {
        Path path = Path.ROOT;
        for (int label : labels(node)) {
            path = path.child(labels.text(label));
        }
        return path;
    }

    /** The settings of the hash. */
    public HashSettings settings() {
        return hash.settings();
    }

    /** How many hypergraphs were drawn to make the hash; at least one per bucket. */
    public long tries() {
        return hash.tries();
    }

    /** How many buckets the hash has, each with a hypergraph of its own; at least 1. */
    public int buckets() {
        return hash.buckets();
    }

    /** The bytes held beyond the paths themselves: those of the hash. */
    public long bytes() {
        return hash.bytes();
    }

    /** Bits held beyond the paths themselves, per path; 0 for a table without paths. */
    public double bitsPerPath() {
        return size == 0 ? 0 : 8.0 * bytes() / size;
    }

    /**
     * The table with more paths: those of this table keep their indices, the new ones follow in the order given. Inner
     * nodes get new indices.
     *
     * <p>The work is that of making the whole table. A caller who grows often adds paths ahead of their use, such as paths
     * over {@linkplain Labels#reserve spare labels}, as many as there are, and so grows seldom.
     *
     * @throws DmmException if a path is in the table already, or twice among the new ones
     */
    public PathTable grown(Collection<Path> more, Labels labels) {
        PathTableBuilder builder = toBuilder();
        for (Path path : more) {
            builder.add(path, labels);
        }
        return builder.build();
    }

    /**
     * {@link #grown(Collection, Labels)} for nodes, each of which becomes a path of the new table.
     *
     * @param parents [m] {@link #ROOT}, a node of this table, or {@link #nodes} + j for the new path j, which stands before
     *     its children
     * @param labels [m] label ids
     */
    public PathTable grown(int[] parents, int[] labels) {
        PathTableBuilder builder = toBuilder();
        int[] added = new int[parents.length];
        for (int j = 0; j < parents.length; j++) {
            int parent = parents[j];
            if (parent >= nodes() + j) {
                throw new DmmException("new path " + j + " has the parent " + parent + ", expected -1 (the root) to "
                        + (nodes() + j - 1));
            }
            added[j] = builder.node(parent < nodes() ? parent : added[parent - nodes()], labels[j]);
            builder.addNode(added[j]);
        }
        return builder.build();
    }

    /** Writes the {@linkplain PathTableFormat file format}; the stream stays open. */
    public void save(OutputStream out) throws IOException {
        PathTableFormat.write(out, keys, size, settings());
    }

    /**
     * Reads what {@link #save} wrote, and nothing after it; the stream stays open.
     *
     * @param name the file, for errors
     * @throws DmmException if the stream holds something else, ends early or was damaged
     */
    public static PathTable load(InputStream in, String name) throws IOException {
        return PathTableFormat.read(in, name);
    }

    /**
     * Prints a line about the table, then a line per node: its index, its path as a JSON Pointer, and whether it is an
     * inner node. A spare label is printed as {@code <spare id>}.
     */
    public void dump(Appendable out, Labels labels) throws IOException {
        out.append(summary()).append('\n');
        for (int node = 0; node < nodes(); node++) {
            out.append(Integer.toString(node)).append('\t');
            for (int label : labels(node)) {
                out.append('/')
                        .append(labels.isBound(label) ? Path.escape(labels.text(label)) : "<spare " + label + ">");
            }
            out.append(node < size ? "\n" : "\t(inner node)\n");
        }
    }

    /** The sizes in one line. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d paths, %d inner nodes, %.1f bits per path, arity %d, %d tries for %d buckets",
                size,
                nodes() - size,
                bitsPerPath(),
                settings().arity(),
                tries(),
                buckets());
    }

    /** Whether the other table has the same bits in every array. */
    boolean sameBits(PathTable that) {
        return size == that.size && hash.sameBits(that.hash);
    }
}
