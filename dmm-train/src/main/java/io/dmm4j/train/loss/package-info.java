/**
 * What a machine should show, as numbers: losses on probes and their derivatives.
 *
 * <p>Start with {@link io.dmm4j.train.loss.Objective}, a list of probes, each with a {@link io.dmm4j.train.loss.Loss}, a weight
 * and the paths that count; {@link io.dmm4j.train.loss.LossLowering} writes it as a flat program. What enters: what probes
 * show. What leaves: a program that computes a sum and its derivative by the probed rows. Deliberately absent: penalties on
 * weights ({@code regular}) and anything that runs.
 */
package io.dmm4j.train.loss;
