package io.dmm4j.train;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.value.VValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network with other weights, and other trees in place of those that its parameters and its initial outputs have. */
final class OtherTrees {
    private final Map<ParameterOwner, VValue> parameters;
    private final Map<NeuronType, NeuronType> types = new HashMap<>();

    private OtherTrees(Map<ParameterOwner, VValue> parameters) {
        this.parameters = parameters;
    }

    /**
     * Replaces numbers.
     *
     * @param links all links
     * @param parameters the new ones of those that change
     * @param initial all initial outputs
     */
    static Network of(Network n, List<Link> links, Map<ParameterOwner, VValue> parameters, Map<Port, VValue> initial) {
        OtherTrees t = new OtherTrees(parameters);
        Network.Builder b = Network.builder().name(n.name()).schedule(n.schedule());
        n.neurons().forEach(neuron -> b.add(t.neuron(neuron)));
        links.forEach(b::add);
        initial.forEach((port, tree) -> b.initial(port.neuron(), port.port(), tree));
        n.probes().forEach(b::probe);
        return b.self(t.self(n.self())).kinds(n.kinds()).build();
    }

    private Neuron neuron(Neuron n) {
        if (parameters.isEmpty() || n.isExternal()) {
            return n;
        }
        Map<String, VValue> own = new LinkedHashMap<>(n.parameters());
        own.replaceAll((name, tree) -> parameters.getOrDefault(ParameterOwner.ofNeuron(n.name(), name), tree));
        return Neuron.of(n.name(), type(n.type()), own);
    }

    /** Neurons that rows make share what their types have. */
    private SelfMatrix self(SelfMatrix self) {
        if (self == null || parameters.isEmpty()) {
            return self;
        }
        Map<String, NeuronType> patterns = new LinkedHashMap<>(self.patterns());
        patterns.replaceAll((pattern, type) -> type(type));
        return new SelfMatrix(self.output(), self.format(), patterns, self.shared());
    }

    private NeuronType type(NeuronType t) {
        return types.computeIfAbsent(t, this::changed);
    }

    private NeuronType changed(NeuronType t) {
        NeuronType.Builder b = NeuronType.named(t.name());
        t.outputs().forEach(b::output);
        t.parameters()
                .forEach((name, p) -> b.parameter(
                        name,
                        parameters.getOrDefault(ParameterOwner.ofType(t.name(), name), p.value()),
                        p.trainable()));
        t.restrictedLabels().forEach(b::restrictLabels);
        t.inputs().forEach(b::idleInput);
        return b.build();
    }
}
