/**
 * The benchmark against DL4J's dense layers: {@code scripts/bench-dl4j}.
 *
 * <p>Start with {@link io.dmm4j.dl4j.bench.LayerBench}. A {@code TimedLayer} around the sparse layer and a {@code TimedBackend} below it tell
 * what lies between the two, in the very passes that are compared. Deliberately absent: anything that layers use.
 */
package io.dmm4j.dl4j.bench;
