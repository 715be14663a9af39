package io.dmm4j.expr;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A neuron type: what a neuron's outputs are as a function of its inputs, one expression per output
 * port. It has no state of its own; memory is a link from an output back to an input.
 *
 * <pre>{@code
 * NeuronType leaky = NeuronType.named("my/leaky")
 *         .output("dict", in("dict-1").times(0.9).plus(in("dict-2")))
 *         .build();
 * }</pre>
 *
 * <p>Input ports are those that the expressions read, in order of first appearance, then those
 * declared {@linkplain Builder#idleInput idle}: what arrives there is summed and ignored. An output
 * whose expression is empty never emits.
 */
public final class NeuronType {
    private final String name;
    private final List<String> inputs;
    private final Map<String, Expr> outputs;
    private final Map<String, Parameter> parameters;
    private final Map<String, Set<String>> labels;
    private final int hash;

    /**
     * A parameter of a type: its value unless a neuron gives its own, and whether training may change it.
     *
     * @param value a number or a tree
     * @param trainable false if fixed
     */
    public record Parameter(VValue value, boolean trainable) {}

    private NeuronType(Builder b) {
        name = b.name;
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(b.outputs));
        Set<String> ports = new LinkedHashSet<>();
        Set<String> used = new LinkedHashSet<>();
        for (Expr e : outputs.values()) {
            collect(e, ports, used);
        }
        ports.addAll(b.idle);
        inputs = List.copyOf(ports);
        for (String p : used) {
            if (!b.parameters.containsKey(p)) {
                throw new DmmException("neuron type " + name + ": its expressions read parameter '" + p
                        + "', which it does not declare");
            }
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(b.parameters));
        labels = Map.copyOf(b.labels);
        hash = Objects.hash(name, inputs, outputs, parameters);
    }

    private static void collect(Expr e, Set<String> ports, Set<String> params) {
        if (e.op() == Op.IN) {
            ports.add(e.name());
        } else if (e.op() == Op.PARAM) {
            params.add(e.name());
        }
        for (Expr a : e.args()) {
            collect(a, ports, params);
        }
    }

    /** Starts a type. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /**
     * The name, for example {@code lite/accum}. Types of one name in a network should differ in idle ports at most: files name
     * types, and numbers that are trained are named by it.
     */
    public String name() {
        return name;
    }

    /** The input ports, in order. */
    public List<String> inputs() {
        return inputs;
    }

    /** The output ports with their expressions, in order. */
    public Map<String, Expr> outputs() {
        return outputs;
    }

    /** The parameters, in order of declaration. */
    public Map<String, Parameter> parameters() {
        return parameters;
    }

    /** For ports whose trees may only have certain labels at the top: those labels. */
    public Map<String, Set<String>> restrictedLabels() {
        return labels;
    }

    /**
     * This type with more ports: inputs that are ignored and outputs that never emit. Its neurons share parameters with those of
     * this type.
     */
    public NeuronType withIdlePorts(Collection<String> moreInputs, Collection<String> moreOutputs) {
        Builder b = new Builder(name);
        b.outputs.putAll(outputs);
        b.parameters.putAll(parameters);
        b.labels.putAll(labels);
        b.idle.addAll(inputs);
        b.idle.addAll(moreInputs);
        for (String out : moreOutputs) {
            b.outputs.putIfAbsent(out, Expr.empty());
        }
        return b.build();
    }

    /** This type without ports that do nothing, as those of {@link #withIdlePorts}: equal for types that differ only there. */
    public NeuronType withoutIdlePorts() {
        Builder b = new Builder(name);
        outputs.forEach((port, e) -> {
            if (!e.equals(Expr.empty())) {
                b.outputs.put(port, e);
            }
        });
        b.parameters.putAll(parameters);
        b.labels.putAll(labels);
        return b.build();
    }

    /** Types are equal if they have the same name, ports, expressions and parameters. */
    @Override
    public boolean equals(Object o) {
        return o == this
                || o instanceof NeuronType t
                        && hash == t.hash
                        && name.equals(t.name)
                        && inputs.equals(t.inputs)
                        && outputs.equals(t.outputs)
                        && parameters.equals(t.parameters);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name + inputs + " -> " + outputs;
    }

    /** Collects the parts of a type. */
    public static final class Builder {
        private final String name;
        private final Map<String, Expr> outputs = new LinkedHashMap<>();
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private final Map<String, Set<String>> labels = new LinkedHashMap<>();
        private final List<String> idle = new ArrayList<>();

        private Builder(String name) {
            if (name == null || name.isBlank()) {
                throw new DmmException("a neuron type needs a name that is not blank");
            }
            this.name = name;
        }

        /** Declares an output port. */
        public Builder output(String port, Expr expression) {
            if (outputs.putIfAbsent(port, expression) != null) {
                throw new DmmException("neuron type " + name + " declares output '" + port + "' twice");
            }
            return this;
        }

        /** Declares a fixed number that {@link Expr#param} reads. */
        public Builder parameter(String param, double value) {
            return parameter(param, VValue.of(value), false);
        }

        /** Declares a parameter that {@link Expr#param} reads. */
        public Builder parameter(String param, VValue value, boolean trainable) {
            if (parameters.putIfAbsent(param, new Parameter(value, trainable)) != null) {
                throw new DmmException("neuron type " + name + " declares parameter '" + param + "' twice");
            }
            return this;
        }

        /** Declares an input port that no expression reads. */
        public Builder idleInput(String port) {
            idle.add(port);
            return this;
        }

        /** Says that trees at {@code port} may have no other labels at the top than these. */
        public Builder restrictLabels(String port, Collection<String> allowed) {
            labels.put(port, Set.copyOf(allowed));
            return this;
        }

        /** The type. */
        public NeuronType build() {
            return new NeuronType(this);
        }
    }
}
