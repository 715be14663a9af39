/**
 * How long training takes: {@link io.dmm4j.perf.train.TrainingStepReport} measures a gradient step beside the same step in other
 * libraries, which {@code perf/peers/step.py} makes in the same run on the same numbers.
 */
package io.dmm4j.perf.train;
