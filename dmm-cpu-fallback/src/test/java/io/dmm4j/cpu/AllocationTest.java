package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Network;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.VValue;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cycles allocate nothing once the JVM has compiled them, in the caller and in the other threads. */
class AllocationTest {
    private static final int WINDOW = 50;
    private static final int QUIET = 20;
    private static final int MOST = 2_000;

    /** Cycles of a window of machines that hold their matrix: in all 10,000 in which nothing is allocated. */
    private static final int HELD = 10_000 / QUIET;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource
    void windowsAllocateNothing(Way way) {
        for (Precision precision : Precision.values()) {
            FlatProgram p = RandomPrograms.draw(7);
            ExecutorOptions options = new ExecutorOptions(40, precision, 2, WINDOW);
            try (Executor e = way.open(p, options)) {
                Events events = RandomPrograms.events(p, 40, WINDOW, 3);
                assertEquals(
                        QUIET, quietWindows(e, events, WINDOW), "windows in a row that allocate nothing, " + precision);
            }
        }
    }

    /** New values in a matrix that the machine holds, in ten thousand cycles: nothing at all. */
    @ParameterizedTest
    @EnumSource
    void valuesThatChangeInAHeldMatrixAllocateNothing(Way way) {
        for (String example :
                new String[] {"wave/five-columns 1", "wave/five-columns 40", "afterlife/sleep-and-wake 1"}) {
            String name = example.split(" ")[0];
            int lanes = Integer.parseInt(example.split(" ")[1]);
            FlatProgram p = Flattener.flatten(Examples.network(name), FlattenOptions.DEFAULT)
                    .program();
            try (Executor e = way.open(p, new ExecutorOptions(lanes, Precision.FLOAT32, 2, HELD))) {
                double[] before = new double[p.outputRows() * lanes];
                double[] after = before.clone();
                e.readState(before);
                assertEquals(QUIET, quietWindows(e, new Events(), HELD), "windows in a row, " + example);
                e.readState(after);
                assertFalse(Arrays.equals(before, after), "the matrix should have changed");
                assertEquals(-1, e.alarm());
            }
        }
    }

    /**
     * A whole machine: what ten thousand cycles take that change values of the matrix is what they take if they change none, and
     * that is for what is shown.
     */
    @Test
    void aMachineAllocatesNoMoreForAMatrixThatChanges() {
        Network wave = Examples.network("wave/three-updates");
        Network same = wave.toBuilder()
                .initial("update-1", "single", VValue.EMPTY)
                .initial("update-2", "single", VValue.EMPTY)
                .initial("update-3", "single", VValue.EMPTY)
                .build();
        long changing = perCycle(wave);
        long fixed = perCycle(same);
        assertTrue(changing <= fixed + 16, changing + " bytes per cycle, " + fixed + " if nothing changes");
        assertTrue(changing < 400, changing + " bytes per cycle");
    }

    private long perCycle(Network n) {
        int cycles = 10_000;
        try (FlatMachine m = new FlatMachine(
                n.withProbes(List.of()),
                new CpuBackend(),
                MachineOptions.DEFAULT.withWindow(1000).withThreads(1))) {
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 5; round++) {
                long before =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int t = 0; t < cycles; t += 1000) {
                    m.run(1000);
                }
                least = Math.min(
                        least,
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
            }
            assertEquals(0, m.rewirings() + m.regrowths() + m.replays());
            return least / cycles;
        }
    }

    /** Runs windows until enough in a row allocate nothing, or too many do not. */
    private int quietWindows(Executor e, Events events, int window) {
        e.run(window, events);
        long[] members = members();
        int quiet = 0;
        for (int i = 0; i < MOST && quiet < QUIET; i++) {
            long start = allocated(members);
            long before = allocated(members);
            e.run(window, events);
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
