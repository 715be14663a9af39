package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.Map;

/**
 * Machines through whose own matrix a wave runs: an accumulator, {@code self}, holds the matrix, and its row {@code
 * self.delta} has one number 1, which says whose update is added next. That update takes its own 1 out of the row and
 * puts one in for the next.
 */
final class Waves {
    private static final String SELF = "self";

    private Waves() {}

    /**
     * The machine of October 2016 (Clojure): three neurons hold their updates by links to themselves. After cycle n the
     * row {@code self.delta} is {@code {update-(n mod 3 + 1): 1}}.
     */
    static Network three() {
        Network.Builder b = self("wave/three-updates");
        VValueBuilder w = start("clj/identity");
        for (int k = 1; k <= 3; k++) {
            String name = "update-" + k;
            b.add(name, "clj/identity");
            w.put(Path.of("clj/identity", name, "single", "clj/identity", name, "single"), 1);
            b.initial(name, "single", step("clj/identity", name, "update-" + (k % 3 + 1)));
        }
        return b.initial(SELF, "single", w.build()).build();
    }

    /**
     * The machine of August 2016 (Processing), there with matrices of 12 × 11 on every wire: five constant updates at
     * the columns 1, 3, 5, 7 and 9, and three neurons that look at half the matrix. The row repeats every five cycles.
     */
    static Network five() {
        Network.Builder b = self("wave/five-columns");
        VValueBuilder w = start("clj/const");
        for (int k = 1; k <= 9; k += 2) {
            VValue update = step("clj/const", "update-" + k, "update-" + (k + 2) % 10);
            b.add(Neuron.of("update-" + k, Catalogue.type("clj/const"), Map.of("value", update)));
            b.initial("update-" + k, "single", update);
        }
        for (int row : new int[] {2, 4, 5}) {
            b.add("half-" + row, "clj/identity");
            w.put(Path.of("clj/identity", "half-" + row, "single").concat(output("clj/accum", SELF)), 0.5);
        }
        return b.initial(SELF, "single", w.build()).build();
    }

    /**
     * The machines of August 25 and 26, 2016 (Processing): the weight w with which {@code self.delta} reads a constant update
     * is changed by that update, w + step · w; from w = 1 on, a step of −2 makes it −1, 1, −1 …, and a step of −1 ends it.
     */
    static Network alone(String name, double step) {
        VValue update = VValue.of(delta("clj/const", "update"), step);
        return self(name)
                .add(Neuron.of("update", Catalogue.type("clj/const"), Map.of("value", update)))
                .initial("update", "single", update)
                .initial(
                        SELF,
                        "single",
                        VValue.builder()
                                .put(Path.of("clj/accum", SELF, "accum").concat(output("clj/accum", SELF)), 1)
                                .put(delta("clj/const", "update"), 1)
                                .build())
                .probe(Probe.in(SELF, "delta"))
                .build();
    }

    private static Network.Builder self(String name) {
        return Network.builder()
                .name(name)
                .add(SELF, "clj/accum")
                .self(SELF, "single", MatrixFormat.RANK6)
                .probe(Probe.out(SELF, "single"));
    }

    /** The accumulator keeps what it holds, and takes the first update. */
    private static VValueBuilder start(String type) {
        return VValue.builder()
                .put(Path.of("clj/accum", SELF, "accum").concat(output("clj/accum", SELF)), 1)
                .put(delta(type, "update-1"), 1);
    }

    private static VValue step(String type, String from, String to) {
        return VValue.builder()
                .put(delta(type, from), -1)
                .put(delta(type, to), 1)
                .build();
    }

    private static Path delta(String type, String update) {
        return Path.of("clj/accum", SELF, "delta").concat(output(type, update));
    }

    private static Path output(String type, String neuron) {
        return Path.of(type, neuron, "single");
    }
}
