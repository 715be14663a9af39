package io.dmm4j.testing;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes a failing case smaller, step by step, as long as it still fails. */
final class Shrinker {
    private static final int MOST_TRIES = 2000;

    private final Predicate<NetworkCase> fails;
    private NetworkCase best;
    private int tries;

    private Shrinker(NetworkCase failing, Predicate<NetworkCase> fails) {
        this.best = failing;
        this.fails = fails;
    }

    /** A small case that fails, the given one if none smaller does. */
    static NetworkCase shrink(NetworkCase failing, Predicate<NetworkCase> fails) {
        Shrinker s = new Shrinker(failing, fails);
        while (s.smaller()) {
            continue;
        }
        return s.best;
    }

    private boolean smaller() {
        for (Supplier<NetworkCase> step : steps(best)) {
            if (tries++ > MOST_TRIES) {
                return false;
            }
            NetworkCase c = built(step);
            if (c != null && fails.test(c)) {
                best = c;
                return true;
            }
        }
        return false;
    }

    /** Null where what is left is no network. */
    private static NetworkCase built(Supplier<NetworkCase> step) {
        try {
            return step.get();
        } catch (DmmException e) {
            return null;
        }
    }

    private static List<Supplier<NetworkCase>> steps(NetworkCase c) {
        List<Supplier<NetworkCase>> steps = new ArrayList<>();
        for (int lane = 0; lane < c.lanes() && c.lanes() > 1; lane++) {
            int kept = lane;
            steps.add(() -> c.withLane(kept));
        }
        if (c.windows().size() > 1) {
            steps.add(() -> c.withWindows(c.windows().subList(0, c.windows().size() - 1)));
        }
        Network n = c.network();
        n.names().forEach(name -> steps.add(() -> withoutNeuron(c, name)));
        for (int i = 0; i < n.links().size(); i++) {
            List<Link> rest = without(n.links(), i);
            steps.add(() -> c.with(rebuilt(n, n.neurons(), rest, n.initial().keySet(), n.probes())));
        }
        n.initial()
                .keySet()
                .forEach(gone -> steps.add(() -> c.with(rebuilt(
                        n,
                        n.neurons(),
                        n.links(),
                        n.initial().keySet().stream().filter(p -> p != gone).toList(),
                        n.probes()))));
        for (int i = 0; i < n.probes().size() && n.probes().size() > 1; i++) {
            List<Probe> rest = without(n.probes(), i);
            steps.add(() -> c.with(n.withProbes(rest)));
        }
        for (int i = 0; i < c.feeds().size(); i++) {
            List<NetworkCase.Feed> rest = without(c.feeds(), i);
            steps.add(() -> c.withFeeds(rest));
        }
        for (Neuron x : n.neurons()) {
            if (!x.isExternal()) {
                simpler(x).forEach(s -> steps.add(() -> c.with(withNeuron(n, s))));
            }
        }
        return steps;
    }

    private static <T> List<T> without(List<T> list, int i) {
        List<T> rest = new ArrayList<>(list);
        rest.remove(i);
        return rest;
    }

    private static NetworkCase withoutNeuron(NetworkCase c, String name) {
        Network n = c.network();
        List<NetworkCase.Feed> feeds =
                c.feeds().stream().filter(f -> !f.input().neuron().equals(name)).toList();
        List<Probe> probes =
                n.probes().stream().filter(p -> !p.port().neuron().equals(name)).toList();
        List<Link> links = n.links().stream()
                .filter(l -> !l.to().neuron().equals(name) && !l.from().neuron().equals(name))
                .toList();
        List<Port> initial = n.initial().keySet().stream()
                .filter(p -> !p.neuron().equals(name))
                .toList();
        List<Neuron> neurons =
                n.neurons().stream().filter(x -> !x.name().equals(name)).toList();
        return c.with(rebuilt(n, neurons, links, initial, probes)).withFeeds(feeds);
    }

    private static Network withNeuron(Network n, Neuron changed) {
        List<Neuron> neurons = n.neurons().stream()
                .map(x -> x.name().equals(changed.name()) ? changed : x)
                .toList();
        return rebuilt(n, neurons, n.links(), n.initial().keySet(), n.probes());
    }

    private static Network rebuilt(
            Network n, Iterable<Neuron> neurons, List<Link> links, Iterable<Port> initial, List<Probe> probes) {
        Network.Builder b = Network.builder().name(n.name()).schedule(n.schedule());
        neurons.forEach(b::add);
        links.forEach(b::add);
        initial.forEach(p -> b.initial(p.neuron(), p.port(), n.initial().get(p)));
        probes.forEach(b::probe);
        return b.build();
    }

    /** The neuron with one output's expression replaced by an operand of it. */
    private static List<Neuron> simpler(Neuron n) {
        List<Neuron> result = new ArrayList<>();
        n.type().outputs().forEach((port, e) -> {
            for (Expr a : e.args()) {
                NeuronType.Builder b = NeuronType.named(n.type().name() + "'");
                n.type().outputs().forEach((p, x) -> b.output(p, p.equals(port) ? a : x));
                n.type().parameters().forEach((p, v) -> b.parameter(p, v.value(), v.trainable()));
                n.type().inputs().forEach(b::idleInput);
                result.add(Neuron.of(n.name(), b.build(), Map.copyOf(n.parameters())));
            }
        });
        return result;
    }
}
