package io.dmm4j.train;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Probe;
import io.dmm4j.train.loss.Objective;
import io.dmm4j.train.loss.Objective.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a network whose probes are those of an objective, one per term. Where only the number at the root of a port
 * counts, the neuron gets one more output that holds just that, and the probe watches it: so liveness sees that the
 * rest of the port's tree is not needed, and does not compute it. Links keep their order. A type with parameters is left
 * alone, since its neurons share them.
 */
final class Watched {
    private static final String NUMBER = "number of ";

    private final Network network;
    private final Map<String, NeuronType> types = new HashMap<>();
    private final List<Probe> probes = new ArrayList<>();

    private Watched(Network network) {
        this.network = network;
    }

    static Network of(Network network, Objective objective) {
        network.withProbes(objective.probes()); // says which probe does not exist
        Watched w = new Watched(network);
        objective.terms().forEach(w::add);
        return w.build();
    }

    private void add(Term term) {
        Neuron n = network.neuron(term.probe().port().neuron());
        boolean narrow = term.paths() == Objective.Paths.NUMBER
                && !n.isExternal()
                && n.type().parameters().isEmpty();
        probes.add(narrow ? numberOf(term.probe(), n) : term.probe());
    }

    private Probe numberOf(Probe probe, Neuron n) {
        String port = probe.port().port();
        boolean in = probe.side() == Probe.Side.IN;
        String name = NUMBER + (in ? "in:" : "out:") + port;
        NeuronType before = types.getOrDefault(n.name(), n.type());
        if (!before.outputs().containsKey(name)) {
            Expr tree = in ? Expr.in(port) : before.outputs().get(port);
            types.put(n.name(), with(before, name, tree.number()));
        }
        return Probe.out(n.name(), name);
    }

    private static NeuronType with(NeuronType t, String output, Expr e) {
        NeuronType.Builder b = NeuronType.named(t.name());
        t.outputs().forEach(b::output);
        t.restrictedLabels().forEach(b::restrictLabels);
        t.inputs().forEach(b::idleInput);
        return b.output(output, e).build();
    }

    private Network build() {
        Network.Builder b = Network.builder().name(network.name()).schedule(network.schedule());
        for (Neuron n : network.neurons()) {
            b.add(types.containsKey(n.name()) ? Neuron.of(n.name(), types.get(n.name())) : n);
        }
        for (Link l : network.links()) {
            b.add(l);
        }
        network.initial().forEach((port, tree) -> b.initial(port.neuron(), port.port(), tree));
        probes.forEach(b::probe);
        return b.self(network.self()).kinds(network.kinds()).build();
    }
}
