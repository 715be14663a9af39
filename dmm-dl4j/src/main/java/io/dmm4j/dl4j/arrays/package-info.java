/**
 * ND4J arrays in and out of executors, without a copy where memory lies right.
 *
 * <p>Start with {@link io.dmm4j.dl4j.arrays.Executors}; {@link io.dmm4j.dl4j.arrays.Buffers} states the layout that both sides share,
 * {@link io.dmm4j.dl4j.arrays.Trees} makes V-values of maps of arrays. Files in NumPy's formats are ND4J's own business: {@code
 * Nd4j.writeAsNumpy}, {@code createFromNpyFile}, {@code createFromNpzFile}. Deliberately absent: layers.
 */
package io.dmm4j.dl4j.arrays;
