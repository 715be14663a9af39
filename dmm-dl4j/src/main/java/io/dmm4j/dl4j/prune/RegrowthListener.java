package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.machine.CandidateGradient;
import io.dmm4j.dl4j.machine.Candidates;
import io.dmm4j.dl4j.machine.MachineInLayer;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.sparse.Magnitudes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/**
 * Moves links of sparse layers and of {@code Dmm} layers while a model is trained: every so many iterations a share of each weight
 * matrix, the weights nearest to 0, goes, and as many links come elsewhere, with weight and moments 0, so that the model keeps its
 * size. Where links of a network may come is said at {@link io.dmm4j.dl4j.DmmConf}. Wrapped layers move theirs as well, frozen ones do
 * not; a model without any that can is an error.
 *
 * <ul>
 *   <li>{@link #set}: at random places (Mocanu and others, Nature Communications 9, 2018). There new weights are drawn; here they
 *       start at 0, so that the function does not jump.
 *   <li>{@link #rigl}: where the derivative of the loss on the batch is largest (Evci and others, Rigging the lottery, ICML
 *       2020). That batch is run once more.
 * </ul>
 */
public final class RegrowthListener extends BaseTrainingListener {
    private final double share;
    private final int every;
    private final int last;
    private final boolean byGradient;
    private final SplittableRandom random;

    private RegrowthListener(double share, int every, int last, boolean byGradient, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new DL4JInvalidConfigException("share of links: found " + share + ", expected above 0 and below 1");
        }
        if (every < 1) {
            throw new DL4JInvalidConfigException("iterations between moves: found " + every + ", expected at least 1");
        }
        this.share = share;
        this.every = every;
        this.last = last;
        this.byGradient = byGradient;
        random = new SplittableRandom(seed);
    }

    /**
     * Sparse evolutionary training.
     *
     * @param share of the links that moves each time, above 0 and below 1
     * @param every iterations between moves
     * @param last iteration after which links may move
     * @param seed of the places
     */
    public static RegrowthListener set(double share, int every, int last, long seed) {
        return new RegrowthListener(share, every, last, false, seed);
    }

    /**
     * The rigged lottery.
     *
     * @param share of the links that moves each time, above 0 and below 1
     * @param every iterations between moves
     * @param last iteration after which links may move
     */
    public static RegrowthListener rigl(double share, int every, int last) {
        return new RegrowthListener(share, every, last, true, 0);
    }

    private boolean movesAfter(int iteration) {
        return iteration <= last && (iteration + 1) % every == 0;
    }

    @Override
    public void onEpochStart(Model model) {
        watch(model, movesAfter(iterations(model)));
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (movesAfter(iteration)) {
            Map<String, Rewired> changes = new LinkedHashMap<>();
            for (List<Place> directions : machines(model)) {
                move(model, directions, changes);
            }
            new Rewirer(model).apply(changes);
        }
        watch(model, movesAfter(iteration + 1));
    }

    /** How many iterations a model has behind it, which is the number of the next. */
    private static int iterations(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.getIterationCount()
                : ((ComputationGraph) model).getIterationCount();
    }

    private static Collection<List<Place>> machines(Model model) {
        Collection<List<Place>> machines = Place.machines(model, Candidates.class);
        if (machines.isEmpty()) {
            throw new DL4JInvalidConfigException(
                    "regrowth: found no layer whose links can move, expected a sparse or a Dmm layer that is not frozen");
        }
        return machines;
    }

    /** Has layers compute the derivatives by absent links in the next iteration, or no longer. */
    private void watch(Model model, boolean on) {
        if (byGradient) {
            for (List<Place> directions : machines(model)) {
                directions.forEach(p -> ((MachineInLayer) p.layer()).access().watchCandidates(on));
            }
        }
    }

    /** Moves as many links in each direction; none of a layer whose derivatives were not computed. */
    private void move(Model model, List<Place> directions, Map<String, Rewired> changes) {
        List<List<double[]>> slopes = new ArrayList<>();
        for (Place p : directions) {
            CandidateGradient g = ((MachineInLayer) p.layer()).access().candidates();
            if (byGradient && (g == null || g.found() == null)) {
                return;
            }
            slopes.add(byGradient ? g.found() : null);
        }
        int[] moving = moving(directions);
        for (int i = 0; i < directions.size(); i++) {
            Place p = directions.get(i);
            changes.put(p.name(), moved(model, p, slopes.get(i), moving));
        }
    }

    /** How many links of each block can move in every direction: no more than have somewhere to go. */
    private int[] moving(List<Place> directions) {
        int[] most = new int[((Candidates) directions.get(0).conf()).places().size()];
        Arrays.fill(most, Integer.MAX_VALUE);
        for (Place p : directions) {
            Candidates c = (Candidates) p.conf();
            for (int b = 0; b < most.length; b++) {
                int wanted = (int) Math.round(share * c.places().get(b).length);
                most[b] = Math.min(most[b], Math.min(wanted, c.absent().get(b).length));
            }
        }
        return most;
    }

    private Rewired moved(Model model, Place p, List<double[]> slopes, int[] moving) {
        Candidates c = (Candidates) p.conf();
        double[] weights = p.weights(model);
        boolean[] kept = new boolean[weights.length];
        List<int[]> added = new ArrayList<>();
        for (int b = 0, first = 0; b < moving.length; first += c.places().get(b++).length) {
            int count = c.places().get(b).length;
            double[] own = Arrays.copyOfRange(weights, first, first + count);
            for (int i : Magnitudes.largest(own, count - moving[b])) {
                kept[first + i] = true;
            }
            int[] absent = c.absent().get(b);
            added.add(byGradient ? steepest(slopes.get(b), absent, moving[b]) : anywhere(absent.clone(), moving[b]));
        }
        return c.rewired(kept, added);
    }

    private static int[] steepest(double[] slopes, int[] absent, int count) {
        return Arrays.stream(Magnitudes.largest(slopes, count))
                .map(i -> absent[i])
                .toArray();
    }

    private int[] anywhere(int[] absent, int count) {
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(absent.length - i);
            int place = absent[i];
            absent[i] = absent[j];
            absent[j] = place;
        }
        return Arrays.copyOf(absent, count);
    }
}
