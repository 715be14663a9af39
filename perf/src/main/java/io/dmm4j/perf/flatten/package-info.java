/**
 * How fast networks are flattened: {@link io.dmm4j.perf.flatten.FlattenReport} prints a table from ten thousand
 * to a million links, {@link io.dmm4j.perf.flatten.FlattenBenchmark} is the same under JMH. Networks come from
 * {@link io.dmm4j.perf.flatten.RandomLinks}.
 */
package io.dmm4j.perf.flatten;
