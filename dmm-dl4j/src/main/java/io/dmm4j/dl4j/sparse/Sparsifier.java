package io.dmm4j.dl4j.sparse;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.machine.Rewired;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sparse layers in the place of DL4J's, with the largest of their weights and all their settings. */
public final class Sparsifier {
    private Sparsifier() {}

    /** Whether there is a sparse layer for a layer of DL4J: {@code DenseLayer}, {@code SimpleRnn} and {@code LSTM} without layer norm. */
    public static boolean fits(org.deeplearning4j.nn.conf.layers.Layer layer) {
        return layer.getClass() == DenseLayer.class
                        && !((DenseLayer) layer).isHasLayerNorm()
                        && ((DenseLayer) layer).isHasBias()
                || layer.getClass() == SimpleRnn.class && !((SimpleRnn) layer).hasLayerNorm()
                || layer.getClass() == LSTM.class;
    }

    /**
     * The sparse layer for a layer of DL4J.
     *
     * @param layer one that {@link #fits}
     * @param params its parameters
     * @param density share of each weight matrix that stays, the largest weights, above 0 and at most 1
     */
    public static Rewired sparse(FeedForwardLayer layer, INDArray params, double density) {
        double[] all = new double[Math.toIntExact(params.length())];
        Buffers.of(params).get(0, all, 0, all.length);
        Cell cell = layer instanceof LSTM ? Cell.LSTM : layer instanceof SimpleRnn ? Cell.SIMPLE_RNN : Cell.DENSE;
        int in = Math.toIntExact(layer.getNIn());
        int units = Math.toIntExact(layer.getNOut());
        int inTargets = cell.inputs().size() * units;
        int recurrentTargets = cell.recurrents().size() * units;
        int first = in * inTargets;
        int second = first + units * recurrentTargets;
        Connections inputs = Connections.largest(in, inTargets, Arrays.copyOfRange(all, 0, first), density);
        Connections recurrents = cell == Cell.DENSE
                ? Connections.of(units, 0, new int[0])
                : Connections.largest(units, recurrentTargets, Arrays.copyOfRange(all, first, second), density);
        int[] from = IntStream.concat(
                        IntStream.concat(
                                Arrays.stream(inputs.places()),
                                Arrays.stream(recurrents.places()).map(p -> first + p)),
                        IntStream.range(second, all.length))
                .toArray();
        return new Rewired(conf(layer, cell, Sparsity.of(inputs, recurrents)), from);
    }

    private static BaseLayer conf(FeedForwardLayer layer, Cell cell, Sparsity sparsity) {
        FeedForwardLayer made =
                switch (cell) {
                    case LSTM ->
                        new SparseLstm.Builder()
                                .forgetGateBiasInit(((LSTM) layer).getForgetGateBiasInit())
                                .gateActivationFunction(((LSTM) layer).getGateActivationFn())
                                .sparsity(sparsity)
                                .build();
                    case SIMPLE_RNN ->
                        new SparseSimpleRnn.Builder().sparsity(sparsity).build();
                    default -> new SparseDense.Builder().sparsity(sparsity).build();
                };
        copy(layer, made);
        if (layer instanceof BaseRecurrentLayer old && made instanceof BaseRecurrentLayer now) {
            now.setRnnDataFormat(old.getRnnDataFormat());
            now.setWeightInitFnRecurrent(old.getWeightInitFnRecurrent());
        }
        return made;
    }

    private static void copy(FeedForwardLayer from, FeedForwardLayer to) {
        to.setNIn(from.getNIn());
        to.setNOut(from.getNOut());
        to.setLayerName(from.getLayerName());
        to.setIDropout(from.getIDropout());
        to.setConstraints(from.getConstraints());
        to.setActivationFn(from.getActivationFn());
        to.setWeightInitFn(from.getWeightInitFn());
        to.setBiasInit(from.getBiasInit());
        to.setGainInit(from.getGainInit());
        to.setRegularization(from.getRegularization());
        to.setRegularizationBias(from.getRegularizationBias());
        to.setIUpdater(from.getIUpdater());
        to.setBiasUpdater(from.getBiasUpdater());
        to.setWeightNoise(from.getWeightNoise());
        to.setGradientNormalization(from.getGradientNormalization());
        to.setGradientNormalizationThreshold(from.getGradientNormalizationThreshold());
    }
}
