package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.sparse.Magnitudes;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
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
 * matrix keeps one link at least. Layers inside wrappers such as {@code LastTimeStep} are cut as well; the directions of {@code
 * Bidirectional} lose other links but equally many of each matrix, as DL4J needs it. Layers of DL4J and frozen layers are left as
 * they are; a model without others is an error.
 */
public final class PruningListener extends BaseTrainingListener {
    private final PruningSchedule schedule;

    /** The model that {@link #links} are of. */
    private WeakReference<Model> latest = new WeakReference<>(null);

    /** For each layer how many links are all; what is not here is what the layer has at its first cut. */
    private final Map<String, Integer> links = new HashMap<>();

    private final Map<String, Integer> given;

    /** A listener that follows a schedule; all links are those of the model at the first cut. */
    public PruningListener(PruningSchedule schedule) {
        this.schedule = schedule;
        given = Map.of();
    }

    /**
     * A listener that goes on with a schedule where a saved model left it.
     *
     * @param uncut a model as it was before the first cut, such as a new one of the first configuration: its links are all links
     */
    public PruningListener(PruningSchedule schedule, Model uncut) {
        this.schedule = schedule;
        given = new HashMap<>();
        for (List<Place> directions : Place.machines(uncut, MachineConf.class)) {
            Place one = directions.get(0);
            given.put(one.outer(), one.machine().links());
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (!schedule.cutsAfter(iteration)) {
            return;
        }
        Collection<List<Place>> machines = Place.machines(model, MachineConf.class);
        if (machines.isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "pruning: found no layer whose links can go, expected a sparse or a Dmm layer that is not frozen");
        }
        if (latest.get() != model) {
            latest = new WeakReference<>(model);
            links.clear();
            links.putAll(given);
        }
        Map<String, Rewired> changes = new LinkedHashMap<>();
        for (List<Place> directions : machines) {
            Place one = directions.get(0);
            int now = one.machine().links();
            int all = links.computeIfAbsent(one.outer(), name -> now);
            int left = Math.max(1, (int) Math.round(schedule.left(iteration) * all));
            if (left < now) {
                int[] shares = shares(model, directions, left);
                directions.forEach(p -> changes.put(p.name(), p.machine().without(kept(model, p, shares))));
            }
        }
        new Rewirer(model).apply(changes);
    }

    /** How many links each weight matrix keeps if all matrices, and both directions, are judged together; one at least. */
    private static int[] shares(Model model, List<Place> directions, int left) {
        int[] counts = directions.get(0).weightCounts();
        double[] all = directions.stream()
                .flatMapToDouble(p -> Arrays.stream(p.weights(model)))
                .toArray();
        int[] shares = new int[counts.length];
        int own = all.length / directions.size();
        for (int i : Magnitudes.largest(all, left * directions.size())) {
            int block = 0;
            for (int before = i % own; before >= counts[block]; block++) {
                before -= counts[block];
            }
            shares[block]++;
        }
        return Arrays.stream(shares)
                .map(n -> Math.max(1, n / directions.size()))
                .toArray();
    }

    private static boolean[] kept(Model model, Place p, int[] shares) {
        double[] weights = p.weights(model);
        boolean[] kept = new boolean[weights.length];
        int[] counts = p.weightCounts();
        for (int b = 0, first = 0; b < counts.length; first += counts[b++]) {
            double[] own = Arrays.copyOfRange(weights, first, first + counts[b]);
            for (int i : Magnitudes.largest(own, shares[b])) {
                kept[first + i] = true;
            }
        }
        return kept;
    }
}
