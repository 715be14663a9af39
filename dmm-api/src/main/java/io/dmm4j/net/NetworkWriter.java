package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes one network in the format of {@link NetworkJson}. */
final class NetworkWriter {
    private final Network network;
    private final MatrixFormat format;
    private final Map<String, NeuronType> catalogue = new HashMap<>();

    NetworkWriter(Network network, MatrixFormat format) {
        this.network = network;
        this.format = format;
    }

    void write(Appendable target) {
        network.neurons().forEach(this::checkType);
        if (network.self() != null) {
            network.self().patterns().forEach((pattern, type) -> checkType(Neuron.of(pattern, type)));
        }
        try (JsonOutput out = JsonOutput.pretty(target)) {
            out.beginObject();
            out.field("format").value(NetworkJson.FORMAT);
            out.field("name").value(network.name());
            out.field("schedule").value(network.schedule().name().toLowerCase(Locale.ROOT));
            out.field("neurons").beginArray();
            network.neurons().forEach(n -> neuron(n, out));
            out.endArray();
            out.field("matrix").beginObject();
            out.field("rank").value(format.rank());
            MatrixWriter.write(links(true), this::path, out.field("trainable"));
            MatrixWriter.write(links(false), this::path, out.field("fixed"));
            out.endObject();
            if (network.self() != null) {
                self(network.self(), out);
            }
            initial(out);
            if (!network.kinds().isEmpty()) {
                kinds(network.kinds(), out.field("kinds"));
            }
            strings("probes", network.probes(), out);
            out.endObject();
        }
        newline(target);
    }

    void writeTrainable(Appendable target) {
        try (JsonOutput out = JsonOutput.pretty(target)) {
            MatrixWriter.write(links(true), this::path, out);
        }
        newline(target);
    }

    private static void newline(Appendable target) {
        try {
            target.append('\n');
        } catch (java.io.IOException e) {
            throw new DmmException("cannot write JSON: " + e.getMessage(), e);
        }
    }

    private List<Link> links(boolean trainable) {
        return network.links().stream().filter(l -> l.trainable() == trainable).toList();
    }

    private Path path(Link l) {
        return format.path(l, network);
    }

    private void neuron(Neuron n, JsonOutput out) {
        out.beginObject();
        out.field("name").value(n.name());
        if (n.isExternal()) {
            out.field("external").beginObject();
            n.external().forEach((port, e) -> port(port, e, out));
            out.endObject();
        } else {
            out.field("type").value(n.type().name());
            if (!n.parameters().isEmpty()) {
                values("parameters", n.parameters(), out);
            }
            NeuronType known = known(n.type());
            idle("idleInputs", n.type().inputs(), known.inputs(), out);
            idle("idleOutputs", n.type().outputs().keySet(), known.outputs().keySet(), out);
        }
        out.endObject();
    }

    private static void port(String port, ExternalPort e, JsonOutput out) {
        out.field(port).beginObject();
        if (!e.paths().isEmpty()) {
            strings("paths", e.paths(), out);
        }
        if (e.open()) {
            out.field("open").value(true);
        }
        out.endObject();
    }

    private static void idle(String field, Collection<String> ports, Collection<String> known, JsonOutput out) {
        List<String> more = new ArrayList<>(ports);
        more.removeAll(known);
        if (!more.isEmpty()) {
            strings(field, more, out);
        }
    }

    private void self(SelfMatrix self, JsonOutput out) {
        out.field("self").beginObject();
        out.field("output").value(self.output().text());
        out.field("rank").value(self.format().rank());
        if (!self.patterns().isEmpty()) {
            out.field("patterns").beginObject();
            self.patterns().forEach((pattern, type) -> out.field(pattern).value(type.name()));
            out.endObject();
        }
        if (self.shared()) {
            out.field("shared").value(true);
        }
        out.endObject();
    }

    private void initial(JsonOutput out) {
        Map<String, Map<String, VValue>> byNeuron = new LinkedHashMap<>();
        network.initial().forEach((port, v) -> byNeuron.computeIfAbsent(port.neuron(), n -> new LinkedHashMap<>())
                .put(port.port(), v));
        out.field("initial").beginObject();
        byNeuron.forEach((neuron, ports) -> values(neuron, ports, out));
        out.endObject();
    }

    private static void kinds(StreamKinds kinds, JsonOutput out) {
        out.beginObject();
        kinds.inputs().forEach((port, kind) -> out.field(new Probe(Probe.Side.IN, port).toString())
                .value(kind));
        kinds.outputs().forEach((port, kind) -> out.field(new Probe(Probe.Side.OUT, port).toString())
                .value(kind));
        out.endObject();
    }

    private static void values(String field, Map<String, VValue> values, JsonOutput out) {
        out.field(field).beginObject();
        values.forEach((key, v) -> out.field(key).value(v));
        out.endObject();
    }

    private static void strings(String field, Collection<?> texts, JsonOutput out) {
        out.field(field).beginArray();
        texts.forEach(t -> out.value(t.toString()));
        out.endArray();
    }

    /** Fails unless the neuron's type is the catalogue's, idle ports aside. */
    private void checkType(Neuron n) {
        if (n.isExternal()) {
            return;
        }
        NeuronType known = Catalogue.has(n.type().name()) ? known(n.type()) : null;
        if (known == null || !isWidened(known, n.type())) {
            throw new DmmException(
                    "neuron " + n + " cannot be written: its type is defined in Java, and a network file "
                            + "names types of the catalogue only");
        }
    }

    private NeuronType known(NeuronType t) {
        return catalogue.computeIfAbsent(t.name(), Catalogue::type);
    }

    private static boolean isWidened(NeuronType known, NeuronType t) {
        Map<String, Expr> outputs = new LinkedHashMap<>(t.outputs());
        outputs.values().removeIf(Expr.empty()::equals);
        return outputs.equals(known.outputs())
                && t.parameters().equals(known.parameters())
                && t.restrictedLabels().equals(known.restrictedLabels())
                && t.inputs().containsAll(known.inputs());
    }
}
