package io.dmm4j.perf.self;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A machine that holds a sparse matrix of scalar links and keeps it, and the same machine with fixed weights. */
final class HeldNetwork {
    private static final int PER_NEURON = 10;

    private HeldNetwork() {}

    /**
     * The machine: neurons with {@value #PER_NEURON} links from random others, whose weights an accumulator holds.
     *
     * @param links links between neurons; there is one more, of the accumulator
     */
    static FlatProgram program(int links, long seed) {
        Random random = new Random(seed);
        int neurons = Math.max(PER_NEURON, links / PER_NEURON);
        Network.Builder b = Network.builder().add("self", "clj/accum").self("self", "single", MatrixFormat.RANK4);
        VValueBuilder w = VValue.builder().put(Path.of("self", "accum", "self", "single"), 1);
        for (int n = 0; n < neurons; n++) {
            b.add("n" + n, "lite/identity").initial("n" + n, "dict", VValue.of(random.nextGaussian()));
            for (int k = 0; k < links / neurons; k++) {
                w.put(
                        Path.of("n" + n, "dict", "n" + (n + 1 + random.nextInt(neurons - 1)) % neurons, "dict"),
                        0.9 / Math.sqrt(PER_NEURON) * random.nextGaussian());
            }
        }
        return Flattener.flatten(b.initial("self", "single", w.build()).build(), FlattenOptions.DEFAULT)
                .program();
    }

    /** The program with the weights that the matrix has at the start as parameters. */
    static FlatProgram fixed(FlatProgram p) {
        double[] start = new double[p.outputRows()];
        for (int i = 0; i < p.initial().count(); i++) {
            start[p.initial().row()[i]] = p.initial().value()[i];
        }
        Runs r = p.rowRuns();
        int n = r.count();
        double[] weights = new double[n];
        int[] index = new int[n];
        Arrays.setAll(weights, k -> start[r.weight()[k]]);
        Arrays.setAll(index, k -> k);
        List<Stage> stages = new ArrayList<>(p.stages());
        stages.set(
                0,
                new Stage(
                        new Runs(r.xRow(), r.yRow(), r.length(), index),
                        stages.get(0).ops()));
        return FlatProgram.builder()
                .rows(p.outputRows(), p.inputRows(), p.tempRows())
                .stages(stages)
                .parameters(n, weights, new boolean[n])
                .constants(p.constants())
                .initial(p.initial())
                .guards(Ranges.NONE)
                .build();
    }
}
