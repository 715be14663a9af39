package io.dmm4j.net;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.Random;

/** A machine with a dense matrix of 3 × 3 numbers on every wire, so that its down movement is W ⊗ I. */
final class RigidExample {
    private static final String[] TYPES = {"lite/tanh", "lite/sin", "lite/abs", "lite/clamp"};

    private RigidExample() {}

    /** Eight neurons, each linked from all with weights drawn evenly from ±1/2, seed 5; matrices start from ±1. */
    static Network matrices() {
        Network.Builder b = Network.builder().name("rigid/matrices");
        Random random = new Random(5);
        for (int i = 0; i < 8; i++) {
            b.add("n-" + i, TYPES[i % TYPES.length]);
            VValueBuilder m = VValue.builder();
            for (int cell = 0; cell < 9; cell++) {
                m.put(Path.of("row-" + cell / 3, "column-" + cell % 3), 2 * random.nextDouble() - 1);
            }
            b.initial("n-" + i, "dict", m.build()).probe(Probe.out("n-" + i, "dict"));
        }
        for (int to = 0; to < 8; to++) {
            for (int from = 0; from < 8; from++) {
                b.link("n-" + to, "dict", "n-" + from, "dict", random.nextDouble() - 0.5);
            }
        }
        return b.build();
    }
}
