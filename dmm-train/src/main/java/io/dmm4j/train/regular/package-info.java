/**
 * Penalties on the numbers of a network, whatever it computes.
 *
 * <p>Start with {@link io.dmm4j.train.regular.Regulariser}, a value that writes itself as ops on rows of parameters ({@link
 * io.dmm4j.train.regular.PenaltyTerm}). What enters: names of parameters. What leaves: ops that compute a penalty and add its
 * derivative to a gradient. Only numbers that are trained get a derivative. Deliberately absent: anything that runs.
 */
package io.dmm4j.train.regular;
