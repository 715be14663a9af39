/**
 * What a backend provides and what runs a machine.
 *
 * <p>Start with {@link io.dmm4j.spi.Backend}, found by {@link java.util.ServiceLoader} through {@link
 * io.dmm4j.spi.Backends}. A {@link io.dmm4j.spi.FlatBackend} runs flat programs: whoever writes one reads
 * {@code io.dmm4j.flat} and this package and nothing else. The tree engine is a {@link
 * io.dmm4j.spi.NetworkBackend}: it takes the network itself. Either way a user holds a {@link
 * io.dmm4j.spi.Machine}, which takes and gives trees.
 *
 * <p>Training is optional: a {@link io.dmm4j.spi.GradientBackend} differentiates what it runs, and a {@link
 * io.dmm4j.spi.TrainingBackend} keeps whole steps to itself, loss and update included.
 *
 * <p>What is the same on every backend is here for them to use: {@link io.dmm4j.spi.ExecutorChecks} and {@link
 * io.dmm4j.spi.TrainingChecks} say what is refused, {@link io.dmm4j.spi.TapePlan} how much of a window is kept for the way
 * back.
 *
 * <p>What enters: programs or networks, options, events. What leaves: executors and machines.
 * Deliberately absent: any backend.
 */
package io.dmm4j.spi;
