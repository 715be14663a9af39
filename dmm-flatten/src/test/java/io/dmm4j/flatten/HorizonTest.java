package io.dmm4j.flatten;

import static io.dmm4j.expr.Expr.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that are set where an open machine has rows for later cycles: trees have no end, and no number is dropped. */
class HorizonTest {
    private static final MachineOptions OPTIONS = MachineOptions.DEFAULT.withWindow(8);
    private static final Port OUT = Port.of("w", "out");
    private static final VValue ROOT = VValue.of(1);
    private static final VValue DEEP = VValue.of(Path.of("a", "a", "a", "a", "a", "a"), 1);

    private Machine tree;
    private FlatMachine flat;

    /** A tree that is hung one label deeper in every cycle. */
    private static Network wrapping() {
        NeuronType wrap =
                NeuronType.named("wrap").output("out", in("x").prefix("a")).build();
        return Network.builder()
                .add(Neuron.of("w", wrap))
                .link("w", "x", "w", "out", 1)
                .initial("w", "out", ROOT)
                .probe(Probe.out("w", "out"))
                .build();
    }

    @BeforeEach
    void start() {
        tree = new TreeEngine(wrapping(), OPTIONS);
        flat = new FlatMachine(wrapping(), FlatInterpreter.backend(), OPTIONS);
    }

    private void setAndRun(VValue value) {
        for (Machine m : List.of(tree, flat)) {
            m.setOutput(OUT, 0, value);
            m.run(8);
        }
        for (int t = 1; t <= 8; t++) {
            assertEquals(tree.probed(t, 0, 0), flat.probed(t, 0, 0), "cycle " + t);
        }
    }

    @Test
    void aValueOnRowsThatAreThereForLaterIsNotDropped() {
        setAndRun(DEEP);
        assertEquals(14, flat.probed(8, 0, 0).depth());
    }

    @Test
    void aValueThatIsSetInTheMiddleIsNotDropped() {
        List.of(tree, flat).forEach(m -> m.run(5));
        setAndRun(DEEP.plus(VValue.of(Path.of("a"), 2)));
    }

    @Test
    void severalValuesNeedNewTablesOnce() {
        for (Machine m : List.of(tree, flat)) {
            m.setOutput(OUT, 0, DEEP.times(2));
            m.setOutput(OUT, 0, DEEP.subtree(Path.of("a")));
        }
        setAndRun(DEEP);
        assertEquals(1, flat.regrowths());
    }

    @Test
    void aValueWhereThereIsOneNowOrWasAtTheStartNeedsNoNewTables() {
        setAndRun(ROOT.times(3));
        assertEquals(0, flat.regrowths());
        flat = new FlatMachine(wrapping(), FlatInterpreter.backend(), OPTIONS);
        flat.run(3);
        flat.setOutput(OUT, 0, VValue.of(Path.of("a", "a", "a"), 5).plus(ROOT));
        flat.run(5);
        assertEquals(0, flat.regrowths());
        assertEquals(5, flat.probed(5, 0, 0).number(Path.of("a", "a", "a", "a", "a", "a", "a", "a")));
    }

    @Test
    void aProgramThatCannotGrowRefusesIt() {
        Flattened fixed = Flattener.flatten(wrapping(), new FlattenOptions(false, false, 8, 0, null));
        FlatMachine m = new FlatMachine(fixed, FlatInterpreter.backend(), OPTIONS);
        DmmException e = assertThrows(DmmException.class, () -> m.setOutput(OUT, 0, DEEP));
        assertEquals(
                "output w.out: the program was flattened for 8 cycles in which this value does not come about now,"
                        + " and it cannot grow",
                e.getMessage());
        assertEquals(ROOT, m.output(OUT, 0));
    }
}
