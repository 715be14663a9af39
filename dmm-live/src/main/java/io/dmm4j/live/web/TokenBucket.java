package io.dmm4j.live.web;

/** Allows a number of things per second in the long run, and some more at once. Not thread safe. */
final class TokenBucket {
    private final double perNano;
    private final double most;
    private double left;
    private long last;

    TokenBucket(int perSecond, int burst, long now) {
        perNano = perSecond / 1e9;
        most = burst;
        left = burst;
        last = now;
    }

    /** Whether one more is allowed at this time, in nanoseconds. */
    boolean take(long now) {
        left = Math.min(most, left + (now - last) * perNano);
        last = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
