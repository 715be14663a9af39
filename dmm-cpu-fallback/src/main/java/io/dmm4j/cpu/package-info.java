/**
 * The CPU backend: flat programs on vector units and threads.
 *
 * <p>Start with {@link io.dmm4j.cpu.CpuBackend}. What enters: a checked {@link
 * io.dmm4j.flat.FlatProgram}, options, sparse events. What leaves: probed rows and states.
 *
 * <p>The pieces, in the order in which work flows:
 *
 * <ul>
 *   <li>{@code LaneRange} cuts the lanes into blocks of at most 64; each {@code LaneBlock} stores its
 *       slice of the state, [rows × width] in one array, and runs cycles on it; {@code BlockProbes} are what probes saw of it, and
 *       {@code Guards} watch rows that have to stay 0;
 *   <li>{@code Plan} prepares each stage once: a {@code DownPlan}, in which every input row is summed in
 *       registers and written once, and an {@code UpPlan}; {@code Links} has a stage's weights in the order in which
 *       they are read and, in one lane, {@code Bundles} of rows that read the same outputs;
 *   <li>{@code Kernels} are the inner loops, in plain Java and on the Vector API, for both precisions;
 *       {@code KernelProvider} and {@code KernelChoice} say which run; those for doubles are generated;
 *   <li>{@code LaneWeights} and {@code RowKernels} run the links whose weights are rows of the state or parameters of each
 *       lane's own; {@code BackRows} goes back over them;
 *   <li>a {@code GradientBlock} has a {@code Tape} and goes back over it with a {@code BackPlan}; gradients of weights are
 *       summed on the way, or by themselves in the order of {@code LinkDots}, over cycles side by side ({@code OverTime}) where lanes are few;
 *   <li>{@code StraightCode} compiles the movements of a small machine in one lane to a class without loops, once they have run
 *       often; {@code StraightStages} has those of all stages;
 *   <li>{@code Carried} finds what accumulators keep, which is multiplied where it is and moved nowhere;
 *   <li>a {@code Team} has a {@code Crew} of threads run the blocks: each its own lanes, or all the rows
 *       of one block together.
 * </ul>
 *
 * The invariant: every number is made by one fixed sequence of operations, so neither the kernels, nor
 * the number of threads, nor the cut into blocks changes a bit. Nothing is allocated while cycles run.
 *
 * <p>Deliberately absent: trees, gradients of ops (they come as programs) and any choice of layout.
 */
package io.dmm4j.cpu;
