/**
 * What machines are trained on: sequences of inputs, with what should be seen.
 *
 * <p>Start with {@link io.dmm4j.train.data.Sequence}. Sequences come from a text ({@link io.dmm4j.train.data.Texts}), from a file
 * ({@link io.dmm4j.train.data.SequenceFile}), or from inputs and another network that is run on them ({@link
 * io.dmm4j.train.data.Teacher}). What leaves is V-values; how they become rows is the business of {@code io.dmm4j.train}.
 */
package io.dmm4j.train.data;
