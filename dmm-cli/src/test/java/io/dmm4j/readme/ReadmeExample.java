package io.dmm4j.readme;

import static io.dmm4j.expr.Expr.in;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.flatten.Machines;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;

/** The Java example of the README, between the markers, word for word. */
final class ReadmeExample {
    private ReadmeExample() {}

    static VValue run() {
        // README begins
        NeuronType fading = NeuronType.named("my/fading-memory")
                .output("dict", in("kept").times(0.5).plus(in("new")))
                .build();
        Network network = Network.builder()
                .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                .add(Neuron.of("memory", fading))
                .fixed("memory", "kept", "memory", "dict", 1)
                .link("memory", "new", "input", "word", 1)
                .probe(Probe.out("memory", "dict"))
                .build();
        try (Machine machine = Machines.open(network, "auto", MachineOptions.DEFAULT)) {
            int cycle = 1;
            for (String word : "to be or not to be".split(" ")) {
                machine.feed(cycle++, 0, Port.of("input", "word"), VValue.of(Path.of(word), 1));
            }
            machine.run(7);
            return machine.probed(7, 0, 0); // {"be":1.0625,"not":0.25,"or":0.125,"to":0.53125}
        }
        // README ends
    }
}
