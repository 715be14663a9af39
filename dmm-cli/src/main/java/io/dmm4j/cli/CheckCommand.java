package io.dmm4j.cli;

import io.dmm4j.net.HeldLinks;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.StreamKinds;
import io.dmm4j.value.VValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dmm check}: says whether a network is well formed, and what streams its links join. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks a network and runs nothing.",
            "",
            "It checks names, ports, links, the matrix that it holds, and the kinds of streams that its links join. What is"
                    + " wrong is one sentence, and exit code 2.",
            ""
        },
        footer = {
            "",
            "A network file declares kinds of streams, if it has any, as \"kinds\": {\"out:input.char\": \"letters\", ...}; a link between",
            "two kinds is wrong, and a port without a kind takes any."
        })
final class CheckCommand implements Runnable {
    private static final int MOST_PORTS = 12;

    @Mixin
    private NetworkArgument argument;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Network n = argument.network();
        PrintWriter out = spec.commandLine().getOut();
        out.println(argument.name() + ": " + count(n.neurons().size(), "neuron") + ", "
                + count(n.links().size(), "link") + ", "
                + n.schedule().name().toLowerCase(Locale.ROOT) + ": well formed");
        List<Link> links = new ArrayList<>(n.links());
        if (n.self() != null) {
            HeldLinks.Reading held =
                    new HeldLinks(n).read(n.initial().getOrDefault(n.self().output(), VValue.EMPTY));
            out.println("matrix in " + n.self().output() + ", "
                    + (n.self().shared() ? "one for all lanes" : "one per lane")
                    + ": "
                    + (held.links().size() == 1 ? "1 entry" : held.links().size() + " entries") + ", "
                    + count(held.made().size(), "neuron") + " made by its rows");
            links.addAll(held.links());
        }
        kinds(n, links, out);
        Stdout.flush(out);
    }

    private static void kinds(Network n, List<Link> links, PrintWriter out) {
        StreamKinds kinds = n.kinds();
        if (kinds.isEmpty()) {
            out.println("kinds: no port has one, so links join any streams");
            return;
        }
        TreeSet<String> names = new TreeSet<>(kinds.inputs().values());
        names.addAll(kinds.outputs().values());
        List<Probe> without = new ArrayList<>();
        int ports = 0;
        for (Neuron neuron : n.neurons()) {
            for (String port : neuron.inputs()) {
                ports += without(
                        without, Probe.in(neuron.name(), port), kinds.inputs().keySet());
            }
            for (String port : neuron.outputs()) {
                ports += without(
                        without, Probe.out(neuron.name(), port), kinds.outputs().keySet());
            }
        }
        out.println("kinds: " + String.join(", ", names) + "; " + (ports - without.size()) + " of "
                + count(ports, "port") + " have one");
        out.println("links between equal kinds: "
                + links.stream().filter(kinds::knows).count() + " of " + links.size());
        if (!without.isEmpty()) {
            List<String> some =
                    without.stream().limit(MOST_PORTS).map(Probe::toString).toList();
            int more = without.size() - some.size();
            out.println("no kind: " + String.join(", ", some) + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    /** Collects a port that has no kind; answers 1, for counting ports. */
    private static int without(List<Probe> found, Probe p, java.util.Set<Port> known) {
        if (!known.contains(p.port())) {
            found.add(p);
        }
        return 1;
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
