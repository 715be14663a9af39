package io.dmm4j.spi;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.function.Supplier;

/**
 * A running network, trees in and trees out. Not thread safe. A new machine stands before cycle 1. As long as all numbers are
 * finite, what it says depends neither on the backend, but for rounding, nor on paths that are declared and never come;
 * {@link io.dmm4j.expr.Op} says what becomes of infinities.
 *
 * <pre>{@code
 * machine.feed(1, 0, Port.of("input", "char"), VValue.of(Path.of("t"), 1));
 * machine.run(10);
 * VValue seen = machine.probed(10, 0, 0);
 * }</pre>
 */
public interface Machine extends AutoCloseable {

    /** The network. */
    Network network();

    /** How it runs. */
    MachineOptions options();

    /** The name of the backend. */
    String backend();

    /** Cycles run so far. */
    long cycle();

    /**
     * Says what an external input emits in a coming cycle; nothing where nothing is said.
     *
     * @param ahead 1 for the next cycle, 2 for the one after it …
     * @param lane from 0
     * @param input a port of an external input
     * @param value its output after the up movement of that cycle; a second one for the same cycle,
     *     lane and port adds to the first
     * @throws io.dmm4j.value.DmmException if there is no such input or the machine is closed to the value's paths
     */
    void feed(int ahead, int lane, Port input, VValue value);

    /** Takes back all that was said about what external inputs emit in the next cycle. */
    default void unfeed() {
        throw new DmmException("backend " + backend() + " cannot take back what was fed");
    }

    /**
     * Runs cycles. If one fails, because a held matrix is not well formed or a device has no room left, then all lanes stand
     * after the one before it, and what was fed for it is still due.
     *
     * @param cycles 1 to {@link MachineOptions#window()}
     */
    void run(int cycles);

    /**
     * What a probe of the network saw.
     *
     * @param cycle of the latest window, counted from 1 at its first cycle
     * @param probe index into {@link Network#probes()}
     * @param lane from 0
     */
    VValue probed(int cycle, int probe, int lane);

    /**
     * The output of a neuron after the latest cycle, or its initial output before the first. In a network that holds its own
     * matrix neurons that are not there emit nothing.
     *
     * @throws io.dmm4j.value.DmmException if the network has no such output
     */
    VValue output(Port output, int lane);

    /**
     * The output of a neuron as it is now, to be made into a tree later and on any thread: for those who watch a machine
     * and must not keep it waiting.
     */
    default Supplier<VValue> outputLater(Port output, int lane) {
        VValue now = output(output, lane);
        return () -> now;
    }

    /**
     * Replaces the output of a neuron: what the next down movement reads.
     *
     * @throws io.dmm4j.value.DmmException if there is no such output now, or the machine is closed to the value's paths; then
     *     nothing has changed
     */
    void setOutput(Port output, int lane, VValue value);

    /**
     * Replaces the links between two cycles; all outputs stay as they are.
     *
     * @param links between ports of this network
     * @throws io.dmm4j.value.DmmException if a link does not fit the network, or this machine cannot change its links;
     *     then nothing has changed
     */
    default void rewire(List<Link> links) {
        throw new DmmException("backend " + backend() + " cannot change the links of a machine that runs");
    }

    /** Frees what the machine holds; a second call does nothing. A closed machine does not run and has no outputs. */
    @Override
    void close();
}
