package io.dmm4j.dl4j.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.dl4j.Nets;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A sparse layer with all links and DL4J's layer with the same parameters are the same function. */
class DropInTest {

    private static void same(List<Layer> dl4j, List<Layer> sparse, INDArray input, INDArray labels) {
        MultiLayerNetwork a = Nets.net(DataType.FLOAT, new Sgd(0.1), dl4j);
        MultiLayerNetwork b = Nets.net(DataType.FLOAT, new Sgd(0.1), sparse);
        b.setParams(a.params());
        close(a.output(input), b.output(input));
        for (MultiLayerNetwork net : List.of(a, b)) {
            net.setInput(input);
            net.setLabels(labels);
            net.computeGradientAndScore();
        }
        assertEquals(a.score(), b.score(), 1e-5);
        close(a.gradient().gradient(), b.gradient().gradient());
        a.fit(input, labels);
        b.fit(input, labels);
        close(a.params(), b.params());
    }

    private static void close(INDArray expected, INDArray found) {
        double scale = Math.max(1, expected.amaxNumber().doubleValue());
        assertEquals(
                0, expected.sub(found.reshape(expected.shape())).amaxNumber().doubleValue(), 1e-5 * scale);
    }

    @Test
    void lstm() {
        same(
                List.of(
                        new LSTM.Builder().nIn(6).nOut(20).build(),
                        new LSTM.Builder().nIn(20).nOut(9).build(),
                        Nets.classes(9, 4)),
                List.of(
                        new SparseLstm.Builder().nIn(6).nOut(20).build(),
                        new SparseLstm.Builder().nIn(20).nOut(9).build(),
                        Nets.classes(9, 4)),
                Nets.normal(DataType.FLOAT, 17, 6, 11),
                Nets.labels(DataType.FLOAT, 17, 4, 11));
    }

    @Test
    void simpleRnn() {
        same(
                List.of(new SimpleRnn.Builder().nIn(6).nOut(20).build(), Nets.classes(20, 4)),
                List.of(new SparseSimpleRnn.Builder().nIn(6).nOut(20).build(), Nets.classes(20, 4)),
                Nets.normal(DataType.FLOAT, 32, 6, 11),
                Nets.labels(DataType.FLOAT, 32, 4, 11));
    }

    @Test
    void dense() {
        OutputLayer out = new OutputLayer.Builder(LossFunction.MSE)
                .nIn(9)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
        same(
                List.of(new DenseLayer.Builder().nIn(6).nOut(9).build(), out),
                List.of(new SparseDense.Builder().nIn(6).nOut(9).build(), out),
                Nets.normal(DataType.FLOAT, 32, 6),
                Nets.normal(DataType.FLOAT, 32, 2));
    }
}
