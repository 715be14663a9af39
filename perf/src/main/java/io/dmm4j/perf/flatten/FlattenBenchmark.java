package io.dmm4j.perf.flatten;

import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.hash.PathTable;
import io.dmm4j.net.Network;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Flattening a network of 50 links per neuron. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx6g"})
public class FlattenBenchmark {
    /** Neurons; 50 times as many links. */
    @Param({"200", "2000", "20000"})
    public int neurons;

    /** Numbers in the tree on every wire. */
    @Param({"1", "8"})
    public int leaves;

    private Network network;

    /** Makes the network. */
    @Setup
    public void setUp() {
        network = RandomLinks.network(neurons, leaves, 1);
    }

    /** Network to flat program with tables. */
    @Benchmark
    public PathTable flatten() {
        return Flattener.flatten(network, FlattenOptions.CLOSED).rows();
    }
}
