/**
 * The {@code dmm} command.
 *
 * <p>{@link io.dmm4j.cli.Dmm} is the front; each of its commands is one class: {@link io.dmm4j.cli.RunCommand}, {@link
 * io.dmm4j.cli.CompareCommand}, {@link io.dmm4j.cli.FlattenCommand}, {@link io.dmm4j.cli.ShowCommand}, {@link
 * io.dmm4j.cli.TrainCommand}, {@link io.dmm4j.cli.EvalCommand}, {@link io.dmm4j.cli.GradcheckCommand}, {@link
 * io.dmm4j.cli.PlanCommand}, {@link io.dmm4j.cli.SynthCommand} and {@link io.dmm4j.cli.DoctorCommand}. A command turns
 * its options into a {@link io.dmm4j.cli.Model} and {@link io.dmm4j.cli.Lane}s, {@link io.dmm4j.cli.Driver} runs them,
 * and the command prints what the probes saw. Commands that train read {@link io.dmm4j.cli.ExampleOptions}; {@link
 * io.dmm4j.cli.CourseRun} steps a trainer and saves it to a {@link io.dmm4j.cli.TrainFolder}.
 *
 * <p>What enters: arguments, files. What leaves: lines on standard output, files that are written whole or not at all,
 * and on a user's error one sentence on standard error and exit code 2. Deliberately absent: anything that a program
 * would want to call; that is in the other modules.
 */
package io.dmm4j.cli;
