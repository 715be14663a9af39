package io.dmm4j.perf.self;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Time until the JVM has compiled what runs: until its compilers have finished nothing for a while. Where other processes take
 * their processor, that may be seconds, and until then loops run that count what they do, at a third of the speed.
 */
final class WarmUp {
    private static final long CALM = 500_000_000;
    private static final long LONGEST = 10_000_000_000L;

    private final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    private final long start = System.nanoTime();
    private long last = start;
    private long compiled = compilers.getTotalCompilationTime();

    /** Whether that time is over; to be asked again and again. */
    boolean isOver() {
        long now = System.nanoTime();
        long time = compilers.getTotalCompilationTime();
        if (time != compiled) {
            compiled = time;
            last = now;
        }
        return now - last > CALM || now - start > LONGEST;
    }
}
