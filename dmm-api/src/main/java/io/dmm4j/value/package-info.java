/**
 * V-values, the linear streams on the wires of a dataflow matrix machine, and their algebra.
 *
 * <p>What enters: numbers at {@linkplain io.dmm4j.value.Path paths}. What leaves: {@linkplain io.dmm4j.value.VValue
 * V-values}, immutable trees in canonical form, and numbers folded from them. Read {@code VValue} first.
 *
 * <p>The invariant of the package: <em>present means non-zero</em>. A node holds a number other than 0 or a child that
 * does, so equal trees have equal representations, and whatever is absent counts as 0.
 *
 * <p>The algebra stands on two walkers with stacks of their own, {@code Walk} (reads one or two trees) and {@code Zip}
 * (makes a tree from one or two trees); nothing recurses, because lists made of trees are deep.
 *
 * <p>Deliberately absent: files and JSON text (package {@code io.dmm4j.json}), flat arrays, and anything mutable but the
 * builder.
 */
package io.dmm4j.value;
