package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.Timing;
import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A layer of cells as a network: an external input with a path for each feature, a neuron that emits 1, and a neuron for each
 * unit. The links, in order: from features, from units, biases; then the fixed ones. Neurons of one type and one shape are
 * flattened together, so each gate is one operation over all units.
 */
final class CellMachine {
    private static final NeuronType ONE =
            NeuronType.named("sparse/one").output("one", Expr.constant(1)).build();
    private static final Port BIAS = Port.of("one", "one");
    private static final Port FEATURES = Port.of("in", "x");
    private static final Port TAPS = Port.of("in", "y");

    private final CellSpec spec;
    private final int taps;
    private final List<Path> feature;
    private final List<Path> tap;
    private final List<Map<String, Port>> inputOf = new ArrayList<>();
    private final List<Port> outputOf = new ArrayList<>();

    private CellMachine(CellSpec spec, boolean tapped) {
        this.spec = spec;
        taps = tapped ? spec.units() * spec.cell().biases().size() : 0;
        feature = paths(spec.features());
        tap = paths(taps);
        for (int u = 0; u < spec.units(); u++) {
            String name = "unit-" + u;
            Map<String, Port> ports = new LinkedHashMap<>();
            spec.type().inputs().forEach(p -> ports.put(p, Port.of(name, p)));
            inputOf.add(ports);
            outputOf.add(Port.of(name, Cell.OUT));
        }
    }

    static Blueprint blueprint(CellSpec spec) {
        return new CellMachine(spec, false).blueprint();
    }

    /** With a tap for each biased input of each unit, gate by gate as the biases are. */
    static Blueprint tapped(CellSpec spec) {
        return new CellMachine(spec, true).blueprint();
    }

    /** Labels of one length, so that their order is that of the numbers. */
    private static List<Path> paths(int n) {
        int digits = Integer.toString(Math.max(0, n - 1)).length();
        return IntStream.range(0, n)
                .mapToObj(i -> Path.of(String.format("%0" + digits + "d", i)))
                .toList();
    }

    private Blueprint blueprint() {
        List<Blueprint.Feature> features = new ArrayList<>();
        feature.forEach(p -> features.add(new Blueprint.Feature(FEATURES, p)));
        tap.forEach(p -> features.add(new Blueprint.Feature(TAPS, p)));
        List<Blueprint.Output> outputs = outputOf.stream()
                .map(p -> new Blueprint.Output(Probe.out(p.neuron(), p.port()), Path.ROOT))
                .toList();
        int[] place = IntStream.range(0, spec.parameters()).toArray();
        return new Blueprint(network(), false, features, outputs, spec.blocks(), place, Timing.DIRECT);
    }

    private Network network() {
        Map<String, ExternalPort> external = new LinkedHashMap<>();
        external.put(FEATURES.port(), ExternalPort.of(new TreeSet<>(feature)));
        if (taps > 0) {
            external.put(TAPS.port(), ExternalPort.of(new TreeSet<>(tap)));
        }
        Network.Builder b = Network.builder()
                .add(Neuron.external(FEATURES.neuron(), external))
                .add(Neuron.of(BIAS.neuron(), ONE))
                .initial(BIAS.neuron(), BIAS.port(), VValue.of(1));
        outputOf.forEach(p -> b.add(Neuron.of(p.neuron(), spec.type())).probe(Probe.out(p.neuron(), p.port())));
        weights(b);
        biases(b);
        fixed(b);
        return b.build();
    }

    private void weights(Network.Builder b) {
        Connections in = spec.inputs();
        for (int k = 0; k < in.count(); k++) {
            Port to = target(spec.cell().inputs(), in.target(k));
            b.add(new Link(to, FEATURES, feature.get(in.source(k)), 0, true));
        }
        Connections recurrent = spec.recurrents();
        for (int k = 0; k < recurrent.count(); k++) {
            Port to = target(spec.cell().recurrents(), recurrent.target(k));
            b.add(Link.of(to, outputOf.get(recurrent.source(k)), 0));
        }
    }

    private void biases(Network.Builder b) {
        for (int t = 0; t < spec.units() * spec.cell().biases().size(); t++) {
            b.add(Link.of(target(spec.cell().biases(), t), BIAS, 0));
        }
    }

    private void fixed(Network.Builder b) {
        String memory = spec.cell().memory();
        for (int u = 0; memory != null && u < spec.units(); u++) {
            String unit = outputOf.get(u).neuron();
            b.fixed(unit, memory, unit, memory, 1);
        }
        for (int t = 0; t < taps; t++) {
            b.add(new Link(target(spec.cell().biases(), t), TAPS, tap.get(t), 1, false));
        }
    }

    /** The input of column {@code target}: columns are gate by gate. */
    private Port target(List<String> gates, int target) {
        return inputOf.get(target % spec.units()).get(gates.get(target / spec.units()));
    }
}
