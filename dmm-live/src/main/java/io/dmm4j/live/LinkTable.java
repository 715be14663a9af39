package io.dmm4j.live;

import io.dmm4j.net.Link;
import io.dmm4j.net.Port;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Links by their ends, in order: sums depend on it to the bit. */
final class LinkTable {
    private final Map<Ends, Link> links = new LinkedHashMap<>();

    /** What a link is known by. */
    private record Ends(Port to, Port from, Path path) {
        static Ends of(Link l) {
            return new Ends(l.to(), l.from(), l.path());
        }
    }

    /**
     * What an edit makes of some links, and what they were; it holds no others, so that many can be kept.
     *
     * @param before those that were there, by their places
     * @param after what becomes of them; null for those that are no more
     */
    record Change(SortedMap<Integer, Link> before, Map<Ends, Link> after) {}

    LinkTable(Collection<Link> all) {
        set(all);
    }

    void set(Collection<Link> all) {
        links.clear();
        all.forEach(l -> links.put(Ends.of(l), l));
    }

    Collection<Link> links() {
        return links.values();
    }

    /** What adding weights would make of the links; nothing changes here. A link whose weight becomes 0 vanishes. */
    Change plus(List<Link> more) {
        Map<Ends, Link> after = new LinkedHashMap<>();
        for (Link l : more) {
            Ends ends = Ends.of(l);
            Link known = links.getOrDefault(ends, l.withWeight(0));
            double weight = known.weight() + l.weight();
            after.put(ends, weight == 0 ? null : known.withWeight(weight));
        }
        SortedMap<Integer, Link> before = new TreeMap<>();
        int place = 0;
        for (Map.Entry<Ends, Link> link : links.entrySet()) {
            if (after.containsKey(link.getKey())) {
                before.put(place, link.getValue());
            }
            place++;
        }
        return new Change(before, after);
    }

    /** The links with a change. */
    List<Link> after(Change change) {
        Map<Ends, Link> all = new LinkedHashMap<>(links);
        change.after().forEach((ends, link) -> all.compute(ends, (same, old) -> link)); // null takes it away
        return List.copyOf(all.values());
    }

    /** The links as they were before a change, in the order of then; null if some of those it changed have changed since. */
    List<Link> before(Change change) {
        if (!change.after().entrySet().stream().allMatch(e -> Objects.equals(links.get(e.getKey()), e.getValue()))) {
            return null;
        }
        List<Link> all = new ArrayList<>();
        links.forEach((ends, link) -> {
            if (!change.after().containsKey(ends)) {
                all.add(link);
            }
        });
        change.before().forEach((place, link) -> all.add(Math.min(place, all.size()), link));
        return List.copyOf(all);
    }
}
