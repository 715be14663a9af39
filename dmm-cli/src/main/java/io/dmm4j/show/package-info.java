/**
 * Networks as pictures.
 *
 * <p>{@link io.dmm4j.show.Dot} writes every link for Graphviz. For the picture, in processing order: {@link
 * io.dmm4j.show.Graph} decides what is drawn (ports and links, or, where these are too many, one line per pair of
 * neurons), {@link io.dmm4j.show.Layers} gives every neuron a column, {@link io.dmm4j.show.Places} gives everything its
 * place, and {@link io.dmm4j.show.Svg} draws.
 *
 * <p>What enters: networks. What leaves: text in which every name is escaped. Deliberately absent: values and time; a
 * picture shows what a network is, not what it does.
 */
package io.dmm4j.show;
