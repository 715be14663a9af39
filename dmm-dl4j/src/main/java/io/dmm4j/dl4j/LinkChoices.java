package io.dmm4j.dl4j;

import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.PortRows;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The links that a network has and those that it may get: between the sources of trainable links (an output, or a path of it) and their
 * targets, where the paths that would come are among those of the target. Places count as in {@link
 * io.dmm4j.dl4j.machine.Candidates}; sources and targets are in their own order, so that the same ones have the same places.
 */
final class LinkChoices {
    /** Where links come from. */
    private record Source(Port port, Path path) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int c = port.compareTo(other.port);
            return c != 0 ? c : path.compareTo(other.path);
        }
    }

    private final List<Source> sources;
    private final List<Port> targets;
    private final int[] places;
    private final int[] absent;

    LinkChoices(Network network) {
        List<Link> trainable = network.links().stream().filter(Link::trainable).toList();
        TreeSet<Source> from = new TreeSet<>();
        TreeSet<Port> to = new TreeSet<>();
        trainable.forEach(l -> {
            from.add(new Source(l.from(), l.path()));
            to.add(l.to());
        });
        sources = List.copyOf(from);
        targets = List.copyOf(to);
        places = trainable.stream().mapToInt(this::place).toArray();
        Set<Integer> taken = new HashSet<>();
        network.links().stream()
                .filter(l -> from.contains(new Source(l.from(), l.path())) && to.contains(l.to()))
                .forEach(l -> taken.add(place(l)));
        absent = fitting(network, taken);
    }

    private int place(Link l) {
        int source = Collections.binarySearch(sources, new Source(l.from(), l.path()));
        return source + Collections.binarySearch(targets, l.to()) * sources.size();
    }

    private int[] fitting(Network network, Set<Integer> taken) {
        Flattened flat = Flattener.flatten(network, new FlattenOptions(true, false, 1, 0, null));
        List<VValue> comes = sources.stream()
                .map(s -> shape(flat.output(s.port())).at(s.path()))
                .toList();
        List<VValue> there = targets.stream().map(t -> shape(flat.input(t))).toList();
        Map<List<VValue>, Boolean> known = new HashMap<>();
        return IntStream.range(0, Math.multiplyExact(sources.size(), targets.size()))
                .filter(p -> !taken.contains(p))
                .filter(p -> known.computeIfAbsent(
                        List.of(comes.get(p % sources.size()), there.get(p / sources.size())),
                        both -> fits(both.get(0), both.get(1))))
                .toArray();
    }

    private static VValue shape(PortRows rows) {
        return rows == null ? VValue.EMPTY : rows.shape();
    }

    /** Whether all paths of one tree, of which there is one at least, are paths of another. */
    private static boolean fits(VValue comes, VValue there) {
        List<Path> paths = new ArrayList<>();
        comes.forEach((path, one) -> paths.add(path));
        return !paths.isEmpty()
                && paths.stream().allMatch(path -> there.at(path).number() != 0);
    }

    /** The places of the trainable links, in their order. */
    int[] places() {
        return places;
    }

    /** The places where links may come, ascending. */
    int[] absent() {
        return absent;
    }

    /** The link of a place, with weight 0. */
    Link link(int place) {
        Source s = sources.get(place % sources.size());
        return new Link(targets.get(place / sources.size()), s.port(), s.path(), 0, true);
    }
}
