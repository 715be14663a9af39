package io.dmm4j.live;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.Machines;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Networks and edits that the tests of this module share. */
public final class LiveNets {
    /** The external input of {@link #counter}. */
    public static final Port INPUT = Port.of("input", "word");

    private LiveNets() {}

    /** Counts words, and halves of them, and can be rewired in many ways without its numbers growing. */
    public static Network counter() {
        return Network.builder()
                .name("counter")
                .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                .add("a", "lite/accum")
                .add("b", "lite/accum")
                .add("c", "lite/accum")
                .fixed("a", "dict-1", "a", "dict", 0.5)
                .link("a", "dict-2", "input", "word", 1)
                .link("b", "dict-1", "a", "dict", 0.25)
                .probe(Probe.out("a", "dict"))
                .probe(Probe.in("b", "dict-1"))
                .build();
    }

    /**
     * A machine that cannot grow: of two open inputs, {@code input.word} and {@code other.word}, it takes the words {@code
     * a} and {@code b}, and a cycle with another fails.
     */
    public static LiveMachine narrow() {
        ExternalPort words = new ExternalPort(Set.of(Path.of("a"), Path.of("b")), true);
        Network network = Network.builder()
                .name("narrow")
                .add(Neuron.external("input", Map.of("word", words)))
                .add(Neuron.external("other", Map.of("word", words)))
                .add("count", "lite/accum")
                .fixed("count", "dict-1", "count", "dict", 1)
                .fixed("count", "dict-2", "input", "word", 1)
                .fixed("count", "dict-2", "other", "word", 1)
                .probe(Probe.out("count", "dict"))
                .build();
        Flattened fixed = Flattener.flatten(network, FlattenOptions.DEFAULT);
        return new LiveMachine(new FlatMachine(fixed, (FlatBackend) Backends.byName("cpu"), MachineOptions.DEFAULT));
    }

    /** A machine of one lane. */
    public static LiveMachine machine(Network network, String backend) {
        return new LiveMachine(Machines.open(network, backend, MachineOptions.DEFAULT));
    }

    /** An edit of one link. */
    public static VValue edit(String to, String input, String from, String output, double w) {
        return VValue.of(Path.of(to, input, from, output), w);
    }

    /** Edits that move weights of a few links about by quarters, within one. */
    public static VValue[] randomEdits(int count, long seed) {
        Random random = new Random(seed);
        String[] neurons = {"a", "b", "c"};
        double[][][] weight = new double[3][2][3];
        weight[0][0][0] = 0.5;
        weight[1][0][0] = 0.25;
        VValue[] edits = new VValue[count];
        for (int i = 0; i < count; i++) {
            int to = random.nextInt(3);
            int port = random.nextInt(2);
            int from = random.nextInt(3);
            double next = (random.nextInt(3) - 1) * 0.25;
            double add = next - weight[to][port][from];
            weight[to][port][from] = next;
            edits[i] = edit(neurons[to], "dict-" + (port + 1), neurons[from], "dict", add);
        }
        return edits;
    }
}
