/**
 * From networks to flat programs and back.
 *
 * <p>In processing order, one paragraph and one type each. Symbols: a network has P input ports, Q output
 * ports and K links; a <em>shape</em> is the set of paths where a tree may have a number, kept as a
 * V-value of ones; rows and lanes are those of {@code io.dmm4j.flat}.
 *
 * <ol>
 *   <li>{@link io.dmm4j.flatten.Wiring} numbers the ports and sorts the links by source and target.
 *   <li>{@link io.dmm4j.flatten.ShapeInference} finds the shape of every port: the least fixpoint of
 *       {@link io.dmm4j.flatten.ShapeRules}, or, where trees never stop growing, the shapes that a given
 *       number of cycles can reach.
 *   <li>{@link io.dmm4j.flatten.Liveness} drops, backwards from the probes, what nothing reads.
 *   <li>{@link io.dmm4j.flatten.Layout} gives every path of every port one row. <b>The invariant</b>: the
 *       rows of a port are contiguous and in the order of its paths (pre-order, labels in String
 *       order), and so are those of each of its subtrees. The perfect hash preserves whatever order
 *       it is given, so the order is free, so it is chosen for this: a link maps a contiguous range
 *       of rows to a contiguous range of rows.
 *   <li>{@link io.dmm4j.flatten.Lowering} writes links as runs ({@link io.dmm4j.flatten.Alignment}) and neuron types as
 *       ops ({@link io.dmm4j.flatten.TypeLowering}).
 *   <li>{@link io.dmm4j.flatten.Flattened} keeps the program with its tables, path ↔ row ({@code RowTables}), and gives trees back from rows.
 * </ol>
 *
 * {@link io.dmm4j.flatten.Flattener} is the front; {@link io.dmm4j.flatten.FlatMachine} runs the result on a
 * backend, feeds it trees, and grows it: {@code GrownProgram} is what runs at present, {@code HeldPattern} keeps its links
 * up with a held matrix, {@code Vocabulary} knows the words, {@code LaneState} carries numbers to other rows, {@code
 * ProbedWindow} keeps what probes saw. {@link io.dmm4j.flatten.Machines} opens any network on any backend.
 *
 * <p>What enters: networks. What leaves: flat programs, tables, trees. Deliberately absent: devices, and
 * anything that computes.
 */
package io.dmm4j.flatten;
