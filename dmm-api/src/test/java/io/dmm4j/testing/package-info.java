/**
 * What every way of running is tested with; shared with the other modules through the test jar.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link io.dmm4j.testing.OpCases}: one list of cases for every op, in expressions and over rows.
 *   <li>{@link io.dmm4j.testing.FlatInterpreter}: the readable slow executor of flat programs.
 *   <li>{@link io.dmm4j.testing.GoldenPrograms}: programs as files with results computed by hand.
 *   <li>{@link io.dmm4j.testing.RandomNetworks} draws networks and {@link io.dmm4j.testing.Agreement} holds a machine
 *       against the tree engine on them, in three groups; {@link io.dmm4j.testing.UnusedRows} holds it against the law
 *       of unused rows.
 *   <li>{@link io.dmm4j.testing.ExecutorContract} and {@link io.dmm4j.testing.GradientContract}: what executors refuse.
 * </ol>
 *
 * <p>How far a result may be off is never guessed: {@link io.dmm4j.testing.Tracked} numbers carry a proven bound next to
 * their value, from the accuracy of each op that {@link io.dmm4j.testing.Accuracy} states in one table.
 */
package io.dmm4j.testing;
