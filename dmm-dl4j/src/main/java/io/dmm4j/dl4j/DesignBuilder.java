package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.Timing;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/** Collects what both kinds of {@code Dmm} layers are built from, by the steps of {@link DmmBuilder}. */
public final class DesignBuilder {
    private Network network;
    private final TreeMap<Integer, Blueprint.Feature> features = new TreeMap<>();
    private final List<Probe> probes = new ArrayList<>();
    private int cycles = 1;
    private int delay;
    private boolean hold;

    DesignBuilder() {}

    void network(Network n) {
        network = n;
    }

    void network(String json) {
        network = MachineLayers.inWordsOfDl4j(() -> NetworkJson.read(json, "network of a layer"));
    }

    void timing(int nCycles) {
        cycles = nCycles;
    }

    void delay(int cycle) {
        delay = cycle;
    }

    void hold(boolean h) {
        hold = h;
    }

    /** Features from {@code from} to {@code to}, exclusive, feed the paths, or the port's own paths if there are none. */
    void input(String port, int from, int to, String... pointers) {
        MachineLayers.inWordsOfDl4j(() -> {
            Port at = Port.parse(port);
            ExternalPort declared = need().external(at);
            List<Path> paths = pointers.length > 0
                    ? Arrays.stream(pointers).map(Path::parse).toList()
                    : List.copyOf(declared.paths());
            if (from < 0 || to - from != paths.size()) {
                throw new DL4JInvalidConfigException("features " + from + " to " + to + " for external input " + port
                        + ": expected as many as it has paths, " + paths.size());
            }
            for (int i = 0; i < paths.size(); i++) {
                if (features.putIfAbsent(from + i, new Blueprint.Feature(at, paths.get(i))) != null) {
                    throw new DL4JInvalidConfigException("feature " + (from + i) + " feeds two paths: expected one");
                }
            }
            Set<Path> fed = new HashSet<>(paths);
            if (!declared.open() && !declared.paths().containsAll(fed)) {
                fed.removeAll(declared.paths());
                throw new DL4JInvalidConfigException("external input " + port + ": found path \""
                        + fed.iterator().next() + "\", expected those that it declares: " + declared.paths());
            }
            fed.addAll(declared.paths());
            network = network.withExternal(at, ExternalPort.of(fed));
            return null;
        });
    }

    void output(String probe) {
        MachineLayers.inWordsOfDl4j(() -> probes.add(Probe.parse(probe, need())));
    }

    private Network need() {
        if (network == null) {
            throw new DL4JInvalidConfigException("a machine layer without a network: give one before its inputs");
        }
        return network;
    }

    DmmDesign build() {
        return MachineLayers.inWordsOfDl4j(() -> {
            List<Probe> watched = probes.isEmpty() ? need().probes() : probes;
            if (watched.isEmpty() || features.isEmpty()) {
                throw new DL4JInvalidConfigException("a machine layer with " + features.size() + " features and "
                        + watched.size() + " probes: expected at least 1 of each");
            }
            if (features.lastKey() != features.size() - 1) {
                throw new DL4JInvalidConfigException("features up to " + features.lastKey() + ": found "
                        + features.size() + " that feed something, expected all");
            }
            StringBuilder text = new StringBuilder();
            NetworkJson.write(network.withProbes(watched), MatrixFormat.RANK4, text);
            Timing timing = new Timing(cycles, delay, hold);
            return DmmDesign.of(text.toString(), List.copyOf(features.values()), outputs(watched), timing);
        });
    }

    /** Every number that a probe can ever show is an output. */
    private List<Blueprint.Output> outputs(List<Probe> watched) {
        Flattened f = Flattener.flatten(network.withProbes(watched), new FlattenOptions(true, true, 1, 0, null));
        List<Blueprint.Output> outputs = new ArrayList<>();
        for (Probe p : watched) {
            List<Path> paths = new ArrayList<>();
            f.rows(p).shape().forEach((path, one) -> paths.add(path));
            Stream<Path> all = paths.isEmpty() ? Stream.of(Path.ROOT) : paths.stream();
            all.forEach(path -> outputs.add(new Blueprint.Output(p, path)));
        }
        return outputs;
    }
}
