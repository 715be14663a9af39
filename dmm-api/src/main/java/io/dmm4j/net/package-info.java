/**
 * Networks: neurons, links, external inputs, initial outputs, probes and a schedule.
 *
 * <p>Start with {@link io.dmm4j.net.Network} and its builder; {@link io.dmm4j.net.NetworkJson} reads and
 * writes the documented file format, {@link io.dmm4j.net.MatrixFormat} the two published forms of a
 * matrix. Everything is checked when a network is built: a link to nowhere, an unknown port or a name
 * used twice is an error there and nowhere later.
 *
 * <p>What enters: names, types, V-values, files. What leaves: immutable networks. Deliberately absent:
 * rows, backends and anything that runs (see {@code io.dmm4j.tree} and {@code io.dmm4j.spi}).
 */
package io.dmm4j.net;
