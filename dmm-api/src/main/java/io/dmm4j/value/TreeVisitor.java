package io.dmm4j.value;

/** Sees the nodes of a tree in pre-order, and again, in post-order, when all below them has been seen. */
@FunctionalInterface
public interface TreeVisitor {
    /**
     * Called before the children of a node.
     *
     * @param label the label that leads to the node; {@code null} for the root
     */
    void enter(String label, VValue node);

    /** Called after the children of a node; does nothing unless overridden. */
    default void leave(VValue node) {}
}
