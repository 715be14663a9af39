/**
 * What it costs that a machine holds its own matrix ({@link io.dmm4j.perf.self.SelfReport}), and that tables grow ({@link
 * io.dmm4j.perf.self.GrowReport}).
 */
package io.dmm4j.perf.self;
