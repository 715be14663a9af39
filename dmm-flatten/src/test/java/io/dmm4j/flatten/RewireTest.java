package io.dmm4j.flatten;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it takes to change the links of a machine that runs: other weights alone need no new tables. */
class RewireTest {
    private static final MachineOptions OPTIONS = MachineOptions.DEFAULT.withWindow(8);

    private static Network.Builder chain(double last) {
        return Network.builder()
                .add("a", "clj/identity")
                .add("b", "clj/identity")
                .link("a", "single", "a", "single", 1)
                .link("b", "single", "a", "single", last)
                .initial("a", "single", VValue.of(Path.of("p"), 1))
                .probe(Probe.out("b", "single"));
    }

    private static FlatMachine doubled(Network n) {
        Machine tree = new TreeEngine(n, OPTIONS);
        FlatMachine flat = new FlatMachine(n, FlatInterpreter.backend(), OPTIONS);
        List<Link> twice = List.of(
                Link.of(Port.of("a", "single"), Port.of("a", "single"), 2),
                Link.of(Port.of("b", "single"), Port.of("a", "single"), 2));
        for (Machine m : List.of(tree, flat)) {
            m.run(2);
            m.rewire(twice);
            m.run(3);
        }
        assertEquals(VValue.of(Path.of("p"), 8), tree.probed(3, 0, 0));
        assertEquals(tree.probed(3, 0, 0), flat.probed(3, 0, 0));
        return flat;
    }

    @Test
    void otherWeightsNeedNoNewTables() {
        assertEquals(0, doubled(chain(1).build()).regrowths());
    }

    @Test
    void aWeightThatWasZeroComesBackOnTheSameTables() {
        assertEquals(0, doubled(chain(0).build()).regrowths());
    }

    /** There links are fixed whatever is said, so a trainable one is no other link. */
    @Test
    void otherWeightsBesideAHeldMatrixNeedNoNewTables() {
        Network plain = chain(1).build();
        Network held = plain.withLinks(List.of()).toBuilder()
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4)
                .build()
                .withLinks(plain.links());
        assertEquals(0, doubled(held).regrowths());
    }
}
