package io.dmm4j.flatten;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.HashMap;
import java.util.Map;

/**
 * Shapes and their algebra. A shape is a V-value of ones: the paths where a tree may have a number.
 * Equal shapes are one object here, so that what was computed for one pair of ports serves every
 * pair of ports of the same shapes: a network of a million links has few shapes.
 */
final class ShapePool {
    /** The shape of a scalar. */
    static final VValue SCALAR = VValue.of(1);

    private final Map<VValue, VValue> pool = new HashMap<>();
    private final Map<ShapePair, VValue> unions = new HashMap<>();
    private final Map<ShapePair, VValue> meets = new HashMap<>();
    private final Map<At, VValue> subtrees = new HashMap<>();

    private record At(VValue a, Path path) {
        @Override
        public boolean equals(Object o) {
            return o instanceof At p && a == p.a && path.equals(p.path);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(a) * 31 + path.hashCode();
        }
    }

    ShapePool() {
        pool.put(VValue.EMPTY, VValue.EMPTY);
        pool.put(SCALAR, SCALAR);
    }

    /** The shape of a tree. */
    VValue of(VValue tree) {
        VValue known = pool.get(tree);
        return known != null ? known : intern(tree.map(x -> 1));
    }

    /** The one object for a V-value of ones. */
    VValue intern(VValue shape) {
        VValue known = pool.putIfAbsent(shape, shape);
        return known != null ? known : shape;
    }

    VValue union(VValue a, VValue b) {
        if (a == b || b.isEmpty()) {
            return a;
        }
        return a.isEmpty() ? b : unions.computeIfAbsent(new ShapePair(a, b), p -> intern(a.zip(b, (x, y) -> 1)));
    }

    VValue meet(VValue a, VValue b) {
        if (a == b || a.isEmpty()) {
            return a;
        }
        return b.isEmpty() ? b : meets.computeIfAbsent(new ShapePair(a, b), p -> intern(a.zip(b, (x, y) -> x * y)));
    }

    VValue subtree(VValue a, Path path) {
        return path.isRoot() ? a : subtrees.computeIfAbsent(new At(a, path), p -> intern(a.subtree(path)));
    }

    VValue prefix(VValue a, Path path) {
        return path.isRoot() ? a : intern(a.prefix(path));
    }

    /** The shape of a scalar if {@code a} has a number at the root, else the empty shape. */
    static VValue number(VValue a) {
        return a.number() != 0 ? SCALAR : VValue.EMPTY;
    }
}
