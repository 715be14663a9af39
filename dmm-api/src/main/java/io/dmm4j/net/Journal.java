package io.dmm4j.net;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;

/**
 * Machines of the Clojure journal of 2016 and 2017 that take signals at {@code reader.signal} and hold their own matrix. What
 * is fed for a cycle is in the accumulator one cycle later.
 */
final class Journal {
    private Journal() {}

    /** October 28, 2016: sums up its signals; the input of {@code printer} shows the sum two cycles after a signal. */
    static Network reader() {
        return accumulating("journal/reader")
                .add("printer", "clj/identity")
                .link("printer", "single", "accum", "single", 1)
                .probe(Probe.in("printer", "single"))
                .build();
    }

    /**
     * November 4, 2016: detects duplicate characters, or words: {@code norm} shows, two cycles after a signal, how often the
     * most frequent one has come.
     */
    static Network duplicates() {
        return accumulating("journal/duplicates")
                .add("norm", "clj/max-norm")
                .add("printer", "clj/identity")
                .add("printer-2", "clj/identity")
                .link("norm", "single", "accum", "single", 1)
                .link("printer", "single", "norm", "norm", 1)
                .link("printer-2", "single", "accum", "single", 1)
                .probe(Probe.out("norm", "norm"))
                .probe(Probe.out("accum", "single"))
                .probe(Probe.in("printer", "single"))
                .build();
    }

    /** July 13, 2017: makes a list of the signals that carry a {@code flag}, the last one first. */
    static Network list() {
        return reading("journal/list")
                .add("my-list", "clj/cons")
                .link("my-list", "self", "my-list", "self", 1)
                .link("my-list", "signal", "reader", "signal", 1)
                .initial("my-list", "self", VValue.of(Path.of("end-list"), 1))
                .probe(Probe.out("my-list", "self"))
                .build();
    }

    private static Network.Builder accumulating(String name) {
        return reading(name)
                .add("accum", "clj/accum")
                .link("accum", "accum", "accum", "single", 1)
                .link("accum", "delta", "reader", "signal", 1);
    }

    private static Network.Builder reading(String name) {
        return Network.builder()
                .name(name)
                .add("self", "clj/accum")
                .add(Neuron.external("reader", Map.of("signal", ExternalPort.OPEN)))
                .self("self", "single", MatrixFormat.RANK6)
                .link("self", "accum", "self", "single", 1);
    }
}
