package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say what is fed; each of the three may be repeated and mixed, one lane each, in that order. */
final class InputOptions {
    @ArgGroup(multiplicity = "0..*")
    private List<Given> given = new ArrayList<>();

    @Option(
            names = "--every",
            paramLabel = "K",
            defaultValue = "1",
            description =
                    "with --text: a character every K cycles (${DEFAULT-VALUE} unless given; commands that train have 10)")
    private int every;

    @Option(
            names = "--to",
            paramLabel = "NEURON.PORT",
            description = "the external input that texts and words go to, where the network has several")
    private String to;

    private static final class Given {
        @Option(
                names = "--text",
                paramLabel = "S",
                required = true,
                description = "feed {c: 1} for each character c of S; the last one comes again and again")
        private String text;

        @Option(
                names = "--words",
                paramLabel = "FILE",
                required = true,
                description = "feed {word: 1} for each word of FILE, one per cycle; white space separates words")
        private String words;

        @Option(
                names = "--input",
                paramLabel = "FILE",
                required = true,
                description = "feed a line of FILE per cycle: {\"NEURON.PORT\": V-VALUE, ...}; {} feeds nothing")
        private String lines;
    }

    /** What the lanes are made from, for networks that get the same; at least one lane, which may be fed nothing. */
    List<Lane.Source> sources(List<Network> networks) {
        if (every < 1) {
            throw new DmmException("--every: found " + every + ", expected at least 1");
        }
        List<Lane.Source> sources = new ArrayList<>();
        for (Given g : given) {
            sources.add(source(g, networks));
        }
        return sources;
    }

    /** Whether no input was given. */
    boolean isEmpty() {
        return given.isEmpty();
    }

    private Lane.Source source(Given g, List<Network> networks) {
        if (g.lines != null) {
            return JsonLane.source(g.lines, networks);
        } else if (g.words != null) {
            return WordsLane.source(g.words, port(networks));
        } else if (g.text.isEmpty()) {
            throw new DmmException("--text: expected at least one character, found none");
        }
        return TextLane.source(g.text, every, port(networks));
    }

    private Port port(List<Network> networks) {
        return port(to, networks);
    }

    /** The external input that {@code --to} names, or the only one where it is null. */
    static Port port(String to, List<Network> networks) {
        Port port = to == null ? onlyPort(networks.get(0)) : parse(to);
        networks.forEach(n -> n.external(port));
        return port;
    }

    private static Port parse(String text) {
        try {
            return Port.parse(text);
        } catch (DmmException e) {
            throw new DmmException("--to: " + e.getMessage(), e);
        }
    }

    private static Port onlyPort(Network n) {
        List<Port> ports = n.externals();
        if (ports.size() != 1) {
            throw new DmmException("the network has " + (ports.isEmpty() ? "no external input" : "the inputs " + ports)
                    + ", expected --to NEURON.PORT to say where texts and words go");
        }
        return ports.get(0);
    }

    /**
     * Goes through what will be fed, so that what is wrong with it is said before anything is done. What comes from a
     * pipe cannot be gone through twice and is left out.
     *
     * @param cycles how many will be run; negative for until all is fed
     */
    static void check(List<Lane.Source> sources, List<Network> networks, MachineOptions options, long cycles) {
        for (Lane.Source source : sources) {
            if (source.isRepeatable()) {
                check(source, networks, options.withLanes(1), cycles);
            }
        }
    }

    private static void check(Lane.Source source, List<Network> networks, MachineOptions options, long cycles) {
        List<Feeds> feeds = networks.stream().map(n -> new Feeds(n, options)).toList();
        try (Lane lane = source.open()) {
            for (long i = 0; i != cycles && !lane.isOver(); i++) {
                lane.next()
                        .forEach((port, value) -> feeds.forEach(f -> {
                            try {
                                f.add(1, 0, port, value);
                            } catch (DmmException e) {
                                throw new DmmException(lane.place() + ": " + e.getMessage(), e);
                            }
                            f.forgetTo(1);
                        }));
            }
        }
    }
}
