/**
 * Layers whose absent weights cost nothing: dense, simple recurrent, LSTM and GRU, in the places of DL4J's.
 *
 * <p>Start with {@link io.dmm4j.dl4j.sparse.SparseLstm}. {@link io.dmm4j.dl4j.sparse.Cell} defines the units as neuron types;
 * {@link io.dmm4j.dl4j.sparse.Sparsity} says which links there are, drawn or listed ({@link io.dmm4j.dl4j.sparse.Connections}); {@link
 * io.dmm4j.dl4j.sparse.Sparsifier} takes them from a trained dense layer. With all links a layer is DL4J's of that name, parameter
 * by parameter. What enters: sizes, densities, weights. What leaves: configurations. Deliberately absent: what changes links later.
 */
package io.dmm4j.dl4j.sparse;
