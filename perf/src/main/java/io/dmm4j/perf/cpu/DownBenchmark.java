package io.dmm4j.perf.cpu;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One cycle of the down movement of {@link DownCase}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx6g"})
public class DownBenchmark {
    private static final int WINDOW = 8;

    /** Machines side by side. */
    @Param({"1", "8", "64", "512"})
    public int lanes;

    /** Leaves of a port. */
    @Param({"1", "8", "32"})
    public int size;

    /** Whether sizes differ from port to port. */
    @Param({"false", "true"})
    public boolean ragged;

    /** Threads of the executor. */
    @Param("2")
    public int threads;

    private final Events none = new Events();
    private Executor executor;
    private double[] seen;

    /** Opens the executor on random outputs. */
    @Setup
    public void setUp() {
        FlatProgram p = new DownCase(size, ragged && size > 1, lanes).program();
        executor = new CpuBackend().open(p, new ExecutorOptions(lanes, Precision.FLOAT32, threads, WINDOW));
        executor.writeState(
                new Random(1).doubles((long) p.outputRows() * lanes, -1, 1).toArray(), 0);
        seen = new double[lanes];
    }

    /** Stops its threads. */
    @TearDown
    public void tearDown() {
        executor.close();
    }

    /** A window of cycles; the time is that of one. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public double[] cycle() {
        executor.run(WINDOW, none);
        executor.readProbes(WINDOW - 1, seen);
        return seen;
    }
}
