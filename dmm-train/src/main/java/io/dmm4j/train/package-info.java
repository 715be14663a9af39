/**
 * Training: the weights of a network are changed until its probes show what they should.
 *
 * <p>Start with {@link io.dmm4j.train.Trainer}. In the order of processing: a {@link io.dmm4j.train.Model} is a network flattened
 * for an {@link io.dmm4j.train.loss.Objective}, with {@link io.dmm4j.train.Parameters} that name every number that can be trained
 * (link weights, initial outputs, parameters of types); sequences become rows in a {@link io.dmm4j.train.Batch}, a lane each;
 * objective, penalties, clipping and updater become flat programs as well; the trainer has a {@code TrainingExecutor} run a
 * batch forwards and backwards and then the update, and reads what it came to. All that a run needs to go on, to the bit, is a {@link
 * io.dmm4j.train.TrainingState}.
 *
 * <p>What enters: a network, an objective, sequences, {@link io.dmm4j.train.Settings}. What leaves: the network with other
 * weights. Deliberately absent: files (checkpoints stand in a package of their own), devices, and how a program is
 * differentiated ({@code io.dmm4j.flatten}).
 */
package io.dmm4j.train;
