package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The option that says which initial outputs are trained, or checked. */
final class InitialOptions {
    @Option(
            names = "--train-initial",
            paramLabel = "PORTS",
            description = "also train the initial outputs of these ports, by NEURON.PORT with *; a matrix that the"
                    + " network holds itself is always trained")
    private List<String> ports = new ArrayList<>();

    /** Initial outputs that are trained. */
    Predicate<Port> trainableInitial(Network n) {
        List<String> known = n.initial().keySet().stream().map(Port::text).toList();
        Predicate<String> any = Glob.any("--train-initial", ports, "initial output", known);
        return p -> any.test(p.text());
    }

    @Override
    public String toString() {
        return String.join(", ", ports);
    }
}
