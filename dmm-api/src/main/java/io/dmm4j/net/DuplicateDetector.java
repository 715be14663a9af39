package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The published detectors of duplicate characters (M. Bukatin, Julia lab journal, May-August 2022): a handcrafted
 * machine, and networks of the same neurons to be trained until they do what it does. Characters come from outside at
 * {@code input.char}, in place of the published input neuron and the timer that drives it.
 *
 * <p>Weights to be trained start at 0.01·N(0, 1): {@code 0.01 * random.nextGaussian()} with {@code new
 * java.util.Random(}{@value #SEED}{@code )}, one per link in the order of the links, which is by target neuron, then
 * input, then source. The published starts came from another generator; they are files.
 */
final class DuplicateDetector {
    private static final long SEED = 123;
    private static final int COPIES = 2;
    private static final int RECURRENT_COPIES = 5;
    private static final List<Port> SOURCES =
            List.of(Port.of("input", "char"), Port.of("eos", "char"), Port.of("const_1", "const_1"));
    private static final List<Port> TARGETS = List.of(Port.of("output", "dict-1"), Port.of("output", "dict-2"));
    private static final List<String> FIELDS = List.of("dict", "dict-1", "dict-2", "norm", "dot", "true", "false");

    /** The kinds of neurons between input and output, with the ports that links to be trained may use. */
    private enum Kind {
        ACCUM("lite/accum", List.of("dict-2"), List.of("dict")),
        NORM("lite/max-norm", List.of("dict"), List.of("norm")),
        DOT("lite/dot-clamped(4)", List.of("dict-1", "dict-2"), List.of("dot")),
        COMPARE("lite/compare", List.of("dict-1", "dict-2"), List.of("true", "false"));

        final NeuronType type;
        final List<String> inputs;
        final List<String> outputs;

        Kind(String type, List<String> inputs, List<String> outputs) {
            this.type = Catalogue.type(type);
            this.inputs = inputs;
            this.outputs = outputs;
        }

        String prefix() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Network.Builder builder = Network.builder();
    private final Random random = new Random(SEED);

    private DuplicateDetector(String name) {
        builder.name("duplicate-detector/" + name)
                .add(Neuron.external("input", Map.of("char", ExternalPort.OPEN)))
                .add("eos", "lite/eos")
                .add("const_1", "lite/const_1");
    }

    private Network build() {
        return builder.probe(Probe.in("output", "dict-1"))
                .probe(Probe.in("output", "dict-2"))
                .build();
    }

    /**
     * An accumulator of characters, their largest count, less 1, and the count of full stops up to 4: 8 links beside the
     * accumulator's own, all of weight 1.
     */
    static Network handcrafted() {
        DuplicateDetector d = new DuplicateDetector("handcrafted");
        for (Kind kind : Kind.values()) {
            d.builder.add(Neuron.of(kind.prefix(), kind.type));
        }
        d.builder.add("output", "lite/output");
        d.remember("accum");
        d.builder
                .link("accum", "dict-2", "input", "char", 1)
                .link("norm", "dict", "accum", "dict", 1)
                .link("compare", "dict-1", "norm", "norm", 1)
                .link("compare", "dict-2", "const_1", "const_1", 1)
                .link("dot", "dict-1", "accum", "dict", 1)
                .link("dot", "dict-2", "eos", "char", 1)
                .link("output", "dict-1", "compare", "true", 1)
                .link("output", "dict-2", "dot", "dot", 1);
        return d.build();
    }

    /** Five layers of two neurons of each kind: 1486 links to be trained, and 10 that make accumulators remember. */
    static Network trainable() {
        return layered("trainable", 5, List.of(Kind.values()));
    }

    /** Six layers without comparisons: 942 links to be trained, and 12 that make accumulators remember. */
    static Network compareFree() {
        return layered("compare-free", 6, List.of(Kind.ACCUM, Kind.NORM, Kind.DOT));
    }

    /** Each input is linked from the sources and from all outputs of earlier layers. */
    private static Network layered(String name, int layers, List<Kind> kinds) {
        DuplicateDetector d = new DuplicateDetector(name);
        List<Port> earlier = new ArrayList<>(SOURCES);
        for (int layer = 1; layer <= layers; layer++) {
            List<Port> targets = new ArrayList<>();
            List<Port> outputs = new ArrayList<>();
            for (Kind kind : kinds) {
                for (int copy = 1; copy <= COPIES; copy++) {
                    String neuron = kind.prefix() + "-" + layer + "-" + copy;
                    d.builder.add(Neuron.of(neuron, kind.type));
                    kind.inputs.forEach(p -> targets.add(Port.of(neuron, p)));
                    kind.outputs.forEach(p -> outputs.add(Port.of(neuron, p)));
                    if (kind == Kind.ACCUM) {
                        d.remember(neuron);
                    }
                }
            }
            d.linkAll(targets, earlier);
            earlier.addAll(outputs);
        }
        d.builder.add("output", "lite/output");
        d.linkAll(TARGETS, earlier);
        return d.build();
    }

    /**
     * Five neurons of each kind, everything linked to everything: 142 inputs × 143 outputs = 20,306 links to be trained.
     * As published, every field counts as an input and an output of every neuron, used or not, and a timer drives itself
     * and the published input neuron, for whose timer port {@code input-timer} stands.
     */
    static Network recurrent() {
        DuplicateDetector d = new DuplicateDetector("recurrent");
        List<Port> inner = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            NeuronType type = kind.type.withIdlePorts(FIELDS, FIELDS);
            for (int copy = 1; copy <= RECURRENT_COPIES; copy++) {
                String neuron = kind.prefix() + "-" + copy;
                d.builder.add(Neuron.of(neuron, type));
                FIELDS.forEach(p -> inner.add(Port.of(neuron, p)));
            }
        }
        d.builder.add("output", "lite/output").add("timer", "lite/timer").add("input-timer", "lite/timer");
        List<Port> targets = new ArrayList<>(inner);
        targets.addAll(TARGETS);
        List<Port> sources = new ArrayList<>(SOURCES);
        sources.addAll(inner);
        d.linkAll(targets, sources);
        d.builder.fixed("timer", "timer", "timer", "timer", 1);
        d.builder.fixed("input-timer", "timer", "timer", "timer", 1);
        return d.build();
    }

    private void remember(String accumulator) {
        builder.fixed(accumulator, "dict-1", accumulator, "dict", 1);
    }

    private void linkAll(List<Port> targets, List<Port> sources) {
        for (Port to : targets) {
            for (Port from : sources) {
                builder.add(Link.of(to, from, 0.01 * random.nextGaussian()));
            }
        }
    }
}
