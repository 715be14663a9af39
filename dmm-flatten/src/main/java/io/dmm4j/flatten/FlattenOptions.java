package io.dmm4j.flatten;

import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;
import java.util.Map;

/**
 * How a network is flattened.
 *
 * @param closed whether a network whose trees never stop growing is an error
 * @param liveOnly whether rows that no probe depends on are left out; ignored while the network can grow
 * @param horizon cycles that a network whose trees never stop growing should be flattened for
 * @param spare labels to keep rows for at every open port, so that new words need no new tables
 * @param start outputs before the next cycle; null for the network's initial outputs
 */
public record FlattenOptions(boolean closed, boolean liveOnly, long horizon, int spare, Map<Port, VValue> start) {

    /** The same with no spare labels. */
    FlattenOptions withoutSpare() {
        return new FlattenOptions(closed, liveOnly, horizon, 0, start);
    }

    /** Open, all rows, 256 cycles, no spare labels, from the initial outputs. */
    public static final FlattenOptions DEFAULT = new FlattenOptions(false, false, 256, 0, null);

    /** Growth is an error, and only what a probe depends on is kept: for programs that are saved or trained. */
    public static final FlattenOptions CLOSED = new FlattenOptions(true, true, 256, 0, null);
}
