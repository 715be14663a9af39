/**
 * What syntheses find: {@link io.dmm4j.perf.synth.SynthesisReport} runs each start many times with nothing changed but last bits.
 * How long one takes is measured by {@code scripts/bench-synth}.
 */
package io.dmm4j.perf.synth;
