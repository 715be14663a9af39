package io.dmm4j.net;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The networks that ship, by name. Those under {@code duplicate-detector} read a text, one character at a time at {@code
 * input.char}, and show at {@code output.dict-1} whether a character has come twice and at {@code output.dict-2} how
 * many full stops have come; see {@link DuplicateDetector}. Those under {@code wave} and {@code self} hold and change their own
 * matrix, see {@link Waves}; so do those of the Clojure journal, which read signals, see {@link Journal}, and the one that
 * grows copies of a part of itself, see {@link Growing}. Machines with matrices on their wires are {@link RigidExample}, the
 * random ones of {@link Afterlife} and the {@link Automaton}. In {@link Typed} ports declare what streams they carry.
 */
public final class Examples {
    /** What stands before the name of an example where files may stand as well. */
    public static final String PREFIX = "example:";

    private static final Map<String, Supplier<Network>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("duplicate-detector/handcrafted", DuplicateDetector::handcrafted);
        ALL.put("duplicate-detector/trainable", DuplicateDetector::trainable);
        ALL.put("duplicate-detector/compare-free", DuplicateDetector::compareFree);
        ALL.put("duplicate-detector/recurrent", DuplicateDetector::recurrent);
        ALL.put("word-count", Examples::wordCount);
        ALL.put("wave/three-updates", Waves::three);
        ALL.put("wave/five-columns", Waves::five);
        ALL.put("self/oscillation", () -> Waves.alone("self/oscillation", -2));
        ALL.put("self/extinction", () -> Waves.alone("self/extinction", -1));
        ALL.put("journal/reader", Journal::reader);
        ALL.put("journal/duplicates", Journal::duplicates);
        ALL.put("journal/list", Journal::list);
        ALL.put("grow/detectors", Growing::detectors);
        ALL.put("grow/any-kind", Growing::anyKind);
        ALL.put("typed/largest-count", Typed::largestCount);
        ALL.put("rigid/matrices", RigidExample::matrices);
        ALL.put("afterlife/sleep-and-wake", Afterlife::sleepAndWake);
        ALL.put("afterlife/bistable", Afterlife::bistable);
        ALL.put("automaton/pseudoconway", Automaton::pseudoconway);
    }

    private Examples() {}

    /** The names, without {@value #PREFIX}. */
    public static Collection<String> names() {
        return Collections.unmodifiableSet(ALL.keySet());
    }

    /**
     * The network of a name.
     *
     * @throws DmmException if there is none, with the nearest name
     */
    public static Network network(String name) {
        Supplier<Network> maker = ALL.get(name);
        if (maker == null) {
            throw new DmmException(
                    Names.nearest(name, ALL.keySet()).isPresent()
                            ? Names.unknown("example", name, ALL.keySet())
                            : "unknown example '" + name + "' (known: " + String.join(", ", ALL.keySet()) + ")");
        }
        return maker.get();
    }

    /**
     * Counts the words that are fed to {@code input.word} as {@code {word: 1}}, whatever they are. Topological, so that
     * the counts after a cycle include that cycle's word.
     */
    private static Network wordCount() {
        return Network.builder()
                .name("word-count")
                .schedule(Schedule.TOPOLOGICAL)
                .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                .add("counts", "lite/accum")
                .fixed("counts", "dict-1", "counts", "dict", 1)
                .link("counts", "dict-2", "input", "word", 1)
                .probe(Probe.out("counts", "dict"))
                .build();
    }
}
