package io.dmm4j.cli;

import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.train.Initialiser;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which numbers are trained, and where they start. */
final class ParameterOptions {
    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("constant", "X");
        KINDS.put("normal", "SIGMA");
        KINDS.put("uniform", "LIMIT");
        KINDS.put("xavier", "");
    }

    @Option(
            names = "--init",
            paramLabel = "KIND",
            description =
                    "draw every trainable weight anew: constant:X, normal:SIGMA, uniform:LIMIT (from -LIMIT to LIMIT)"
                            + " or xavier")
    private String init;

    @Option(
            names = "--perturb",
            paramLabel = "SIGMA",
            description = "first break the network: add SIGMA times a normal number to every trainable weight")
    private Double perturb;

    @Option(
            names = "--freeze",
            paramLabel = "LINKS",
            description = "links that stay as they are, by 'TO <- FROM', or TO for all links to it; * stands for any"
                    + " characters: --freeze 'output.* <- const*'")
    private List<String> freeze = new ArrayList<>();

    @Mixin
    private InitialOptions initial;

    @Option(
            names = "--train-parameter",
            paramLabel = "NAMES",
            description =
                    "also train these parameters of neurons, by NEURON.PARAMETER with *: --train-parameter limit.value")
    private List<String> parameters = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "the seed of all that is drawn (${DEFAULT-VALUE} unless given)")
    private long seed;

    long seed() {
        return seed;
    }

    /** The network before the first step. */
    Network start(Network given) {
        Network n = init == null ? given : initialiser().apply(given, seed);
        n = perturb == null
                ? n
                : Initialiser.perturb(Checks.notNegative("--perturb", perturb)).apply(n, seed);
        return withOwnParameters(n);
    }

    private Initialiser initialiser() {
        Choice c = Choice.parse("--init", init, KINDS);
        return switch (c.kind()) {
            case "constant" -> Initialiser.constant(c.numbers()[0]);
            case "normal" -> Initialiser.normal(c.above(0, 0));
            case "uniform" -> Initialiser.uniform(c.above(0, 0));
            default -> Initialiser.xavier();
        };
    }

    /** Links that are not trained. */
    Predicate<Link> frozen(Network n) {
        return Glob.links("--freeze", freeze, n.links());
    }

    /** Initial outputs that are trained. */
    Predicate<Port> trainableInitial(Network n) {
        return initial.trainableInitial(n);
    }

    /** Parameters of neurons that are trained. */
    Predicate<Port> trainableParameters(Network n) {
        List<Port> all = new ArrayList<>();
        for (Neuron neuron : n.neurons()) {
            if (!neuron.isExternal()) {
                neuron.type().parameters().keySet().forEach(p -> all.add(Port.of(neuron.name(), p)));
            }
        }
        return ports("--train-parameter", parameters, "parameter", all);
    }

    private static Predicate<Port> ports(String option, List<String> patterns, String kind, List<Port> all) {
        Predicate<String> any =
                Glob.any(option, patterns, kind, all.stream().map(Port::text).toList());
        return p -> any.test(p.text());
    }

    /** A neuron whose parameter is trained has it for itself, so that a file can say what it came to. */
    private Network withOwnParameters(Network n) {
        if (parameters.isEmpty()) {
            return n;
        }
        Predicate<Port> trained = trainableParameters(n);
        Network.Builder b = Network.builder().name(n.name()).schedule(n.schedule());
        n.neurons().forEach(neuron -> b.add(neuron.isExternal() ? neuron : own(neuron, trained)));
        n.links().forEach(b::add);
        n.initial().forEach((port, tree) -> b.initial(port.neuron(), port.port(), tree));
        n.probes().forEach(b::probe);
        return b.self(n.self()).kinds(n.kinds()).build();
    }

    private static Neuron own(Neuron n, Predicate<Port> trained) {
        Map<String, VValue> own = new LinkedHashMap<>(n.parameters());
        for (String p : n.type().parameters().keySet()) {
            if (trained.test(Port.of(n.name(), p))) {
                own.put(p, n.parameter(p));
            }
        }
        return Neuron.of(n.name(), n.type(), own);
    }

    /** In words. */
    void describe(Map<String, String> settings) {
        settings.put("init", init == null ? "none" : init);
        settings.put("perturb", perturb == null ? "0.0" : perturb.toString());
        settings.put("freeze", String.join(", ", freeze));
        settings.put("train-initial", initial.toString());
        settings.put("train-parameter", String.join(", ", parameters));
        settings.put("seed", Long.toString(seed));
    }
}
