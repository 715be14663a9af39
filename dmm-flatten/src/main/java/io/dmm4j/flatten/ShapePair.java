package io.dmm4j.flatten;

import io.dmm4j.value.VValue;

/**
 * Two shapes, compared as objects: shapes of one {@link ShapePool} are equal only if they are the same.
 *
 * @param a the first
 * @param b the second
 */
record ShapePair(VValue a, VValue b) {
    @Override
    public boolean equals(Object o) {
        return o instanceof ShapePair p && a == p.a && b == p.b;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(a) * 31 + System.identityHashCode(b);
    }
}
