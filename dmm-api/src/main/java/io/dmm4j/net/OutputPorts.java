package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.function.Supplier;

/** Which outputs a machine has while it runs: those of declared neurons, and those of neurons that its own matrix makes. */
public final class OutputPorts {
    private OutputPorts() {}

    /**
     * Fails if a machine of a network never has this output. In a network that holds its own matrix any name that is not
     * declared may be one of a neuron that the matrix makes.
     *
     * @throws DmmException that names the output and the nearest that there is
     */
    public static void checkPossible(Network network, Port output) {
        Neuron n = network.neuron(output.neuron());
        if (n != null) {
            check(n, output);
        } else if (network.self() == null) {
            throw new DmmException("output " + output + ": no neuron '" + output.neuron() + "'"
                    + Names.didYouMean(output.neuron(), network.names()));
        }
    }

    /**
     * Fails if a machine of a network does not have this output now.
     *
     * @param matrix what the network holds as its own matrix now; asked only for neurons that are not declared
     * @throws DmmException that names the output
     */
    public static void checkPresent(Network network, Port output, Supplier<VValue> matrix) {
        checkPossible(network, output);
        if (network.neuron(output.neuron()) == null) {
            Neuron made = new HeldLinks(network)
                    .read(matrix.get()).made().stream()
                            .filter(n -> n.name().equals(output.neuron()))
                            .findAny()
                            .orElseThrow(() -> new DmmException("output " + output + ": neuron '" + output.neuron()
                                    + "' is not declared, and no row of the matrix in "
                                    + network.self().output() + " makes it"));
            check(made, output);
        }
    }

    private static void check(Neuron n, Port output) {
        if (!n.outputs().contains(output.port())) {
            throw new DmmException("output " + output + ": neuron " + n + " has no output '" + output.port() + "'"
                    + Names.didYouMean(output.port(), n.outputs()));
        }
    }
}
