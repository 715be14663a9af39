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
    private static final int MOST = 2_000;

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
        e.run(WINDOW, events);
        long[] members = members();
        int quiet = 0;
        for (int i = 0; i < MOST && quiet < QUIET; i++) {
            long start = allocated(members);
            long before = allocated(members);
            e.run(WINDOW, events);
            boolean more = allocated(members) - before > before - start; // than asking allocates
            quiet = more ? 0 : quiet + 1;
        }
        return quiet;
    }

    private long allocated(long[] members) {
        long sum = 0;
        for (long id : members) {
            sum += threads.getThreadAllocatedBytes(id);
        }
        return sum;
    }

    /** The caller and the threads of crews. */
    private static long[] members() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t == Thread.currentThread() || t.getName().startsWith("dmm-cpu-"))
                .mapToLong(Thread::getId)
                .toArray();
    }
}
