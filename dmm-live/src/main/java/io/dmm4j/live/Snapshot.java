package io.dmm4j.live;

import io.dmm4j.net.Probe;
import io.dmm4j.value.VValue;
import java.util.Map;

/**
 * What a session looks like between two cycles. Immutable; made on the thread of the machine from what is at hand, so that
 * all that takes time can be done elsewhere.
 *
 * @param cycle cycles run so far
 * @param paused whether it waits
 * @param rate the chosen rate, in cycles per second; infinite for as fast as possible
 * @param speed cycles per second of late
 * @param matrix the links; the same view as before if nothing has changed
 * @param values what was asked to be watched
 * @param undoable how many edits can be undone
 * @param waiting how many values wait to be fed
 * @param replaying whether the inputs and edits come from a recording
 * @param failure why the next cycle fails, in one sentence, until another edit; null if nothing went wrong
 */
public record Snapshot(
        long cycle,
        boolean paused,
        double rate,
        double speed,
        MatrixView matrix,
        Map<Probe, VValue> values,
        int undoable,
        long waiting,
        boolean replaying,
        String failure) {}
