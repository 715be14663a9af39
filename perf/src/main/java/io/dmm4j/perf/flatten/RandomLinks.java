package io.dmm4j.perf.flatten;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Recurrent networks with 50 links into every neuron, from random sources. */
public final class RandomLinks {
    /** Links into each neuron. */
    public static final int PER_NEURON = 50;

    private RandomLinks() {}

    /**
     * A network of tanh neurons.
     *
     * @param neurons how many; each has {@value #PER_NEURON} links
     * @param leaves numbers in the tree on every wire
     * @param seed of the random sources and weights
     */
    public static Network network(int neurons, int leaves, long seed) {
        Random random = new Random(seed);
        NeuronType tanh = Catalogue.type("lite/tanh");
        Set<Path> paths = new TreeSet<>();
        for (int i = 0; i < leaves; i++) {
            paths.add(leaves == 1 ? Path.ROOT : Path.of("k" + i));
        }
        Network.Builder b = Network.builder().add(Neuron.external("input", Map.of("x", ExternalPort.of(paths))));
        Port[] port = new Port[neurons];
        for (int n = 0; n < neurons; n++) {
            b.add(Neuron.of("n" + n, tanh));
            port[n] = Port.of("n" + n, "dict");
        }
        Port input = Port.of("input", "x");
        Set<Integer> sources = new HashSet<>();
        for (int n = 0; n < neurons; n++) {
            b.add(Link.of(port[n], input, random.nextGaussian()));
            sources.clear();
            while (sources.size() < PER_NEURON - 1) {
                int s = random.nextInt(neurons);
                if (sources.add(s)) {
                    b.add(Link.of(port[n], port[s], random.nextGaussian() / PER_NEURON));
                }
            }
        }
        return b.probe(Probe.out("n0", "dict")).build();
    }
}
