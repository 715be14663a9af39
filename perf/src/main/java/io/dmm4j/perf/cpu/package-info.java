/**
 * How fast the CPU backend is: {@link io.dmm4j.perf.cpu.DownBench} prints a table beside other libraries
 * and the memory floor, {@link io.dmm4j.perf.cpu.DownBenchmark} is the same for JMH. What was tried and
 * did not help stands in {@code perf/NOTES-cpu.md}.
 */
package io.dmm4j.perf.cpu;
