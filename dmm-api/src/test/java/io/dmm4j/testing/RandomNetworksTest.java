package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.expr.Op;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Precision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomNetworksTest {
    private static final int SEEDS = Agreement.CASES;

    private static List<NetworkCase> drawn(Group group) {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> RandomNetworks.draw(group, Precision.FLOAT32, seed))
                .toList();
    }

    private static List<NeuronType> types(List<NetworkCase> cases) {
        return cases.stream()
                .flatMap(c -> c.network().neurons().stream())
                .filter(n -> !n.isExternal())
                .map(Neuron::type)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyOpOfAGroupIsDrawn(Group group) {
        Set<Op> seen = EnumSet.noneOf(Op.class);
        types(drawn(group)).forEach(t -> seen.addAll(RandomTypes.ops(t)));
        Set<Op> missing = EnumSet.copyOf(RandomTypes.allowed(group));
        missing.removeAll(seen);
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyTypeOfTheCatalogueIsDrawn() {
        Set<String> missing = new TreeSet<>(Catalogue.names());
        types(LongStream.rangeClosed(1, 4 * SEEDS)
                        .mapToObj(seed -> RandomNetworks.draw(Group.ONE_CYCLE, Precision.FLOAT32, seed))
                        .toList())
                .forEach(t -> missing.remove(t.name().replaceAll("\\(.*", "")));
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfNetworkIsDrawn(Group group) {
        List<NetworkCase> cases = drawn(group);
        often(cases, "topological", c -> c.network().schedule() == Schedule.TOPOLOGICAL);
        often(cases, "synchronous", c -> c.network().schedule() == Schedule.SYNCHRONOUS);
        often(cases, "several lanes", c -> c.lanes() > 1);
        often(cases, "subtree links", c -> any(c.network(), l -> !l.path().isRoot()));
        often(cases, "masks of mixed rank", c -> any(c.network(), l -> !l.path().isRoot() && mixed(c.network(), l)));
        often(cases, "weights of 0", c -> any(c.network(), l -> l.weight() == 0));
        often(cases, "fixed links", c -> any(c.network(), l -> !l.trainable()));
        often(
                cases,
                "loops of one neuron",
                c -> any(c.network(), l -> l.to().neuron().equals(l.from().neuron())));
        often(cases, "initial outputs", c -> !c.network().initial().isEmpty());
        often(cases, "open ports", c -> c.network().externals().stream()
                .anyMatch(p -> c.network().external(p).open()));
        often(cases, "declared ports", c -> c.network().externals().stream()
                .anyMatch(p -> !c.network().external(p).open()));
        often(cases, "no external input", c -> c.network().externals().isEmpty());
        often(cases, "idle ports", c -> types(List.of(c)).stream()
                .anyMatch(t -> t.inputs().contains("idle in")));
        often(cases, "own parameters", c -> c.network().neurons().stream()
                .anyMatch(n -> !n.parameters().isEmpty()));
        often(cases, "input probes", c -> c.network().probes().stream().anyMatch(p -> p.side() == Probe.Side.IN));
        often(cases, "live only", NetworkCase::liveOnly);
        often(cases, "closed", NetworkCase::closed);
        often(cases, "several cycles", c -> c.cycles() > 2);
    }

    private static boolean any(Network n, Predicate<Link> p) {
        return n.links().stream().anyMatch(p);
    }

    private static boolean mixed(Network n, Link l) {
        return any(
                n,
                k -> k.to().equals(l.to())
                        && k.from().equals(l.from())
                        && k.path().isRoot());
    }

    private static void often(List<NetworkCase> cases, String what, Predicate<NetworkCase> p) {
        long n = cases.stream().filter(p).count();
        assertTrue(n >= cases.size() / 20, what + ": " + n + " of " + cases.size());
    }

    @Test
    void aSeedGivesOneCase() {
        for (Group g : Group.values()) {
            NetworkCase a = RandomNetworks.draw(g, Precision.FLOAT32, 5);
            NetworkCase b = RandomNetworks.draw(g, Precision.FLOAT32, 5);
            assertEquals(a.network().links(), b.network().links());
            assertEquals(a.feeds(), b.feeds());
        }
    }

    @Test
    void contractiveNetworksContract() {
        for (NetworkCase c : drawn(Group.CONTRACTIVE)) {
            for (Neuron n : c.network().neurons()) {
                for (String port : n.inputs()) {
                    double total = c.network().links().stream()
                            .filter(l -> l.to().neuron().equals(n.name())
                                    && l.to().port().equals(port))
                            .mapToDouble(l -> Math.abs(l.weight()))
                            .sum();
                    assertTrue(total * Lipschitz.of(n.type()) <= 0.9, c.name());
                }
            }
        }
    }

    @Test
    void exactNetworksAreOfQuarters() {
        for (NetworkCase c : drawn(Group.EXACT)) {
            assertTrue(
                    c.network().links().stream().allMatch(l -> Math.abs(l.weight()) <= 0.5 && l.weight() * 4 % 1 == 0));
        }
    }
}
