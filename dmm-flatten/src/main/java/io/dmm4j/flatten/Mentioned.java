package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.Op;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The labels that a network itself speaks of: in paths of links and types, in constants, parameters and
 * initial outputs. A word among these must never stand behind a spare label, since shapes tell it
 * apart from other words.
 */
final class Mentioned {
    private final Set<String> labels = new TreeSet<>();
    private final Set<Path> paths = new HashSet<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Mentioned() {}

    static Set<String> in(Network network) {
        Mentioned m = new Mentioned();
        for (Link l : network.links()) {
            m.add(l.path());
        }
        network.initial().values().forEach(m::add);
        for (Neuron n : network.neurons()) {
            n.external().values().forEach(e -> e.paths().forEach(m::add));
            if (!n.isExternal() && m.seen.add(n.type())) {
                n.type().outputs().values().forEach(m::add);
                n.type().parameters().values().forEach(p -> m.add(p.value()));
            }
            n.parameters().values().forEach(m::add);
        }
        return m.labels;
    }

    /** Whether some type makes labels from what arrives. */
    static boolean namesAnything(Collection<Neuron> neurons) {
        return neurons.stream()
                .filter(n -> !n.isExternal())
                .flatMap(n -> n.type().outputs().values().stream())
                .anyMatch(Mentioned::names);
    }

    private static boolean names(Expr e) {
        return e.op() == Op.NAMED || e.args().stream().anyMatch(Mentioned::names);
    }

    private void add(Path p) {
        if (!p.isRoot() && paths.add(p)) {
            labels.addAll(p.labels());
        }
    }

    private void add(VValue v) {
        v.forEach((p, x) -> add(p));
    }

    private void add(Expr e) {
        if (e.path() != null) {
            add(e.path());
        }
        if (e.value() != null) {
            add(e.value());
        }
        e.args().forEach(this::add);
    }
}
