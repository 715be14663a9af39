package io.dmm4j.dl4j.sparse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.Nets;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J's gradient checker on networks with sparse layers, below and above others. */
class SparseGradientTest {
    private static final DataType D = DataType.DOUBLE;

    private static Layer layer(String kind, int in, int out, double density) {
        SparseRecurrentLayer.Builder<?> b =
                switch (kind) {
                    case "rnn" -> new SparseSimpleRnn.Builder();
                    case "lstm" -> new SparseLstm.Builder();
                    default -> new SparseGru.Builder();
                };
        return b.nIn(in).nOut(out).density(density, 7).build();
    }

    @ParameterizedTest
    @CsvSource({"rnn, 0.4", "rnn, 1", "lstm, 0.4", "lstm, 1", "gru, 0.4", "gru, 1"})
    void recurrent(String kind, double density) {
        List<Layer> layers = List.of(
                new LSTM.Builder().nIn(3).nOut(4).build(),
                layer(kind, 4, 5, density),
                layer(kind, 5, 4, density),
                Nets.classes(4, 3));
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 2, 3, 5), Nets.labels(D, 2, 3, 5), null, null));
    }

    @ParameterizedTest
    @CsvSource({"rnn", "lstm", "gru"})
    void masked(String kind) {
        INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}});
        List<Layer> layers = List.of(layer(kind, 3, 4, 0.6), layer(kind, 4, 4, 0.6), Nets.classes(4, 2));
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 3, 3, 4), Nets.labels(D, 3, 2, 4), mask, mask));
    }

    @Test
    void dense() {
        List<Layer> layers = List.of(
                new DenseLayer.Builder().nIn(5).nOut(6).build(),
                new SparseDense.Builder().nIn(6).nOut(7).density(0.5, 3).build(),
                new SparseDense.Builder()
                        .nIn(7)
                        .nOut(4)
                        .density(0.5, 4)
                        .activation(Activation.SOFTSIGN)
                        .build(),
                new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build());
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 3, 5), Nets.normal(D, 3, 2), null, null));
    }
}
