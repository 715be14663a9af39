package io.dmm4j.flatten;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Feeds;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The words of open external inputs: which are fed but unknown, which took spare labels, how many labels to spare. */
final class Vocabulary {
    /** The fewest spare labels that an open network gets. */
    private static final int LEAST_SPARE = 16;

    private Vocabulary() {}

    /** Whether words may come that a network does not know. */
    static boolean isOpen(Network network) {
        return network.externals().stream().anyMatch(p -> network.external(p).open());
    }

    /** How many labels to spare: as many as there are words, so that growing is amortised; none if no words may come. */
    static int spare(Network network) {
        int words = network.externals().stream()
                .mapToInt(p -> network.external(p).paths().size())
                .max()
                .orElse(0);
        return isOpen(network) ? Math.max(LEAST_SPARE, words) : 0;
    }

    /** The fed paths of open ports that have no row, after new words took the spare labels that were left. */
    static Map<Port, Set<Path>> missing(Network network, Flattened program, Iterable<Map<Feeds.Slot, VValue>> fed) {
        Map<Port, Set<Path>> missing = new LinkedHashMap<>();
        fed.forEach(slots -> slots.forEach((slot, value) -> {
            if (network.external(slot.port()).open()) {
                value.forEach((path, x) -> {
                    if (program.rowOrBind(slot.port(), path) < 0) {
                        missing.computeIfAbsent(slot.port(), p -> new TreeSet<>())
                                .add(path);
                    }
                });
            }
        }));
        return missing;
    }

    /** A network that knows these paths too. */
    static Network learned(Network network, Map<Port, Set<Path>> paths) {
        Network n = network;
        for (Map.Entry<Port, Set<Path>> e : paths.entrySet()) {
            n = n.withExternal(e.getKey(), n.external(e.getKey()).with(e.getValue()));
        }
        return n;
    }

    /** The words that took spare labels in a program, as paths of the ports that know them. */
    static Map<Port, Set<Path>> bound(Network network, Flattened program) {
        Map<Port, Set<Path>> found = new LinkedHashMap<>();
        for (Port port : network.externals()) {
            ExternalPort e = network.external(port);
            if (e.open()) {
                Set<Path> paths = new TreeSet<>();
                VValue shape = program.output(port).shape();
                for (int c = 0; c < shape.childCount(); c++) {
                    if (Spare.is(shape.label(c)) && program.isBound(shape.label(c))) {
                        paths.add(Path.of(program.text(shape.label(c))));
                    }
                }
                found.put(port, paths);
            }
        }
        return found;
    }
}
