package io.dmm4j.net;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.Random;

/**
 * A continuous cellular automaton on a torus of 12 × 12 cells, all of them on one wire: a cell is half of what it was and half of
 * what a rule like that of the game of life says, so that cells take numbers between −1, alive, and 1.
 */
final class Automaton {
    private static final int SIDE = 12;

    private Automaton() {}

    /** Cells start evenly from ±1, seed 5. */
    static Network pseudoconway() {
        StringBuilder rule = new StringBuilder("matrix/pseudoconway(" + SIDE);
        for (String kind : new String[] {"/row-", "/column-"}) {
            for (int i = 0; i < SIDE; i++) {
                rule.append(", ").append(kind).append(i);
            }
        }
        Random random = new Random(5);
        VValueBuilder cells = VValue.builder();
        for (int cell = 0; cell < SIDE * SIDE; cell++) {
            cells.put(Path.of("row-" + cell / SIDE, "column-" + cell % SIDE), 2 * random.nextDouble() - 1);
        }
        return Network.builder()
                .name("automaton/pseudoconway")
                .add("cells", "lite/sum")
                .add("rule", rule.append(')').toString())
                .add("level", "lite/mean")
                .initial("cells", "dict", cells.build())
                .link("cells", "dict-1", "cells", "dict", 0.5)
                .link("cells", "dict-2", "rule", "dict", 0.5)
                .link("rule", "dict-1", "cells", "dict", 1)
                .link("level", "dict", "cells", "dict", 1)
                .probe(Probe.out("cells", "dict"))
                .probe(Probe.out("level", "dict"))
                .build();
    }
}
