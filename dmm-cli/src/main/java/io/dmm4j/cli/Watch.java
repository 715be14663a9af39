package io.dmm4j.cli;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The probes of a command, under the names they are printed by. */
record Watch(List<String> names, List<Probe> probes) {

    /** Those the user asked for, once each, or else those of the network. */
    static Watch of(List<String> asked, Network network) {
        Map<String, Probe> found = new LinkedHashMap<>();
        asked.forEach(text -> found.put(text, Probe.parse(text, network)));
        if (asked.isEmpty()) {
            network.probes().forEach(p -> found.put(name(p, network), p));
        }
        if (found.isEmpty()) {
            throw new DmmException("the network has no probes, expected at least one --probe NEURON.PORT");
        }
        return new Watch(new ArrayList<>(found.keySet()), new ArrayList<>(found.values()));
    }

    /** Without side where only one side has that port. */
    private static String name(Probe p, Network network) {
        Port port = p.port();
        var neuron = network.neuron(port.neuron());
        boolean both = neuron.inputs().contains(port.port()) && neuron.outputs().contains(port.port());
        return both ? p.toString() : port.text();
    }

    /** Whether all are probes of outputs. */
    boolean outputsOnly() {
        return probes.stream().allMatch(p -> p.side() == Probe.Side.OUT);
    }
}
