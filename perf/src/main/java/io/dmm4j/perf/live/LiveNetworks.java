package io.dmm4j.perf.live;

import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.List;
import java.util.Random;

/** Random machines of 2,000 links that a page can follow. */
final class LiveNetworks {
    static final int LINKS = 2000;

    private static final int NEURONS = 125;
    private static final int LABELS = 4;
    private static final int WATCHED = 8;

    private LiveNetworks() {}

    /** Accumulators with random links so weak that values fade, and start values to fade from. */
    static Network outside() {
        Network.Builder b = Network.builder().name("2,000 random links");
        Random random = new Random(1);
        for (int n = 0; n < NEURONS; n++) {
            b.add("n" + n, "lite/accum").initial("n" + n, "dict", start(random));
        }
        for (int k = 0; k < LINKS; k++) {
            int to = k % NEURONS;
            int from = (to + 1 + k / NEURONS * 7) % NEURONS;
            b.link("n" + to, "dict-" + (1 + k % 2), "n" + from, "dict", 0.05 * random.nextGaussian());
        }
        for (int n = 0; n < WATCHED; n++) {
            b.probe(Probe.out("n" + n, "dict"));
        }
        return b.build();
    }

    private static VValue start(Random random) {
        VValueBuilder v = VValue.builder();
        for (int i = 0; i < LABELS; i++) {
            v.put(Path.of("label-" + i), random.nextGaussian());
        }
        return v.build();
    }

    /** The same, but the matrix is held by an accumulator, which adds a small constant to a tenth of it in every cycle. */
    static Network held() {
        Network base = outside();
        VValueBuilder matrix = VValue.builder();
        VValueBuilder drift = VValue.builder();
        int[] count = {0};
        MatrixFormat.RANK4.matrix(base.links(), base).forEach((path, w) -> {
            matrix.put(path, w);
            if (count[0]++ % 10 == 0) {
                drift.put(path, 1e-6);
            }
        });
        matrix.put(Path.of("self", "accum", "self", "single"), 1);
        matrix.put(Path.of("self", "delta", "drift", "single"), 1);
        return base.withLinks(List.of()).toBuilder()
                .name("2,000 links that drift")
                .add("self", "clj/accum")
                .add("drift", "clj/identity")
                .fixed("drift", "single", "drift", "single", 1)
                .initial("drift", "single", drift.build())
                .initial("self", "single", matrix.build())
                .self("self", "single", MatrixFormat.RANK4)
                .build();
    }
}
