package io.dmm4j.spi;

/**
 * What the machines of a window are fed and what they should show. The arrays are shared, not copied, and may be longer.
 *
 * @param cycles of the window, ≥ 1
 * @param events what external inputs emit, cycles counted from 0 at the first of the window
 * @param targets [cycles × rows of all probes × lanes], finite
 * @param weights [cycles × terms of the loss × lanes], 0 where a term does not count
 */
public record TrainingBatch(int cycles, Events events, double[] targets, double[] weights) {}
