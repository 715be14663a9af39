package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cycles allocate nothing once the JVM has compiled them, in the caller and in the other threads. */
class AllocationTest {
    private static final int WINDOW = 50;
    private static final int QUIET = 20;
    private static final int MOST = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource
    void windowsAllocateNothing(Way way) {
        for (Precision precision : Precision.values()) {
            FlatProgram p = RandomPrograms.draw(7);
            ExecutorOptions options = new ExecutorOptions(40, precision, 2, WINDOW);
            try (Executor e = way.open(p, options)) {
                Events events = RandomPrograms.events(p, 40, WINDOW, 3);
                assertEquals(QUIET, quietWindows(e, events), "windows in a row that allocate nothing, " + precision);
            }
        }
    }

    /** Runs windows until enough in a row allocate nothing, or too many do not. */
    private int quietWindows(Executor e, Events events) {
        int quiet = 0;
        for (int i = 0; i < MOST && quiet < QUIET; i++) {
            long before = allocated();
            e.run(WINDOW, events);
            quiet = allocated() == before ? quiet + 1 : 0;
        }
        return quiet;
    }

    private long allocated() {
        long sum = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (Thread t : crew()) {
            sum += t == null ? 0 : threads.getThreadAllocatedBytes(t.getId());
        }
        return sum;
    }

    private final Thread[] found = new Thread[64];
    private final Thread[] crew = new Thread[64];

    /** The threads of the crew; looking for them allocates nothing either. */
    private Thread[] crew() {
        int n = Thread.enumerate(found);
        for (int i = 0; i < n; i++) {
            crew[i] = found[i].getName().startsWith("dmm-cpu-") ? found[i] : null;
        }
        return crew;
    }
}
