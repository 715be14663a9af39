package io.dmm4j.perf.live;

import com.sun.management.OperatingSystemMXBean;
import io.dmm4j.live.Session;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * What a session did in a stretch of time.
 *
 * @param perSecond cycles per second
 * @param perCpuSecond cycles per second in which the machine's thread had a processor
 * @param others how many processors other processes had meanwhile; NaN where the system does not tell
 */
record Turn(double perSecond, double perCpuSecond, double others) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Watches a session for a while. */
    static Turn of(Session s, long millis) throws InterruptedException {
        SYSTEM.getCpuLoad(); // counts from the call before
        long process = SYSTEM.getProcessCpuTime();
        long machine = machineTime();
        long before = s.cycle();
        long start = System.nanoTime();
        Thread.sleep(millis);
        double cycles = s.cycle() - before;
        double nanos = System.nanoTime() - start;
        double own = machineTime() - machine;
        double all = SYSTEM.getCpuLoad() * SYSTEM.getAvailableProcessors();
        double others = all < 0 ? Double.NaN : all - (SYSTEM.getProcessCpuTime() - process) / nanos;
        return new Turn(cycles * 1e9 / nanos, cycles * 1e9 / own, others);
    }

    private static long machineTime() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(t -> t != null && t.getThreadName().equals("live machine"))
                .mapToLong(t -> THREADS.getThreadCpuTime(t.getThreadId()))
                .sum();
    }
}
