package io.dmm4j.train;

import io.dmm4j.net.Network;
import io.dmm4j.net.Port;

/** Parameters to train that belong to no machine in particular. */
final class Numbers {
    private Numbers() {}

    /** As many links; every fourth is frozen, the first one too. */
    static Parameters of(int links) {
        Network.Builder b = Network.builder();
        for (int i = 0; i < links; i++) {
            b.add("a" + i, "lite/accum").link("a" + i, "dict-1", "a" + i / 2, "dict", i % 4 == 0 ? 4 : 1);
        }
        return Parameters.of(b.build(), l -> l.weight() == 4, (Port p) -> false, (Port p) -> false);
    }
}
