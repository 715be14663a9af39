package io.dmm4j.testing;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * An expression on given trees.
 *
 * @param name what it is about
 * @param expr the expression
 * @param inputs the trees at its input ports
 * @param params the trees of its parameters
 * @param byHand the value as a person wrote it down; null where only the independent definition says what it is
 */
public record ExprCase(String name, Expr expr, Map<String, VValue> inputs, Map<String, VValue> params, VValue byHand) {

    /** What an implementation of a precision may give: from {@link TrackedEval}. */
    public TrackedTree expected(Precision precision) {
        Accuracy accuracy = new Accuracy(precision);
        TrackedTree result = new TrackedEval(accuracy, held(accuracy, inputs), held(accuracy, params)).eval(expr);
        return result.map(accuracy::stored);
    }

    private static Map<String, TrackedTree> held(Accuracy accuracy, Map<String, VValue> trees) {
        Map<String, TrackedTree> held = new TreeMap<>();
        trees.forEach((name, tree) -> held.put(
                name,
                TrackedTree.of(tree, x -> accuracy.held(accuracy.precision().round(x)))));
        return held;
    }

    /** What is wrong with a value: nothing, or one line per path. */
    public List<String> against(VValue value, Precision precision) {
        boolean exactByHand = byHand != null && precision == Precision.FLOAT64;
        if (exactByHand && !byHand.equals(value)) {
            return List.of("found " + value + ", expected " + byHand);
        }
        return expected(precision).against(value);
    }

    /**
     * The expression as the one neuron of a network, whose output {@code case.out} shows its value in the first cycle.
     *
     * @param more paths that are declared and never fed
     */
    public Network network(Set<Path> more) {
        NeuronType.Builder type = NeuronType.named("case").output("out", expr);
        params.forEach((p, v) -> type.parameter(p, v, false));
        Map<String, ExternalPort> ports = new LinkedHashMap<>();
        inputs.forEach((port, tree) -> ports.put(port, ExternalPort.of(declared(tree, more))));
        Network.Builder b = Network.builder().schedule(Schedule.TOPOLOGICAL).add(Neuron.external("input", ports));
        NeuronType built = type.build();
        b.add(Neuron.of("case", built));
        built.inputs().stream().filter(inputs::containsKey).forEach(p -> b.fixed("case", p, "input", p, 1));
        return b.probe(Probe.out("case", "out")).build();
    }

    private static Set<Path> declared(VValue tree, Set<Path> more) {
        Set<Path> paths = new TreeSet<>(more);
        tree.forEach((path, x) -> paths.add(path));
        return paths;
    }

    /** The value that a machine finds. */
    public VValue run(BiFunction<Network, MachineOptions, Machine> machines, MachineOptions options, Set<Path> more) {
        try (Machine m = machines.apply(network(more), options)) {
            inputs.forEach((port, tree) -> m.feed(1, 0, Port.of("input", port), tree));
            m.run(1);
            return m.probed(1, 0, 0);
        }
    }

    @Override
    public String toString() {
        return name + ": " + expr + " of " + inputs + (params.isEmpty() ? "" : " with " + params);
    }
}
