package io.dmm4j.perf.self;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.List;
import java.util.Random;

/** Sparse machines of scalar streams, and the same machines with their matrix in an accumulator. */
final class HeldNetwork {
    private static final int PER_NEURON = 10;

    /** What becomes of a held matrix in a cycle. */
    enum Matrix {
        /** It stays as it is: the accumulator's link to itself, in the matrix, has the weight 1. */
        KEPT,
        /** Every weight changes: the accumulator's link to itself, outside, has a weight a little below 1. */
        FADING,
        /** A tenth of the weights changes: there is something to add to them. */
        DRIFTING
    }

    private HeldNetwork() {}

    /** Neurons with {@value #PER_NEURON} links from random others, and fixed weights. */
    static FlatProgram fixed(int links, long seed) {
        return flat(network(links, seed));
    }

    /** The same machine, but an accumulator holds the weights. */
    static FlatProgram held(int links, long seed, Matrix kind) {
        Network fixed = network(links, seed);
        VValueBuilder matrix = VValue.builder();
        VValueBuilder drift = VValue.builder();
        int[] count = {0};
        MatrixFormat.RANK4.matrix(fixed.links(), fixed).forEach((path, w) -> {
            matrix.put(path, w);
            if (count[0]++ % 10 == 0) {
                drift.put(path, 1e-6);
            }
        });
        Network.Builder b = fixed.withLinks(List.of()).toBuilder()
                .add("self", "clj/accum")
                .self("self", "single", MatrixFormat.RANK4);
        if (kind == Matrix.FADING) {
            b.fixed("self", "accum", "self", "single", 1 - 1e-6);
        } else {
            matrix.put(Path.of("self", "accum", "self", "single"), 1);
        }
        if (kind == Matrix.DRIFTING) {
            matrix.put(Path.of("self", "delta", "drift", "single"), 1);
            b.add("drift", "clj/identity")
                    .fixed("drift", "single", "drift", "single", 1)
                    .initial("drift", "single", drift.build());
        }
        return flat(b.initial("self", "single", matrix.build()).build());
    }

    private static Network network(int links, long seed) {
        Random random = new Random(seed);
        int neurons = Math.max(PER_NEURON, links / PER_NEURON);
        Network.Builder b = Network.builder();
        for (int n = 0; n < neurons; n++) {
            b.add("n" + n, "lite/identity").initial("n" + n, "dict", VValue.of(random.nextGaussian()));
        }
        for (int n = 0; n < neurons; n++) {
            int first = random.nextInt(neurons);
            int step = Math.max(1, neurons / PER_NEURON - 1);
            for (int k = 0; k < links / neurons; k++) {
                int from = (first + k * step + random.nextInt(step)) % neurons;
                b.fixed("n" + n, "dict", "n" + from, "dict", 0.9 / Math.sqrt(PER_NEURON) * random.nextGaussian());
            }
        }
        return b.build();
    }

    private static FlatProgram flat(Network n) {
        return Flattener.flatten(n, FlattenOptions.DEFAULT).program();
    }
}
