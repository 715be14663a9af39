/**
 * Penalties on the numbers of a network, whatever it computes.
 *
 * <p>Start with {@link io.dmm4j.train.regular.Regulariser}, a value that is bound to the parameters of a network. What enters:
 * parameters. What leaves: a penalty, and its derivative added to a gradient. Only numbers that are trained get a derivative.
 */
package io.dmm4j.train.regular;
