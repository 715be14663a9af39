package io.dmm4j.train;

/**
 * What a step did.
 *
 * @param step its number, from 1
 * @param epoch times that all data had been seen before it
 * @param loss before the parameters were changed, without penalties
 * @param penalty the penalties, likewise
 * @param links links that are trained
 * @param gradientNorm the L2 norm of the gradient, penalties included, after clipping
 * @param nanos how long it took
 */
public record StepReport(
        long step, long epoch, double loss, double penalty, int links, double gradientNorm, long nanos) {}
