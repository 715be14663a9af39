package io.dmm4j.cli;

import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.FlattenedJson;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.json.WholeFile;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm flatten}: shows, and saves, what becomes of a network. */
@Command(
        name = "flatten",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Flattens a network and prints its sizes, tables, runs and ops.",
            "",
            "Rows are needed for every path that may come. Where an input is open, its paths are those that the network"
                    + " declares, those of the given input, and as many spare ones as --spare says.",
            ""
        })
final class FlattenCommand implements Runnable {
    private static final int SAVED_SPARE = 256;

    @Mixin
    private NetworkArgument argument;

    @Mixin
    private InputOptions inputs;

    @Option(
            names = "--probe",
            paramLabel = "P",
            description = "what the program is watched at, as for dmm run (the network's own probes unless given)")
    private List<String> probes = new ArrayList<>();

    @Option(
            names = "--spare",
            paramLabel = "N",
            description = "rows for N words that are not known yet, at every open input (" + SAVED_SPARE
                    + " with --save and without input to know words from, else 0, unless given)")
    private Integer spare;

    @Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "flatten a network whose trees never stop growing for N cycles (${DEFAULT-VALUE} unless given)")
    private long cycles;

    @Option(
            names = "--closed",
            description =
                    "nothing may come but the known paths: keep only what a probe depends on, and make growth an error")
    private boolean closed;

    @Option(names = "--save", paramLabel = "FILE", description = "save the program, for dmm run")
    private String save;

    @Option(names = "--brief", description = "print the sizes only")
    private boolean brief;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        check();
        Network network = argument.network();
        network = network.withProbes(
                probes.isEmpty() ? network.probes() : Watch.of(probes, network).probes());
        network = withPathsOf(inputs.sources(List.of(network)), network);
        FlattenOptions options = new FlattenOptions(closed, true, cycles, spare(), null);
        Flattened flattened = Flattener.flatten(closed ? closed(network) : network, options);
        if (save != null) {
            WholeFile.write(Networks.file(save), target -> {
                try (JsonOutput out = JsonOutput.compact(target)) {
                    FlattenedJson.write(flattened, out);
                }
            });
        }
        PrintWriter out = spec.commandLine().getOut();
        new FlattenReport(flattened, out).print(brief);
        Stdout.flush(out);
    }

    /** A program that is saved without knowing any words must be able to take some. */
    private int spare() {
        if (closed || spare != null) {
            return closed ? 0 : spare;
        }
        return save != null && inputs.isEmpty() ? SAVED_SPARE : 0;
    }

    private void check() {
        if (spare != null && spare < 0) {
            throw new DmmException("--spare: found " + spare + ", expected at least 0");
        } else if (cycles < 1) {
            throw new DmmException("--cycles: found " + cycles + ", expected at least 1");
        }
    }

    /** The network with all paths declared that the input has. */
    private static Network withPathsOf(List<Lane.Source> sources, Network network) {
        InputOptions.check(sources, List.of(network), MachineOptions.DEFAULT, -1);
        Map<Port, Set<Path>> found = new HashMap<>();
        for (Lane.Source source : sources) {
            try (Lane lane = source.open()) {
                while (!lane.isOver()) {
                    lane.next().forEach((port, value) -> {
                        Set<Path> paths = found.computeIfAbsent(port, p -> new TreeSet<>());
                        value.forEach((path, x) -> paths.add(path));
                    });
                }
            }
        }
        Network wider = network;
        for (Map.Entry<Port, Set<Path>> e : found.entrySet()) {
            wider = wider.withExternal(e.getKey(), wider.external(e.getKey()).with(e.getValue()));
        }
        return wider;
    }

    private static Network closed(Network network) {
        Network n = network;
        for (Port p : network.externals()) {
            n = n.withExternal(p, ExternalPort.of(n.external(p).paths()));
        }
        return n;
    }
}
