package io.dmm4j.perf.hash;

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
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds per look-up, and milliseconds per build; see {@link PathTableReport} for the same in one table. */
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgs = "-Xmx8g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PathTableBenchmark {
    private static final int QUESTIONS = 1 << 20;

    /** The keys and questions. */
    @State(Scope.Benchmark)
    public static class Keys {
        /** Paths in the table. */
        @Param({"10000", "100000", "1000000", "20000000"})
        public int paths;

        Workload work;

        /** Makes them. */
        @Setup
        public void make() {
            work = Workload.of(paths, QUESTIONS, 1);
        }
    }

    /** Which map. */
    @State(Scope.Benchmark)
    public static class Named {
        /** Its name. */
        @Param({"dmm4j", "HashMap", "GOV3"})
        public String subject;
    }

    /** A map that has been built. */
    @State(Scope.Benchmark)
    public static class Built {
        Subject map;

        /** Builds it. */
        @Setup
        public void build(Keys keys, Named name) {
            map = Subject.named(name.subject);
            map.build(keys.work);
        }
    }

    /** The path table, and a cycle through as many bytes as it has. */
    @State(Scope.Benchmark)
    public static class Table {
        PathTableSubject map;
        PointerChase memory;
        int place;

        /** Builds both. */
        @Setup
        public void build(Keys keys) {
            map = new PathTableSubject();
            map.build(keys.work);
            memory = new PointerChase(map.bytes() + 8L * keys.paths, 1);
        }
    }

    /** Makes a map of all paths. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Subject build(Keys keys, Named name) {
        Subject map = Subject.named(name.subject);
        map.build(keys.work);
        return map;
    }

    /** Look-ups that may overlap. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @OperationsPerInvocation(QUESTIONS)
    public long independent(Keys keys, Built built) {
        return built.map.independent(keys.work);
    }

    /** Look-ups that wait for one another. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @OperationsPerInvocation(QUESTIONS)
    public long dependent(Keys keys, Built built) {
        return built.map.dependent(keys.work);
    }

    /** Look-ups in batches of 64. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @OperationsPerInvocation(QUESTIONS)
    public long batched(Keys keys, Table table) {
        return table.map.batched(keys.work);
    }

    /** One access to memory. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    @OperationsPerInvocation(QUESTIONS)
    public int memoryLatency(Table table) {
        table.place = table.memory.chase(table.place, QUESTIONS);
        return table.place;
    }
}
