package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.machine.Rewired;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Changes the links of layers of a model where it stands, in the midst of {@code fit} too: the layers are flattened anew, the
 * model gets a shorter or longer row of parameters, and what stays keeps its value and the updater's moments. Links that come
 * start with weight and moments 0. States of recurrent layers are carried over.
 */
final class Rewirer {
    private final Model model;

    Rewirer(Model model) {
        this.model = model;
    }

    /**
     * Rewires layers.
     *
     * @param changes by the names of {@link Place}
     */
    void apply(Map<String, Rewired> changes) {
        if (changes.isEmpty()) {
            return;
        }
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            List<Place> before = Place.of(model);
            int[] from = origins(before, changes);
            INDArray params = gathered(model.params(), from);
            Moments moments = Moments.of(model);
            for (Place p : before) {
                Rewired r = changes.get(p.name());
                if (r != null) {
                    p.replace().accept(r.conf());
                }
            }
            Reopening.reopen(model, params);
            moments.restore(model, from);
            States.carry(before, Place.of(model));
        }
    }

    /** For each parameter of the model as it will be, its index now; −1 for a new one. */
    private int[] origins(List<Place> places, Map<String, Rewired> changes) {
        int[] from = new int[0];
        for (Place p : places) {
            Rewired r = changes.get(p.name());
            int[] own = r == null
                    ? IntStream.range(0, p.count()).toArray()
                    : r.from().clone();
            for (int i = 0; i < own.length; i++) {
                own[i] = own[i] < 0 ? -1 : p.first() + own[i];
            }
            int n = from.length;
            from = Arrays.copyOf(from, n + own.length);
            System.arraycopy(own, 0, from, n, own.length);
        }
        return from;
    }

    private static INDArray gathered(INDArray old, int[] from) {
        double[] numbers = new double[Math.toIntExact(old.length())];
        Buffers.of(old).get(0, numbers, 0, numbers.length);
        double[] moved = new double[from.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = from[i] < 0 ? 0 : numbers[from[i]];
        }
        INDArray now = Nd4j.create(old.dataType(), from.length);
        Buffers.of(now).put(0, moved, 0, moved.length);
        return now;
    }
}
