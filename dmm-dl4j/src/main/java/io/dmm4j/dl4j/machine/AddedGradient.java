package io.dmm4j.dl4j.machine;

import io.dmm4j.dl4j.arrays.Buffers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The derivatives by absent links of any network: the machine is run once more with all of them there, with weight 0. Every pass
 * starts from the initial outputs, in truncated back-propagation too.
 */
public final class AddedGradient implements CandidateGradient {
    private final Candidates conf;
    private final Candidates full;
    private final int[] from;
    private final Session session;
    private final DataType type;
    private INDArray features;
    private INDArray parameters;
    private List<double[]> found;

    /** Of a configuration, which lives as long as its owner. */
    public AddedGradient(Object owner, Candidates conf, DataType type) {
        this.conf = conf;
        this.type = type;
        boolean[] all = new boolean[conf.links()];
        Arrays.fill(all, true);
        Rewired added = conf.rewired(all, conf.absent());
        full = (Candidates) added.conf();
        from = added.from();
        session = new Session(owner, full, type);
    }

    @Override
    public void batch(INDArray in, INDArray now) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            features = in.dup('f');
            double[] old = new double[Math.toIntExact(now.length())];
            Buffers.of(now).get(0, old, 0, old.length);
            double[] all = new double[from.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = from[i] < 0 ? 0 : old[from[i]];
            }
            parameters = Nd4j.create(type, all.length);
            Buffers.of(parameters).put(0, all, 0, all.length);
        }
    }

    @Override
    public void compute(INDArray errors) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            session.forward(features, parameters, null, null, true);
            INDArray by = Nd4j.create(type, features.shape(), 'f');
            INDArray gradient = Nd4j.create(type, from.length);
            session.backward(errors, by, gradient);
            double[] numbers = new double[from.length];
            Buffers.of(gradient).get(0, numbers, 0, numbers.length);
            found = new ArrayList<>();
            for (int b = 0, first = 0;
                    b < full.places().size();
                    first += full.places().get(b++).length) {
                found.add(chosen(
                        numbers, first, full.places().get(b), conf.absent().get(b)));
            }
        }
    }

    /** The derivatives by the links at some of all places. */
    private static double[] chosen(double[] numbers, int first, int[] places, int[] wanted) {
        double[] chosen = new double[wanted.length];
        for (int k = 0; k < places.length; k++) {
            int i = Arrays.binarySearch(wanted, places[k]);
            if (i >= 0) {
                chosen[i] = numbers[first + k];
            }
        }
        return chosen;
    }

    @Override
    public List<double[]> found() {
        return found;
    }
}
