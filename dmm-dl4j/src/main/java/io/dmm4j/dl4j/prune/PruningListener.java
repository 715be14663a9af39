package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.machine.ParamBlock;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.sparse.Magnitudes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Cuts the weights nearest to 0 while a model is trained, in each machine layer by itself, for real: the layers are flattened
 * without them and the model's parameters, gradients and updater state become shorter. What stays keeps its value and the
 * updater's moments.
 *
 * <pre>{@code
 * net.setListeners(new PruningListener(new PruningSchedule(0.05, 200, 1000, 50)));
 * net.fit(data, 10);
 * }</pre>
 *
 * <p>Arrays that were taken from the model before, such as {@code params()}, are no longer its own after a cut. Each weight
 * matrix keeps one link at least. Layers of DL4J, frozen layers and those inside {@code Bidirectional} are left as they are.
 */
public final class PruningListener extends BaseTrainingListener {
    private final PruningSchedule schedule;
    private final Map<String, Integer> links = new HashMap<>();

    /** A listener that follows a schedule. */
    public PruningListener(PruningSchedule schedule) {
        this.schedule = schedule;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (!schedule.cutsAfter(iteration)) {
            return;
        }
        Map<String, Rewired> changes = new LinkedHashMap<>();
        for (Place p : Place.of(model)) {
            if (p.isMachine() && p.machine().links() > 0) {
                int now = p.machine().links();
                int all = links.computeIfAbsent(p.name(), name -> now);
                int left = Math.max(1, (int) Math.round(schedule.left(iteration) * all));
                if (left < now) {
                    changes.put(p.name(), p.machine().without(kept(model, p, left)));
                }
            }
        }
        new Rewirer(model).apply(changes);
    }

    private static boolean[] kept(Model model, Place p, int left) {
        double[] weights = new double[p.machine().links()];
        Buffers.of(model.params()).get(p.first(), weights, 0, weights.length);
        boolean[] kept = new boolean[weights.length];
        for (int i : Magnitudes.largest(weights, left)) {
            kept[i] = true;
        }
        keepOneOfEach(p, weights, kept);
        return kept;
    }

    private static void keepOneOfEach(Place p, double[] weights, boolean[] kept) {
        int first = 0;
        for (ParamBlock b : p.machine().blueprint().blocks()) {
            if (b.weight()) {
                double[] own = Arrays.copyOfRange(weights, first, first + b.count());
                kept[first + Magnitudes.largest(own, 1)[0]] = true;
                first += b.count();
            }
        }
    }
}
