package io.dmm4j.tree;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cycle means. */
class TreeEngineTest {
    private static final Port SRC = Port.of("src", "v");
    private static final VValue ONE = VValue.of(1);

    /** An external input and then neurons that pass on what they get. */
    private static Network.Builder relays(Schedule schedule, String... names) {
        Network.Builder b = Network.builder().schedule(schedule);
        b.add(Neuron.external("src", Map.of("v", ExternalPort.OPEN)));
        for (String n : names) {
            b.add(n, "clj/identity");
        }
        return b;
    }

    private static TreeEngine open(Network.Builder b) {
        return new TreeEngine(b.build(), MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64));
    }

    // ---- time --------------------------------------------------------------------------------------

    @Test
    void whatIsFedForACycleIsReadInTheNext() {
        TreeEngine m = open(relays(Schedule.SYNCHRONOUS, "a")
                .link("a", "single", "src", "v", 2)
                .probe(Probe.out("src", "v"))
                .probe(Probe.in("a", "single"))
                .probe(Probe.out("a", "single")));
        m.feed(2, 0, SRC, ONE);
        m.run(4);
        assertEquals("src 2, in 3, out 3", "src " + only(m, 0) + ", in " + only(m, 1) + ", out " + only(m, 2));
    }

    /** The only cycle of the window in which a probe is not empty. */
    private static int only(TreeEngine m, int probe) {
        int found = 0;
        for (int i = 1; i <= 4; i++) {
            if (!m.probed(i, probe, 0).isEmpty()) {
                assertEquals(0, found);
                found = i;
            }
        }
        return found;
    }

    @Test
    void constantsFirstEmitInTheUpMovementOfTheFirstCycle() {
        TreeEngine m = open(Network.builder()
                .add("one", "clj/const")
                .add("a", "clj/identity")
                .link("a", "single", "one", "single", 1)
                .probe(Probe.out("one", "single"))
                .probe(Probe.in("a", "single")));
        assertEquals(VValue.EMPTY, m.output(Port.of("one", "single"), 0));
        m.run(2);
        assertEquals(ONE, m.probed(1, 0, 0));
        assertEquals(VValue.EMPTY, m.probed(1, 1, 0));
        assertEquals(ONE, m.probed(2, 1, 0));
    }

    @Test
    void inputProbesReadAfterDownAndOutputProbesAfterUpOfTheSameCycle() {
        TreeEngine m = open(Network.builder()
                .add("t", "clj/timer")
                .link("t", "timer", "t", "timer", 1)
                .probe(Probe.in("t", "timer"))
                .probe(Probe.out("t", "timer")));
        m.run(3);
        for (int i = 1; i <= 3; i++) {
            assertEquals(VValue.of(i - 1), m.probed(i, 0, 0));
            assertEquals(VValue.of(i), m.probed(i, 1, 0));
        }
    }

    @ParameterizedTest
    @CsvSource({"SYNCHRONOUS, 2 3 4", "TOPOLOGICAL, 1 1 1"})
    void aChainTakesACyclePerLinkUnlessFresh(Schedule schedule, String cycles) {
        TreeEngine m = open(relays(schedule, "a", "b", "c")
                .link("c", "single", "b", "single", 1)
                .link("b", "single", "a", "single", 1)
                .link("a", "single", "src", "v", 1)
                .probe(Probe.out("a", "single"))
                .probe(Probe.out("b", "single"))
                .probe(Probe.out("c", "single")));
        m.feed(1, 0, SRC, ONE);
        m.run(4);
        assertEquals(cycles, only(m, 0) + " " + only(m, 1) + " " + only(m, 2));
    }

    @Test
    void aLinkFromALaterNeuronOrFromItselfIsStaleInTheTopologicalSchedule() {
        TreeEngine m = open(relays(Schedule.TOPOLOGICAL, "a", "b")
                .link("a", "single", "b", "single", 1)
                .link("b", "single", "src", "v", 1)
                .probe(Probe.out("b", "single"))
                .probe(Probe.out("a", "single")));
        m.feed(1, 0, SRC, ONE);
        m.run(4);
        assertEquals("1 2", only(m, 0) + " " + only(m, 1));

        TreeEngine timer = open(Network.builder()
                .schedule(Schedule.TOPOLOGICAL)
                .add("t", "clj/timer")
                .link("t", "timer", "t", "timer", 1)
                .probe(Probe.out("t", "timer")));
        timer.run(5);
        assertEquals(VValue.of(5), timer.probed(5, 0, 0));
    }

    @Test
    void aLinkOfWeightZeroChangesNoDelay() {
        TreeEngine m = open(relays(Schedule.TOPOLOGICAL, "a", "b")
                .link("a", "single", "b", "single", 0)
                .link("b", "single", "a", "single", 1)
                .link("a", "single", "src", "v", 1)
                .probe(Probe.out("b", "single")));
        m.feed(1, 0, SRC, ONE);
        m.run(4);
        assertEquals(1, only(m, 0));
    }

    @Test
    void initialOutputsAreReadInTheFirstCycle() {
        TreeEngine m = open(relays(Schedule.SYNCHRONOUS, "a", "b")
                .initial("a", "single", tree("{'x':3}"))
                .initial("src", "v", tree("{'y':1}"))
                .link("b", "single", "a", "single", 2)
                .link("b", "single", "src", "v", 1)
                .probe(Probe.in("b", "single")));
        assertEquals(tree("{'x':3}"), m.output(Port.of("a", "single"), 0));
        m.run(2);
        assertEquals(tree("{'x':6,'y':1}"), m.probed(1, 0, 0));
        assertEquals(VValue.EMPTY, m.probed(2, 0, 0));
    }

    @Test
    void stateGoesOnFromWindowToWindow() {
        TreeEngine m = open(relays(Schedule.SYNCHRONOUS, "a")
                .link("a", "single", "src", "v", 1)
                .link("a", "single", "a", "single", 1)
                .probe(Probe.out("a", "single")));
        m.feed(1, 0, SRC, ONE);
        m.feed(3, 0, SRC, VValue.of(10));
        m.feed(3, 0, SRC, VValue.of(20));
        m.run(2);
        assertEquals(ONE, m.probed(2, 0, 0));
        m.run(1);
        assertEquals(3, m.cycle());
        m.feed(1, 0, SRC, VValue.of(100));
        m.run(2);
        assertEquals(VValue.of(31), m.probed(1, 0, 0));
        assertEquals(VValue.of(131), m.probed(2, 0, 0));
    }

    @Test
    void lanesAreSeparateMachines() {
        TreeEngine m = new TreeEngine(
                relays(Schedule.SYNCHRONOUS, "a")
                        .link("a", "single", "src", "v", 1)
                        .probe(Probe.out("a", "single"))
                        .build(),
                MachineOptions.DEFAULT.withLanes(2));
        m.feed(1, 0, SRC, tree("{'x':1}"));
        m.feed(1, 1, SRC, tree("{'y':2}"));
        m.run(2);
        assertEquals(tree("{'x':1}"), m.probed(2, 0, 0));
        assertEquals(tree("{'y':2}"), m.probed(2, 0, 1));
        m.setOutput(Port.of("a", "single"), 1, ONE);
        assertEquals(ONE, m.output(Port.of("a", "single"), 1));
        assertEquals(tree("{'x':1}"), m.output(Port.of("a", "single"), 0));
    }

    @Test
    void singlePrecisionRoundsWeightsStateAndFeeds() {
        Network.Builder b = relays(Schedule.SYNCHRONOUS, "a")
                .link("a", "single", "src", "v", 0.1)
                .probe(Probe.out("a", "single"));
        TreeEngine m = new TreeEngine(b.build(), MachineOptions.DEFAULT.withPrecision(Precision.FLOAT32));
        m.feed(1, 0, SRC, VValue.of(0.2));
        m.run(2);
        assertEquals(VValue.of((float) ((double) 0.1f * 0.2f)), m.probed(2, 0, 0));
    }

    // ---- the matrix --------------------------------------------------------------------------------

    /** The Clojure engine's matrix {x:{a:8}, y:{b:10}, z:{a:2,b:4}} on two arguments. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':3,'b':5} | 24 | 50 | 26",
                "{'a':{'v':3},'b':{'v':5,'w':{'v':8}}} | {'v':24} | {'v':50,'w':{'v':80}} | {'v':26,'w':{'v':32}}",
                "{'c':1} | {} | {} | {}",
            })
    void masksSelectSubtreesAsInTheClojureEngine(String argument, String x, String y, String z) {
        TreeEngine m = withMatrix("{'x':{'single':{'src':{'v':{'a':8}}}},'y':{'single':{'src':{'v':{'b':10}}}},"
                + "'z':{'single':{'src':{'v':{'a':2,'b':4}}}}}");
        m.feed(1, 0, SRC, tree(argument));
        m.run(2);
        assertEquals(tree(x), m.probed(2, 0, 0));
        assertEquals(tree(y), m.probed(2, 1, 0));
        assertEquals(tree(z), m.probed(2, 2, 0));
    }

    @Test
    void aNumberAndItsChildrenInAMaskAllAdd() {
        TreeEngine m = withMatrix("{'x':{'single':{'src':{'v':{':number':2,'a':{':number':10,'b':100}}}}}}");
        m.feed(1, 0, SRC, tree("{':number':1,'a':{':number':3,'b':{':number':5,'c':7}},'d':9}"));
        m.run(2);
        VValue whole = tree("{':number':2,'a':{':number':6,'b':{':number':10,'c':14}},'d':18}");
        VValue a = tree("{':number':30,'b':{':number':50,'c':70}}");
        VValue b = tree("{':number':500,'c':700}");
        assertEquals(whole.plus(a).plus(b), m.probed(2, 0, 0));
    }

    private static TreeEngine withMatrix(String matrix) {
        Network n = relays(Schedule.SYNCHRONOUS, "x", "y", "z")
                .probe(Probe.in("x", "single"))
                .probe(Probe.in("y", "single"))
                .probe(Probe.in("z", "single"))
                .build();
        n = n.withTrainable(MatrixFormat.RANK4.links(tree(matrix), n, true));
        return new TreeEngine(n, MachineOptions.DEFAULT.withPrecision(Precision.FLOAT64));
    }

    @Test
    void aLinkToASubtreeThatIsNotThereAddsNothing() {
        TreeEngine m = open(relays(Schedule.SYNCHRONOUS, "a")
                .add(new Link(Port.of("a", "single"), SRC, Path.of("x", "y"), 1, true))
                .probe(Probe.in("a", "single")));
        m.feed(1, 0, SRC, tree("{'x':1}"));
        m.run(2);
        assertEquals(VValue.EMPTY, m.probed(2, 0, 0));
    }

    @Test
    void oppositeLinksLeaveNothing() {
        TreeEngine m = open(relays(Schedule.SYNCHRONOUS, "a")
                .link("a", "single", "src", "v", 1)
                .add(new Link(Port.of("a", "single"), SRC, Path.of("x"), -1, true))
                .probe(Probe.out("a", "single")));
        m.feed(1, 0, SRC, tree("{':number':1,'x':{':number':1,'y':2}}"));
        m.run(2);
        assertEquals(tree("{'x':{':number':1,'y':2},'y':-2}"), m.probed(2, 0, 0));
    }

    // ---- errors ------------------------------------------------------------------------------------

    @Test
    void wrongUseIsOneSentence() {
        TreeEngine m = open(Network.builder()
                .add(Neuron.external("src", Map.of("v", ExternalPort.of(Set.of(Path.of("a"))))))
                .add("a", "clj/identity")
                .probe(Probe.out("a", "single")));
        says("cycles: found 0, expected 1 to 256", () -> m.run(0));
        says("cycles: found 257, expected 1 to 256", () -> m.run(257));
        says("feed src.v: 0 cycles ahead, expected at least 1", () -> m.feed(0, 0, SRC, ONE));
        says("lane 1: expected 0 to 0", () -> m.feed(1, 1, SRC, tree("{'a':1}")));
        says("no external input 'srd' (did you mean 'src'?)", () -> m.feed(1, 0, Port.of("srd", "v"), ONE));
        says("external input src has no port 'w' (did you mean 'v'?)", () -> m.feed(1, 0, Port.of("src", "w"), ONE));
        says(
                "external input src.v: path \"/b\" was fed but is not declared, and the port is not open",
                () -> m.feed(1, 0, SRC, tree("{'b':1}")));
        m.run(1);
        says("cycle 2 of the window: expected 1 to 1", () -> m.probed(2, 0, 0));
        says("lane -1: expected 0 to 0", () -> m.probed(1, 0, -1));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void isFoundByName(Precision precision) {
        TreeBackend tree = (TreeBackend) Backends.byName("tree");
        try (var m = tree.open(relays(Schedule.SYNCHRONOUS).build(), MachineOptions.DEFAULT.withPrecision(precision))) {
            assertEquals("tree", m.backend());
            assertEquals(precision, m.options().precision());
        }
    }

    private static void says(String sentence, Executable action) {
        assertEquals(sentence, assertThrows(DmmException.class, action).getMessage());
    }
}
