package io.dmm4j.flatten;

import io.dmm4j.hash.LongIntMap;
import io.dmm4j.value.Path;
import io.dmm4j.value.TreeVisitor;
import io.dmm4j.value.VValue;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * Where the paths of one shape stand in its order: what a port adds to its first row. Nodes are keyed by the node above and
 * the id of a label, as in path tables; but an index is made in one walk, and serves all ports of the shape.
 */
final class ShapeIndex implements TreeVisitor {
    private static final long ROOT = -1;

    private final ToIntFunction<String> ids;
    private final LongIntMap nodes;

    /** The position of each node's number; −1 where it has none. */
    private int[] position;

    /** The nodes from the root to where the walk is. */
    private int[] above = new int[16];

    private int depth;
    private int next;

    /**
     * Walks a shape.
     *
     * @param ids the id of each label of the shape
     */
    ShapeIndex(VValue shape, ToIntFunction<String> ids) {
        this.ids = ids;
        int size = Math.toIntExact(shape.size() + 1);
        nodes = new LongIntMap(size);
        position = new int[size];
        shape.walk(this);
    }

    @Override
    public void enter(String label, VValue node) {
        int number = nodes.number(label == null ? ROOT : key(above[depth - 1], ids.applyAsInt(label)));
        if (number == position.length) {
            position = Arrays.copyOf(position, 2 * number);
        }
        position[number] = node.number() == 0 ? -1 : next++;
        if (depth == above.length) {
            above = Arrays.copyOf(above, 2 * depth);
        }
        above[depth++] = number;
    }

    @Override
    public void leave(VValue node) {
        depth--;
    }

    private static long key(int parent, int label) {
        return (long) parent << 32 | label;
    }

    /**
     * The position of a path; −1 if there is no number there.
     *
     * @param known the id of a label, −1 if it has none
     */
    int find(Path path, ToIntFunction<String> known) {
        int node = 0;
        for (int i = 0; i < path.length() && node >= 0; i++) {
            int label = known.applyAsInt(path.label(i));
            node = label < 0 ? -1 : nodes.find(key(node, label));
        }
        return node < 0 ? -1 : position[node];
    }
}
