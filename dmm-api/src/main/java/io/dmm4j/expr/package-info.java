/**
 * Neuron types as symbolic expressions over trees.
 *
 * <p>Start with {@link io.dmm4j.expr.Expr}: an expression is built from named input ports and
 * parameters with the operations of the closed enum {@link io.dmm4j.expr.Op}. A {@link
 * io.dmm4j.expr.NeuronType} names one expression per output port; {@link io.dmm4j.expr.Catalogue}
 * holds the types that ship, under the port names of the published families.
 *
 * <p>What enters: port names, constants, other expressions. What leaves: immutable expressions that
 * the tree engine evaluates ({@link io.dmm4j.expr.TreeEval}) and that {@code dmm-flatten} lowers to
 * flat ops. Deliberately absent: shapes, rows, derivatives and anything that knows a device.
 */
package io.dmm4j.expr;
