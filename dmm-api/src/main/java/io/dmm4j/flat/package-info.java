/**
 * Flat programs: a network as plain arrays, all that a backend ever sees.
 *
 * <p>Start with {@link io.dmm4j.flat.FlatProgram}. The state is one matrix {@code S [rows × lanes]},
 * row-major, whose rows fall into three regions:
 *
 * <pre>
 *   [0, Y)            outputs of neurons: all that lives from one cycle to the next
 *   [Y, Y+X)          inputs of neurons: zero at the start of a cycle, filled by the down movement
 *   [Y+X, Y+X+T)      temporaries, constants and parameters that ops read
 * </pre>
 *
 * One cycle is: set the input rows to 0; then, stage by stage, add the stage's {@link
 * io.dmm4j.flat.Runs runs} (down) and execute its {@link io.dmm4j.flat.FlatOps ops} in order (up).
 * After the first stage's runs come the {@linkplain io.dmm4j.flat.FlatProgram#rowRuns() row runs}, whose weights are
 * rows of the state. Before the first stage's ops the rows of external inputs are cleared and the cycle's events are
 * written into them. Probes are read at the end of the cycle.
 *
 * <p>Only the outputs live from one cycle to the next, so a program must not read a temporary row that
 * it has not written in the same cycle, constants and parameters aside.
 *
 * <p>Training is programs of the same kind: {@link io.dmm4j.flat.AdjointProgram} is the reverse of a cycle, {@link
 * io.dmm4j.flat.LossProgram} compares what probes saw with what they should, {@link io.dmm4j.flat.UpdateProgram} changes
 * the parameters.
 *
 * <p>What enters: arrays made by {@code dmm-flatten} or read from a file ({@link
 * io.dmm4j.flat.FlatProgramJson}). What leaves: the same,
 * checked once, and its expansions to {@link io.dmm4j.flat.Csr} and {@link io.dmm4j.flat.Rigid}.
 * Deliberately absent: names, paths, trees (they stay with {@code dmm-flatten}) and devices.
 */
package io.dmm4j.flat;
