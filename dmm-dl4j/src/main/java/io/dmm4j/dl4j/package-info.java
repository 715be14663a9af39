/**
 * Machines as layers of Deeplearning4j 1.0.0-M2.1.
 *
 * <p>Start with {@link io.dmm4j.dl4j.DmmLayer}, a network of neurons as a recurrent layer, {@link
 * io.dmm4j.dl4j.DmmFeedForwardLayer}, or the sparse layers of {@link io.dmm4j.dl4j.sparse}. What enters: DL4J's models, data and
 * updaters. What leaves: DL4J's models.
 *
 * <p>A configuration makes a {@code Blueprint} (a flat program and the places of features, outputs and parameters in it); a layer
 * runs it on a backend, forwards and backwards ({@link io.dmm4j.dl4j.machine}). Arrays cross over in place: DL4J's [batch, size,
 * time] in Fortran order is an executor's [cycles × rows × lanes] ({@link io.dmm4j.dl4j.arrays}). Links are cut and moved during
 * {@code fit} by listeners ({@link io.dmm4j.dl4j.prune}).
 *
 * <p>With DL4J's tools these layers work as its own do: iterators, evaluation, listeners, early stopping, transfer learning with
 * frozen layers, regularisation, constraints, dropout, weight noise, {@code LastTimeStep} and {@code Bidirectional}, gradient
 * checks, {@code ModelSerializer}, in {@code MultiLayerNetwork} and {@code ComputationGraph}. Limits, ours and DL4J's:
 *
 * <ul>
 *   <li>Data types are FLOAT and DOUBLE. Gradients pass through doubles.
 *   <li>At masked steps outputs are 0 and errors do not count, but the machine goes on, as DL4J's LSTM does; its SimpleRnn sets the
 *       state to 0 there. Sequences that are padded at the end, the usual kind, are the same in all.
 *   <li>In truncated back-propagation {@code fit} of this version goes back over the whole window, whatever {@code
 *       tBPTTBackwardLength} says; {@code ComputationGraph.backpropGradient} with errors from outside heeds it.
 *   <li>{@code Bidirectional} neither steps nor truncates, and wants as many parameters by each name in both directions.
 *   <li>Parameters that do not fit a model's configuration are refused by DL4J before layers are asked: an {@code
 *       IllegalArgumentException}.
 *   <li>{@code MultiLayerNetwork} and {@code ComputationGraph} offer no way to change their parameters' number; the listeners set
 *       four of their private fields, read two of {@code Bidirectional}, and fit this version only. {@code ParallelWrapper} copies
 *       models and is not supported then.
 *   <li>Weights are one row of links: a constraint on norms is one on all weights of a parameter, not of each unit.
 *   <li>Networks of a {@code DmmLayer} must be closed (every tree stops growing), and of types that files can name.
 *   <li>{@code CollectScoresListener} needs fastutil on the class path; it is left out here.
 *   <li>A layer is not thread safe, and holds memory for the longest sequence that it has seen.
 * </ul>
 */
package io.dmm4j.dl4j;
