package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dmm live}: runs a network while people watch and edit it. What it needs is loaded by {@link LiveRun} only. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a network at a chosen rate and serves one local web page where it can be watched and edited.",
            "",
            "The page has the network as a graph, its matrix as a picture, values over time, pause, step, speed, and an edit"
                    + " box with undo. Prints the address of the page; whoever has it can edit the machine."
                    + " docs/live-protocol.md says how other programs can speak to it. Runs until Ctrl-C.",
            ""
        })
final class LiveCommand implements Callable<Integer> {
    @Mixin
    private NetworkArgument argument;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "10",
            description = "cycles per second, or max (${DEFAULT-VALUE} unless given)")
    private String rate;

    @Option(names = "--paused", description = "wait for somebody to go on")
    private boolean paused;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "where to listen (any port that is free unless given)")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "the address to listen at; one that is not ${DEFAULT-VALUE} lets other machines in")
    private String bind;

    @Option(names = "--no-open", description = "do not open the page in a browser")
    private boolean noOpen;

    @Option(names = "--record", paramLabel = "FILE", description = "write down all inputs and edits in a new file")
    private String record;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = {
                "take inputs and edits from a recording; ends with exit code 3, and a sentence that says why, if other",
                "bits come out"
            })
    private String replay;

    @Mixin
    private EventOptions events;

    @Option(
            names = "--probe",
            paramLabel = "P",
            description =
                    "what to show over time, as for 'dmm run' (the network's own probes unless given; may be repeated)")
    private List<String> probes = new ArrayList<>();

    @Mixin
    private MachineFlags flags;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (replay != null && !events.isEmpty()) {
            throw new DmmException("--replay: the recording has the inputs, expected no --events beside it");
        }
        Network network = watched(argument.network());
        return new LiveRun(
                        network,
                        flags,
                        events,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .rate(EventOptions.rate(rate), paused)
                .listen(bind, port, !noOpen)
                .files(record == null ? null : Networks.file(record), replay == null ? null : Networks.file(replay))
                .run();
    }

    private Network watched(Network network) {
        if (probes.isEmpty()) {
            return network;
        }
        Set<Probe> all = new LinkedHashSet<>(Watch.of(probes, network).probes());
        return network.withProbes(List.copyOf(all));
    }
}
