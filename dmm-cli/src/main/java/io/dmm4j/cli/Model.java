package io.dmm4j.cli;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.FlattenedJson;
import io.dmm4j.flatten.Machines;
import io.dmm4j.json.JsonInput;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import java.util.List;

/** What NET names: a network, or a program that was flattened before. */
final class Model {
    private final String name;
    private final Network network;
    private final Flattened flattened; // null for a network

    private Model(String name, Network network, Flattened flattened) {
        this.name = name;
        this.network = network;
        this.flattened = flattened;
    }

    /**
     * Loads it.
     *
     * @param matrix a file that replaces the trainable links; null for none
     * @param rank of that matrix
     */
    static Model load(String net, String matrix, int rank) {
        MatrixFormat.ofRank(rank);
        if (net.endsWith(".safetensors")) {
            throw new DmmException(
                    net + ": expected a network, found a checkpoint; 'dmm train --resume' goes on from it, and"
                            + " writes machine.json beside the folder of checkpoints");
        }
        if (isFlattened(net)) {
            if (matrix != null) {
                throw new DmmException(net + ": a flattened program has its weights, expected no matrix beside it");
            }
            Flattened f = readFlattened(net);
            return new Model(net, f.network(), f);
        }
        Network n = Networks.load(net);
        return new Model(net, matrix == null ? n : NetworkJson.withMatrix(n, Networks.file(matrix), rank), null);
    }

    /** Loads a network, where a flattened program would not do. */
    static Network network(String net, String matrix, int rank) {
        Model m = load(net, matrix, rank);
        if (m.isFlattened()) {
            throw new DmmException(net + ": expected a network, found a flattened program");
        }
        return m.network;
    }

    private static boolean isFlattened(String net) {
        if (net.startsWith(io.dmm4j.net.Examples.PREFIX)) {
            return false;
        }
        try (JsonInput in = JsonInput.open(Networks.file(net))) {
            return in.peek() == JsonInput.Kind.OBJECT && firstFieldSaysFlattened(in);
        }
    }

    private static boolean firstFieldSaysFlattened(JsonInput in) {
        in.beginObject();
        return "format".equals(in.nextField())
                && in.peek() == JsonInput.Kind.STRING
                && in.readString().equals(FlattenedJson.FORMAT);
    }

    private static Flattened readFlattened(String net) {
        try (JsonInput in = JsonInput.open(Networks.file(net))) {
            Flattened f = FlattenedJson.read(in);
            in.endInput();
            return f;
        }
    }

    /** As the user named it. */
    String name() {
        return name;
    }

    /** The network; of a flattened program, its ports. */
    Network network() {
        return network;
    }

    /** Whether this is a flattened program, which keeps what its probes need and perhaps no more. */
    boolean isFlattened() {
        return flattened != null;
    }

    /** This model watched at these probes; a flattened program can only be watched where it was made to be. */
    Model watching(List<Probe> probes) {
        if (flattened == null) {
            return new Model(name, network.withProbes(probes), null);
        }
        for (Probe p : probes) {
            if (!network.probes().contains(p)) {
                throw new DmmException(name + ": the program was flattened without probe " + p + ", it has "
                        + (network.probes().isEmpty() ? "none" : network.probes()));
            }
        }
        return this;
    }

    /** Starts it. */
    Machine open(String backend, MachineOptions options) {
        return flattened == null
                ? Machines.open(network, backend, options)
                : new FlatMachine(flattened, flatBackend(backend), options);
    }

    private static FlatBackend flatBackend(String name) {
        if (name.equals(Backends.AUTO)) {
            for (Backend b : Backends.all()) {
                if (b instanceof FlatBackend flat && b.availability().usable()) {
                    return flat;
                }
            }
        } else if (Backends.byName(name) instanceof FlatBackend flat) {
            return flat;
        }
        throw new DmmException("backend " + name + " runs networks only, expected one that runs flattened programs: "
                + Backends.all().stream()
                        .filter(FlatBackend.class::isInstance)
                        .map(Backend::name)
                        .toList());
    }
}
