package io.dmm4j.dl4j.prune;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.machine.CandidateGradient;
import io.dmm4j.dl4j.machine.Candidates;
import io.dmm4j.dl4j.machine.MachineInLayer;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.sparse.Magnitudes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Moves links of sparse layers while a model is trained: every so many iterations a share of each weight matrix, the weights
 * nearest to 0, goes, and as many links come elsewhere, with weight and moments 0, so that the model keeps its size.
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
        watch(model, every == 1);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (movesAfter(iteration)) {
            Map<String, Rewired> changes = new LinkedHashMap<>();
            for (Place p : Place.of(model)) {
                if (p.isMachine() && p.conf() instanceof Candidates c) {
                    Rewired r = moved(model, p, c);
                    if (r != null) {
                        changes.put(p.name(), r);
                    }
                }
            }
            new Rewirer(model).apply(changes);
        }
        watch(model, movesAfter(iteration + 1));
    }

    /** Has layers compute the derivatives by absent links in the next iteration, or no longer. */
    private void watch(Model model, boolean on) {
        if (byGradient) {
            for (Place p : Place.of(model)) {
                if (p.isMachine() && p.conf() instanceof Candidates) {
                    ((MachineInLayer) p.layer()).access().watchCandidates(on);
                }
            }
        }
    }

    /** The layer with links moved; null if the derivatives that it takes were not computed. */
    private Rewired moved(Model model, Place p, Candidates c) {
        List<INDArray> gradients = null;
        if (byGradient) {
            CandidateGradient g = ((MachineInLayer) p.layer()).access().candidates();
            gradients = g == null ? null : g.found();
            if (gradients == null) {
                return null;
            }
        }
        double[] weights = new double[c.links()];
        Buffers.of(model.params()).get(p.first(), weights, 0, weights.length);
        boolean[] kept = new boolean[weights.length];
        List<int[]> added = new ArrayList<>();
        int first = 0;
        for (int b = 0; b < c.places().size(); b++) {
            int[] places = c.places().get(b);
            int moving = (int) Math.round(share * places.length);
            double[] own = Arrays.copyOfRange(weights, first, first + places.length);
            for (int i : Magnitudes.largest(own, places.length - moving)) {
                kept[first + i] = true;
            }
            Candidates.Block block = c.candidateBlocks().get(b);
            int[] absent = absent(places, block.sources() * block.targets());
            added.add(byGradient ? steepest(gradients.get(b), absent, moving) : anywhere(absent, moving));
            first += places.length;
        }
        return c.rewired(kept, added);
    }

    private static int[] absent(int[] places, int cells) {
        boolean[] there = new boolean[cells];
        for (int p : places) {
            there[p] = true;
        }
        int[] absent = new int[cells - places.length];
        for (int p = 0, n = 0; p < cells; p++) {
            if (!there[p]) {
                absent[n++] = p;
            }
        }
        return absent;
    }

    private static int[] steepest(INDArray gradient, int[] absent, int count) {
        double[] all = new double[Math.toIntExact(gradient.length())];
        Buffers.of(gradient).get(0, all, 0, all.length);
        double[] slopes = new double[absent.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = all[absent[i]];
        }
        return Arrays.stream(Magnitudes.largest(slopes, Math.min(count, absent.length)))
                .map(i -> absent[i])
                .toArray();
    }

    private int[] anywhere(int[] absent, int count) {
        int n = Math.min(count, absent.length);
        for (int i = 0; i < n; i++) {
            int j = i + random.nextInt(absent.length - i);
            int place = absent[i];
            absent[i] = absent[j];
            absent[j] = place;
        }
        return Arrays.copyOf(absent, n);
    }
}
