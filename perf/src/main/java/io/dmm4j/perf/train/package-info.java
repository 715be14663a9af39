/**
 * How long training takes: {@link io.dmm4j.perf.train.TrainingStepReport} measures a gradient step beside the same step in other
 * libraries, which {@code perf/peers/step.py} makes in the same run on the same numbers. {@link
 * io.dmm4j.perf.train.AroundGradientReport} shows what loss and update add to a gradient.
 */
package io.dmm4j.perf.train;
