/**
 * Rules that change parameters by their gradient.
 *
 * <p>Start with {@link io.dmm4j.train.update.Updater}: a rule is a value, what it remembers is an {@link
 * io.dmm4j.train.update.UpdaterState} of plain arrays with names, one number per parameter, so that it can be saved,
 * and trimmed or grown when links come and go. {@link io.dmm4j.train.update.Rate} says how large a step is, {@link
 * io.dmm4j.train.update.Clipping} limits the gradient before it is used.
 *
 * <p>What enters: parameters and their gradient as arrays. What leaves: the same parameters, changed in place.
 * Deliberately absent: networks, losses, and any knowledge of what a parameter is.
 */
package io.dmm4j.train.update;
