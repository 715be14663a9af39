package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rigid;
import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.json.VJson;
import io.dmm4j.net.Examples;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples that hold their own matrix or read signals do what was published, on the tree engine and here alike. */
class ExamplesTest {
    private static final Port SIGNAL = Port.of("reader", "signal");

    /** Runs on both, compares every probe in every cycle, and gives probes by [cycle][probe]. */
    private static VValue[][] same(String name, Port input, Map<Integer, VValue> fed, int cycles) {
        Network n = Examples.network(name);
        MachineOptions o = MachineOptions.DEFAULT.withWindow(cycles).withPrecision(Precision.FLOAT64);
        VValue[][] seen = new VValue[cycles + 1][n.probes().size()];
        try (Machine tree = new TreeEngine(n, o);
                Machine cpu = new FlatMachine(n, new CpuBackend(), o)) {
            for (Machine m : new Machine[] {tree, cpu}) {
                fed.forEach((cycle, v) -> m.feed(cycle, 0, input, v));
                m.run(cycles);
            }
            for (int t = 1; t <= cycles; t++) {
                for (int p = 0; p < seen[t].length; p++) {
                    seen[t][p] = tree.probed(t, p, 0);
                    assertEquals(
                            seen[t][p],
                            cpu.probed(t, p, 0),
                            "cycle " + t + ", " + n.probes().get(p));
                }
            }
        }
        return seen;
    }

    private static VValue tree(String json) {
        return VJson.read(json.replace('\'', '"'), "test");
    }

    /** FLU aug_26 and aug_25: the number that arrives in each cycle, and W[1][1] after it. */
    @ParameterizedTest
    @CsvSource({"self/oscillation, -2, 2, -1, 1", "self/extinction, -1, 0, 0, 0"})
    void aMachineAloneOscillatesOrEndsItself(String name, double odd, double even, double wOdd, double wEven) {
        VValue[][] seen = same(name, null, Map.of(), 40);
        Path w = Path.of("clj/accum", "self", "delta", "clj/const", "update", "single");
        for (int t = 1; t <= 40; t++) {
            assertEquals(t % 2 == 1 ? wOdd : wEven, seen[t][0].number(w));
            double expected = t % 2 == 1 ? odd : even;
            assertEquals(name.endsWith("extinction") && t > 1 ? 0 : expected, seen[t][1].number(w));
        }
    }

    /** October 28, 2016: 14 → 15 → 15, a 1 → 16, a 1, with the signal {a 1} in cycle 16 and again in 19. */
    @Test
    void theReaderPausesOnceForEachSignal() {
        Map<Integer, VValue> fed = new TreeMap<>();
        for (int t = 1; t <= 24; t++) {
            fed.put(t, tree(t == 16 || t == 19 ? "{'a':1}" : "{'step':1}"));
        }
        VValue[][] seen = same("journal/reader", SIGNAL, fed, 24);
        for (int t = 3; t <= 17; t++) {
            assertEquals(tree("{'step':" + (t - 2) + "}"), seen[t][0]);
        }
        assertEquals(tree("{'step':15,'a':1}"), seen[18][0]);
        assertEquals(tree("{'step':16,'a':1}"), seen[19][0]);
        assertEquals(tree("{'step':17,'a':1}"), seen[20][0]);
        assertEquals(tree("{'step':17,'a':2}"), seen[21][0]);
    }

    /** November 4, 2016: "hello" at 3, 7, 11, 15 and 19. */
    @Test
    void theDetectorSeesTheSecondL() {
        Map<Integer, VValue> fed = new TreeMap<>();
        for (int j = 0; j < 5; j++) {
            fed.put(3 + 4 * j, VValue.of(Path.of("hello".substring(j, j + 1)), 1));
        }
        VValue[][] seen = same("journal/duplicates", SIGNAL, fed, 30);
        for (int t = 1; t <= 30; t++) {
            int norm = t < 5 ? 0 : t < 17 ? 1 : 2;
            assertEquals(norm == 0 ? VValue.EMPTY : VValue.of(norm), seen[t][0]);
            assertEquals(t == 1 ? VValue.EMPTY : seen[t - 1][0], seen[t][2]);
            assertEquals(t >= 20, tree("{'h':1,'e':1,'l':2,'o':1}").equals(seen[t][1]));
        }
    }

    @Test
    void aWordThatComesTwiceIsADuplicateToo() {
        Map<Integer, VValue> fed = Map.of(1, tree("{'cat':1}"), 2, tree("{'dog':1}"), 3, tree("{'cat':1}"));
        VValue[][] seen = same("journal/duplicates", SIGNAL, fed, 6);
        assertEquals(VValue.of(1), seen[4][0]);
        assertEquals(VValue.of(2), seen[5][0]);
    }

    /** July 13, 2017. */
    @Test
    void theListTakesSignalsWithAFlag() {
        Map<Integer, VValue> fed = Map.of(2, tree("{'flag':1,'x':3}"), 4, tree("{'x':4}"), 5, tree("{'flag':1,'x':5}"));
        VValue[][] seen = same("journal/list", SIGNAL, fed, 8);
        VValue one = tree("{'this':{'flag':1,'x':3},'rest':{'end-list':1}}");
        VValue two = VValue.EMPTY.with("this", tree("{'flag':1,'x':5}")).with("rest", one);
        for (int t = 1; t <= 8; t++) {
            assertEquals(t < 3 ? tree("{'end-list':1}") : t < 6 ? one : two, seen[t][0]);
        }
    }

    /** A kind's copy counts from the third cycle after its first event on, and shows it four cycles later. */
    @Test
    void copiesOfTheDetectorGrowForNewKinds() {
        VValue cat = tree("{'word':{'cat':1}}");
        VValue seven = tree("{'number':{'7':1}}");
        Map<Integer, VValue> fed = Map.of(
                1,
                cat,
                2,
                cat,
                4,
                cat,
                5,
                tree("{'word':{'dog':1}}"),
                6,
                cat.plus(seven),
                8,
                seven,
                9,
                seven,
                10,
                seven);
        VValue[][] seen = same("grow/detectors", Port.of("input", "event"), fed, 20);
        for (int t = 1; t <= 20; t++) {
            int word = t < 8 ? 0 : t < 10 ? 1 : 2;
            int number = t < 13 ? 0 : t < 14 ? 1 : 2;
            assertEquals(word == 0 ? VValue.EMPTY : VValue.of(word), seen[t][0], "word, cycle " + t);
            assertEquals(number == 0 ? VValue.EMPTY : VValue.of(number), seen[t][1], "number, cycle " + t);
            assertEquals(VValue.EMPTY, seen[t][2]);
        }
    }

    /** Kinds that nobody declared; the count of a kind begins with the event two cycles after its first. */
    @Test
    void copiesOfTheDetectorGrowForKindsThatNobodyKnew() {
        String[] events = {
            "word cat",
            "word cat",
            "",
            "word cat",
            "nombre 7",
            "nombre cat",
            "nombre cat",
            "word dog",
            "nombre cat",
            "",
            "arbre/pin oak",
            "arbre/pin oak",
            "arbre/pin oak",
            "arbre/pin oak"
        };
        int[] alarms = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2};
        Network n = Examples.network("grow/any-kind");
        MachineOptions o = MachineOptions.DEFAULT.withWindow(20).withPrecision(Precision.FLOAT64);
        for (int window : new int[] {1, 4, 20}) {
            try (Machine tree = new TreeEngine(n, o);
                    FlatMachine cpu = new FlatMachine(n, new CpuBackend(), o)) {
                for (Machine m : new Machine[] {tree, cpu}) {
                    for (int t = 0; t < events.length; t++) {
                        String[] said = events[t].split(" ");
                        if (said.length == 2) {
                            m.feed(t + 1, 0, Port.of("kind", "name"), VValue.of(Path.of(said[0]), 1));
                            m.feed(t + 1, 0, Port.of("input", "event"), VValue.of(Path.of(said[0], said[1]), 1));
                        }
                    }
                }
                for (int t = 0; t < 20; t += window) {
                    tree.run(window);
                    cpu.run(window);
                    for (int k = 1; k <= window; k++) {
                        assertEquals(VValue.of(alarms[t + k - 1]), tree.probed(k, 0, 0), "cycle " + (t + k));
                        assertEquals(tree.probed(k, 0, 0), cpu.probed(k, 0, 0), "cycle " + (t + k));
                    }
                }
                for (String port :
                        new String[] {"self.single", "nombre/count.dict", "arbre/pin/norm.norm", "word/excess.true"}) {
                    Port p = Port.parse(port);
                    assertEquals(tree.output(p, 0), cpu.output(p, 0), port);
                }
                assertEquals(tree("{'oak':2}"), cpu.output(Port.of("arbre/pin/count", "dict"), 0));
                assertEquals(8 + 3 * 6, cpu.output(Port.of("self", "single"), 0).size());
            }
        }
    }

    /** Sums of eight products may be added in another order: a few units in the last place, in a contracting network. */
    @Test
    void matricesOnWiresAreTheRigidCase() {
        Network n = Examples.network("rigid/matrices");
        MachineOptions o = MachineOptions.DEFAULT.withWindow(30).withPrecision(Precision.FLOAT64);
        try (Machine tree = new TreeEngine(n, o);
                FlatMachine cpu = new FlatMachine(n, new CpuBackend(), o)) {
            FlatProgram program = cpu.flattened().program();
            assertTrue(program.stages().stream()
                    .allMatch(s -> Rigid.of(s.runs(), program.inputRows(), program.outputRows())
                            .isPresent()));
            tree.run(30);
            cpu.run(30);
            for (int p = 0; p < 8; p++) {
                VValue expected = tree.probed(10, p, 0);
                assertTrue(expected.size() > 4, () -> "matrices should not have died out: " + expected);
                assertEquals(0, expected.minus(cpu.probed(10, p, 0)).maxNorm(), 1e-12);
            }
        }
    }
}
