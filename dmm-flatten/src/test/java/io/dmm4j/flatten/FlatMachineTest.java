package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Machines that grow, on the interpreter of flat programs. */
class FlatMachineTest {
    private static final MachineOptions SMALL = MachineOptions.DEFAULT.withWindow(16);
    private static final Port WORD = Port.of("input", "word");

    private static FlatMachine flat(Network n, MachineOptions o) {
        return new FlatMachine(n, FlatInterpreter.backend(), o);
    }

    private static Network counter() {
        return Network.builder()
                .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                .add("count", "lite/accum")
                .fixed("count", "dict-1", "count", "dict", 1)
                .link("count", "dict-2", "input", "word", 1)
                .probe(Probe.out("count", "dict"))
                .build();
    }

    @Test
    void countsWordsThatNobodyDeclaredInEveryLane() {
        Random random = new Random(5);
        FlatMachine m = flat(counter(), SMALL.withLanes(2));
        List<Map<String, Integer>> expected = List.of(new HashMap<>(), new HashMap<>());
        for (int window = 0; window < 40; window++) {
            for (int i = 1; i <= 16; i++) {
                for (int lane = 0; lane < 2; lane++) {
                    String word = "w" + (int) Math.abs(random.nextGaussian() * 150) + (lane == 0 ? "" : "x");
                    m.feed(i, lane, WORD, VValue.of(Path.of(word), 1));
                    expected.get(lane).merge(word, 1, Integer::sum);
                }
            }
            m.run(16);
        }
        m.run(2);
        for (int lane = 0; lane < 2; lane++) {
            VValue counts = m.probed(2, 0, lane);
            assertEquals(expected.get(lane).size(), counts.size());
            expected.get(lane).forEach((w, c) -> assertEquals((double) c, counts.number(Path.of(w)), w));
        }
        assertTrue(m.regrowths() >= 2 && m.regrowths() <= 8, "amortised, found " + m.regrowths());
    }

    @Test
    void aWordThatTheNetworkSpeaksOfNeverTakesASpareLabel() {
        Network list = Network.builder()
                .add(Neuron.external("in", Map.of("s", ExternalPort.OPEN)))
                .add("my", "clj/cons")
                .link("my", "self", "my", "self", 1)
                .link("my", "signal", "in", "s", 1)
                .initial("my", "self", VValue.of(Path.of("end-list"), 1))
                .probe(Probe.out("my", "self"))
                .build();
        MachineOptions o = MachineOptions.DEFAULT.withWindow(8);
        Machine tree = new TreeEngine(list, o);
        FlatMachine flat = flat(list, o);
        for (Machine m : new Machine[] {tree, flat}) {
            for (int window = 0; window < 5; window++) {
                for (int i = 3; i <= 8; i += 3) {
                    VValue v = VValue.of(Path.of("flag"), 1).with("v" + window, VValue.of(i));
                    m.feed(i, 0, Port.of("in", "s"), v);
                }
                m.run(8);
            }
        }
        assertEquals(tree.probed(8, 0, 0), flat.probed(8, 0, 0));
        assertEquals(11, flat.probed(8, 0, 0).depth());
    }

    @Test
    void theProbedTreesOfAWindowSurviveGrowthInsideIt() {
        FlatMachine m = flat(counter(), SMALL);
        m.feed(1, 0, WORD, VValue.of(Path.of("a"), 1));
        m.feed(3, 0, WORD, VValue.of(Path.of("deep", "er"), 2));
        m.run(6);
        assertEquals(VValue.EMPTY, m.probed(1, 0, 0));
        assertEquals(VValue.of(Path.of("a"), 1), m.probed(2, 0, 0));
        assertEquals(3, m.probed(6, 0, 0).sum());
    }

    @Test
    void outputsCanBeReadAndReplacedWithPathsThatHaveNoRowsYet() {
        FlatMachine m = flat(counter(), SMALL.withLanes(2));
        VValue v = VValue.of(Path.of("x", "y"), 3).plus(VValue.of(2));
        m.setOutput(Port.of("count", "dict"), 1, v);
        assertEquals(v, m.output(Port.of("count", "dict"), 1));
        assertEquals(VValue.EMPTY, m.output(Port.of("count", "dict"), 0));
        m.run(1);
        assertEquals(v, m.probed(1, 0, 1));
    }

    @Test
    void aClosedMachineRefusesWordsThatWereNotDeclared() {
        FlatMachine m = flat(counter(), SMALL.withClosed(true));
        DmmException e = assertThrows(DmmException.class, () -> m.feed(1, 0, WORD, VValue.of(Path.of("new"), 1)));
        assertTrue(e.getMessage().contains("input.word") && e.getMessage().contains("\"/new\""), e.getMessage());
    }

    @Test
    void labelsThatLookLikeSpareOnesAreRefusedAndOthersOfThatCharacterAreNot() {
        FlatMachine m = flat(counter(), SMALL);
        m.feed(1, 0, WORD, VValue.of(Path.of("\uFFFF"), 1));
        m.run(2);
        assertEquals(1, m.probed(2, 0, 0).number(Path.of("\uFFFF")));
        m.feed(1, 0, WORD, VValue.of(Path.of("\uFFFF00000001"), 1));
        DmmException e = assertThrows(DmmException.class, () -> m.run(1));
        assertTrue(e.getMessage().contains("U+FFFF"), e.getMessage());
    }

    @Test
    void aSavedProgramRunsAndTakesWordsWhileSpareLabelsLast() {
        Flattened f = Flattener.flatten(counter(), new FlattenOptions(false, false, 16, 3, null));
        StringBuilder text = new StringBuilder();
        try (JsonOutput out = JsonOutput.compact(text)) {
            FlattenedJson.write(f, out);
        }
        Flattened back = FlattenedJson.read(JsonInput.of(text.toString(), "saved"));
        assertEquals(f.program(), back.program());
        FlatMachine m = new FlatMachine(back, FlatInterpreter.backend(), SMALL);
        for (int i = 0; i < 3; i++) {
            m.feed(i + 1, 0, WORD, VValue.of(Path.of("word" + i), 1));
        }
        m.run(5);
        assertEquals(3, m.probed(5, 0, 0).size());
        m.feed(1, 0, WORD, VValue.of(Path.of("word3"), 1));
        DmmException e = assertThrows(DmmException.class, () -> m.run(1));
        assertTrue(e.getMessage().contains("\"/word3\""), e.getMessage());
    }

    /** The law of unused rows holds for finite numbers: {@link io.dmm4j.expr.Op} says so. */
    @Test
    void anInfiniteNumberTimesAnAbsentOneIsNanInRowsAndAbsentInTrees() {
        NeuronType scale = NeuronType.named("scale")
                .output("out", Expr.in("x").scaledBy(Expr.in("s")))
                .build();
        Path p = Path.of("p");
        Network n = Network.builder()
                .add(Neuron.external("in", Map.of("x", ExternalPort.of(Set.of(p, Path.of("q"))))))
                .add(Neuron.external("by", Map.of("s", ExternalPort.of(Set.of(Path.ROOT)))))
                .add(Neuron.of("scale", scale))
                .link("scale", "x", "in", "x", 1)
                .link("scale", "s", "by", "s", 1e200)
                .probe(Probe.out("scale", "out"))
                .build();
        MachineOptions o = SMALL.withPrecision(Precision.FLOAT64);
        Machine tree = new TreeEngine(n, o);
        Machine flat = flat(n, o);
        for (Machine m : new Machine[] {tree, flat}) {
            m.feed(1, 0, Port.of("in", "x"), VValue.of(p, 1));
            m.feed(1, 0, Port.of("by", "s"), VValue.of(1e100));
            m.feed(2, 0, Port.of("in", "x"), VValue.of(p, 1));
            m.feed(2, 0, Port.of("by", "s"), VValue.of(1e200));
            m.run(3);
        }
        assertEquals(VValue.of(p, 1e300), tree.probed(2, 0, 0));
        assertEquals(tree.probed(2, 0, 0), flat.probed(2, 0, 0));
        VValue infinite = VValue.of(p, Double.POSITIVE_INFINITY);
        assertEquals(infinite, tree.probed(3, 0, 0));
        assertEquals(infinite.plus(VValue.of(Path.of("q"), Double.NaN)), flat.probed(3, 0, 0));
    }

    @Test
    void liveOnlyGivesTheSameProbes() {
        Network n = Networks.load("example:duplicate-detector/trainable")
                .withExternal(Port.of("input", "char"), ExternalPort.of(Set.of(Path.of("a"), Path.of("."))))
                .withProbes(List.of(Probe.in("output", "dict-1"), Probe.in("output", "dict-2")));
        FlatMachine all = flat(n, SMALL);
        FlatMachine live = flat(n, SMALL.withLiveOnly(true));
        assertTrue(live.flattened().program().rows() < all.flattened().program().rows());
        for (FlatMachine m : new FlatMachine[] {all, live}) {
            for (int window = 0; window < 3; window++) {
                m.feed(1, 0, Port.of("input", "char"), VValue.of(Path.of(window == 1 ? "." : "a"), 1));
                m.run(16);
            }
        }
        for (int p = 0; p < 2; p++) {
            for (int c = 1; c <= 16; c++) {
                assertEquals(all.probed(c, p, 0), live.probed(c, p, 0));
            }
        }
    }
}
