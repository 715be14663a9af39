/**
 * Rules that change parameters by their gradient.
 *
 * <p>Start with {@link io.dmm4j.train.update.Updater}: a rule is a value that writes itself as ops on rows; what it remembers
 * stands in slots with names, one number per parameter, so that it can be saved, and trimmed or grown when links come and go.
 * {@link io.dmm4j.train.update.Rate} says how large a step is, {@link io.dmm4j.train.update.Clipping} limits the gradient
 * before it is used.
 *
 * <p>What enters: rows of parameters and their gradient. What leaves: ops that compute the next parameters. Deliberately
 * absent: networks, losses, any knowledge of what a parameter is, and anything that runs.
 */
package io.dmm4j.train.update;
