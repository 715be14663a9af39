package io.dmm4j.net;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A neuron: a name and a type, or a name and the ports that are fed from outside. An external input
 * has no inputs; what is fed for cycle i is its output after the up movement of cycle i.
 */
public final class Neuron {
    private final String name;
    private final NeuronType type;
    private final Map<String, VValue> parameters;
    private final Map<String, ExternalPort> external;

    private Neuron(String name, NeuronType type, Map<String, VValue> parameters, Map<String, ExternalPort> external) {
        if (name == null || name.isEmpty()) {
            throw new DmmException("a neuron needs a name");
        }
        this.name = name;
        this.type = type;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.external = Collections.unmodifiableMap(new LinkedHashMap<>(external));
        for (String p : parameters.keySet()) {
            if (!type.parameters().containsKey(p)) {
                throw new DmmException("neuron " + name + ": type " + type.name() + " has no parameter '" + p + "'"
                        + Names.didYouMean(p, type.parameters().keySet()));
            }
        }
    }

    /** A neuron of a type with the type's own parameters. */
    public static Neuron of(String name, NeuronType type) {
        return of(name, type, Map.of());
    }

    /** A neuron of a type with parameters of its own. */
    public static Neuron of(String name, NeuronType type, Map<String, VValue> parameters) {
        return new Neuron(name, type, parameters, Map.of());
    }

    /** An external input. */
    public static Neuron external(String name, Map<String, ExternalPort> ports) {
        return new Neuron(name, null, Map.of(), ports);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** Whether this is fed from outside. */
    public boolean isExternal() {
        return type == null;
    }

    /** The type; null for an external input. */
    public NeuronType type() {
        return type;
    }

    /** The parameters that this neuron has instead of its type's. */
    public Map<String, VValue> parameters() {
        return parameters;
    }

    /** The ports of an external input; empty for others. */
    public Map<String, ExternalPort> external() {
        return external;
    }

    /** The input ports, in order. */
    public List<String> inputs() {
        return isExternal() ? List.of() : type.inputs();
    }

    /** The output ports, in order. */
    public Collection<String> outputs() {
        return isExternal() ? external.keySet() : type.outputs().keySet();
    }

    /** The value of a parameter: this neuron's, else its type's. */
    public VValue parameter(String parameter) {
        VValue own = parameters.get(parameter);
        return own != null ? own : type.parameters().get(parameter).value();
    }

    @Override
    public String toString() {
        return name + " (" + (isExternal() ? "external" : type.name()) + ")";
    }
}
