package io.dmm4j.dl4j.machine;

import io.dmm4j.dl4j.arrays.Buffers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The derivatives by absent links of a layer of cells. The machine is run once more with
 * taps: features that add to each input of each unit. The derivative by a tap at a step is that by the input, and the one by a
 * link is Σ over steps and batch of that times the source. Every pass starts from the initial outputs, in truncated
 * back-propagation too.
 */
final class TapGradient implements CandidateGradient {
    private final Tapped conf;
    private final Blueprint tapped;
    private final Session session;
    private final DataType type;
    private INDArray features;
    private INDArray parameters;
    private List<double[]> found;

    TapGradient(Object owner, Tapped conf, DataType type) {
        this.conf = conf;
        this.type = type;
        tapped = conf.tapped();
        session = new Session(owner, tapped, conf, type);
    }

    @Override
    public void batch(INDArray in, INDArray now) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            features = in.dup('f');
            parameters = now.dup();
        }
    }

    @Override
    public void compute(INDArray errors) {
        try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray x = steps(features);
            INDArray e = steps(errors);
            long[] shape = {x.size(0), tapped.features(), x.size(2)};
            INDArray in = Nd4j.create(type, shape, 'f');
            between(in, 0, x.size(1)).assign(x);
            INDArray out = Nd4j.create(type, e.shape(), 'f');
            session.forward(in, parameters, null, out, true);
            INDArray by = Nd4j.create(type, shape, 'f');
            INDArray gradient = Nd4j.create(type, new long[] {1, tapped.parameters()}, 'f');
            session.backward(e, by, gradient);
            found = new ArrayList<>();
            for (int b = 0; b < conf.candidateBlocks().size(); b++) {
                INDArray all = products(conf.candidateBlocks().get(b), x, out, by);
                found.add(chosen(all, conf.absent().get(b)));
            }
        }
    }

    private static INDArray steps(INDArray a) {
        return a.rank() == 3 ? a : a.reshape('f', a.size(0), a.size(1), 1);
    }

    private static INDArray between(INDArray a, long first, long end) {
        return a.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end), NDArrayIndex.all());
    }

    /** [sources, targets]: Σ_t source_tᵀ · tap_t, the source of a recurrent link being that of the step before. */
    private INDArray products(Tapped.Block b, INDArray x, INDArray out, INDArray by) {
        INDArray sum = Nd4j.create(type, new long[] {b.sources(), b.targets()}, 'f');
        int lag = b.recurrent() ? 1 : 0;
        INDArray sources = b.recurrent() ? out : x;
        for (int t = lag; t < x.size(2); t++) {
            INDArray from = step(sources, t - lag);
            INDArray to = taps(step(by, t), b.tap(), x.size(1));
            Nd4j.gemm(from, to, sum, true, false, 1, 1);
        }
        return sum;
    }

    private static INDArray step(INDArray a, int t) {
        return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t))
                .dup('f');
    }

    private INDArray taps(INDArray step, int[] tap, long features) {
        INDArray chosen = Nd4j.create(type, new long[] {step.size(0), tap.length}, 'f');
        for (int k = 0; k < tap.length; ) {
            int n = 1;
            while (k + n < tap.length && tap[k + n] == tap[k] + n) {
                n++;
            }
            long first = features + tap[k];
            chosen.get(NDArrayIndex.all(), NDArrayIndex.interval(k, k + n))
                    .assign(step.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + n)));
            k += n;
        }
        return chosen;
    }

    private static double[] chosen(INDArray all, int[] places) {
        double[] numbers = new double[Math.toIntExact(all.length())];
        Buffers.of(all).get(0, numbers, 0, numbers.length);
        return Arrays.stream(places).mapToDouble(p -> numbers[p]).toArray();
    }

    @Override
    public List<double[]> found() {
        return found;
    }
}
