package io.dmm4j.value;

/** Sees the numbers of a tree one after the other. */
@FunctionalInterface
public interface NumberVisitor {
    /** Called once per number; {@code number} is not 0. */
    void visit(Path path, double number);
}
