package io.dmm4j.train;

import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.train.ParameterId.Kind;

/**
 * Whose a parameter is: a type's, as long as its neurons share it, else a neuron's own.
 *
 * @param at the name of the type or of the neuron, and that of the parameter
 */
record ParameterOwner(Kind kind, Port at) {

    static ParameterOwner of(Neuron n, String parameter) {
        return n.parameters().containsKey(parameter)
                ? ofNeuron(n.name(), parameter)
                : ofType(n.type().name(), parameter);
    }

    static ParameterOwner ofType(String type, String parameter) {
        return new ParameterOwner(Kind.TYPE, Port.of(type, parameter));
    }

    static ParameterOwner ofNeuron(String neuron, String parameter) {
        return new ParameterOwner(Kind.NEURON, Port.of(neuron, parameter));
    }

    static ParameterOwner of(ParameterId id) {
        return new ParameterOwner(id.kind(), id.at());
    }
}
