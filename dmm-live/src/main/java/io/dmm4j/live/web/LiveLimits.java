package io.dmm4j.live.web;

/**
 * What one connection may do.
 *
 * @param messageBytes the longest message
 * @param messagesPerSecond how many messages it may send in the long run
 * @param burst how many it may send at once
 * @param viewers how many may be connected at the same time
 */
public record LiveLimits(int messageBytes, int messagesPerSecond, int burst, int viewers) {
    /** Messages of 1 MiB, a hundred per second, two hundred at once, 32 viewers. */
    public static final LiveLimits DEFAULT = new LiveLimits(1 << 20, 100, 200, 32);
}
