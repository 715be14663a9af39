/**
 * How fast training steps are: {@link io.dmm4j.perf.train.StepReport} shows what loss and update add to the gradient.
 */
package io.dmm4j.perf.train;
