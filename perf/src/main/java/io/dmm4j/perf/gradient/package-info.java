/**
 * What gradients cost: {@link io.dmm4j.perf.gradient.GradientReport} measures a window forwards with a tape and back
 * beside the same window without, {@link
 * io.dmm4j.perf.gradient.StepReport} whole steps of training. The floor stands in {@code perf/NOTES-cpu.md}.
 */
package io.dmm4j.perf.gradient;
