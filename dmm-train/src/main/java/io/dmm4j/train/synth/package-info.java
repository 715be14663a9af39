/**
 * Whole experiments: from random weights to a machine that a person can read, by one call.
 *
 * <p>Start with {@link io.dmm4j.train.synth.DuplicateDetectorSynthesis}. What enters: a seed, or a network to start from. What
 * leaves: a {@link io.dmm4j.train.synth.Synthesis}, the machine with the record of how it came about.
 */
package io.dmm4j.train.synth;
