/**
 * How fast path tables are, beside {@link java.util.HashMap} and the GOV3 function of Sux4J with the same keys, and beside
 * the latency of memory measured in the same run.
 *
 * <p>{@link io.dmm4j.perf.hash.PathTableReport} prints one table in a minute or so; {@link
 * io.dmm4j.perf.hash.PathTableBenchmark} is the same work under JMH. Both time the loops of {@link
 * io.dmm4j.perf.hash.Subject}.
 */
package io.dmm4j.perf.hash;
