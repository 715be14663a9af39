package io.dmm4j.hash;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.util.List;

/**
 * Collects paths in the order of their indices. The beginnings of a path become inner nodes unless they are added
 * themselves, before or after it.
 *
 * <p>While building, nodes are numbered as they are made; {@link #build} renumbers them, paths first.
 */
public final class PathTableBuilder {
    private final HashSettings settings;

    /** The keys of the nodes; parents are numbers of this builder. */
    private final LongIntMap nodes = new LongIntMap();

    /** The node of each path, in the order in which they were added. */
    private final LongIntMap paths = new LongIntMap();

    PathTableBuilder(HashSettings settings) {
        this.settings = settings;
    }

    /** Begins with the nodes of a table, the first {@code size} of which are paths. */
    PathTableBuilder(HashSettings settings, long[] keys, int size) {
        this(settings);
        for (long key : keys) {
            nodes.number(key);
        }
        for (int path = 0; path < size; path++) {
            paths.number(path);
        }
    }

    /** How many paths were added. */
    public int size() {
        return paths.size();
    }

    /**
     * Adds a path, given by its label ids from the root down.
     *
     * @return its index
     * @throws DmmException if it has been added before
     */
    public int add(int[] labels) {
        int node = labels.length == 0 ? node(PathTable.ROOT, PathTable.NO_LABEL) : PathTable.ROOT;
        for (int label : labels) {
            node = node(node, label);
        }
        return addNode(node);
    }

    /**
     * Adds a path; its texts are interned.
     *
     * @return its index
     * @throws DmmException if it has been added before
     */
    public int add(Path path, Labels labels) {
        List<String> texts = path.labels();
        int[] ids = new int[texts.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = labels.intern(texts.get(i));
        }
        return add(ids);
    }

    /**
     * The node below another, made if need be; for callers who walk trees.
     *
     * @param parent {@link PathTable#ROOT} or a node of this builder
     * @param label a label id; {@link PathTable#NO_LABEL} below {@code ROOT} is the root
     */
    public int node(int parent, int label) {
        if (parent < PathTable.ROOT || parent >= nodes.size()) {
            throw new DmmException(
                    "a path has the parent " + parent + ", expected -1 (the root) to " + (nodes.size() - 1));
        }
        boolean belowRoot = parent == PathTable.ROOT || nodes.get(parent) == PathKeys.THE_ROOT;
        long key = PathKeys.pack(belowRoot ? PathTable.ROOT : parent, label);
        if (label < 0 && key != PathKeys.THE_ROOT) {
            throw new DmmException("a path has the label id " + label + ", expected 0 or more");
        }
        return nodes.number(key);
    }

    /**
     * Adds the path of a node.
     *
     * @return its index
     * @throws DmmException if it has been added before
     */
    public int addNode(int node) {
        int index = paths.size();
        int known = paths.number(node);
        if (known < index) {
            throw new DmmException("paths " + known + " and " + index + " are both "
                    + PathKeys.describe(nodes.toArray(), node) + ", expected different paths");
        }
        return index;
    }

    /** The table of the paths added; the builder stays usable. */
    public PathTable build() {
        int[] index = indices();
        long[] keys = new long[index.length];
        for (int node = 0; node < index.length; node++) {
            long key = nodes.get(node);
            int parent = PathKeys.parent(key);
            keys[index[node]] = parent == PathTable.ROOT ? key : PathKeys.pack(index[parent], PathKeys.label(key));
        }
        return new PathTable(keys, paths.size(), settings);
    }

    /** [nodes] the index in the table of each node: the paths in their order, then the inner nodes in theirs. */
    private int[] indices() {
        int[] index = new int[nodes.size()];
        int inner = paths.size();
        for (int node = 0; node < index.length; node++) {
            int path = paths.find(node);
            index[node] = path >= 0 ? path : inner++;
        }
        return index;
    }
}
