/**
 * What runs inside the layers.
 *
 * <p>Start with {@link io.dmm4j.dl4j.machine.Blueprint}, what a configuration comes to. A {@code Session} runs it on batches through a
 * {@code MachineRunner}; {@link io.dmm4j.dl4j.machine.RecurrentMachine} and {@link io.dmm4j.dl4j.machine.FeedForwardMachine} are the layers
 * that DL4J sees, {@link io.dmm4j.dl4j.machine.MachineParams} gives their parameters names. {@link io.dmm4j.dl4j.machine.Timing}
 * says how steps fall on cycles, {@link io.dmm4j.dl4j.machine.CandidateGradient} what links would be worth that are not there.
 * What enters: configurations. What leaves: activations and gradients. Deliberately absent: configurations and listeners.
 */
package io.dmm4j.dl4j.machine;
