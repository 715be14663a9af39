/**
 * Flat programs that are written by hand, and what runs a training step made of them.
 *
 * <p>Start with {@link io.dmm4j.train.program.RowOps}, in which losses, penalties, clipping and updaters say what they do as
 * ops on {@linkplain io.dmm4j.train.program.Range ranges of rows}. {@link io.dmm4j.train.program.Trainings} runs a
 * training program on any backend that runs flat programs and differentiates them, by handing rows from one executor to
 * the next.
 *
 * <p>What enters: formulas, training programs. What leaves: flat programs, executors. Deliberately absent: networks, and what
 * a loss or an updater is.
 */
package io.dmm4j.train.program;
