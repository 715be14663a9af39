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

    /** A whole machine, too, once the JVM has compiled it: what is left over is for whole windows, some bytes per cycle. */
    @Test
    void aMachineAllocatesNothingForValuesThatChange() {
        Network wave = Examples.network("wave/three-updates").withProbes(List.of());
        MachineOptions options = MachineOptions.DEFAULT.withWindow(1000).withThreads(1);
        try (FlatMachine m = new FlatMachine(wave, new CpuBackend(), options)) {
            long perCycle = Long.MAX_VALUE;
            for (int round = 0; round < MOST && perCycle > 64; round++) {
                long before =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                for (int t = 0; t < 10_000; t += 1000) {
                    m.run(1000);
                }
                perCycle =
                        (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 10_000;
            }
            assertTrue(perCycle <= 64, perCycle + " bytes per cycle");
            assertEquals(0, m.rewirings() + m.regrowths() + m.replays());
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
