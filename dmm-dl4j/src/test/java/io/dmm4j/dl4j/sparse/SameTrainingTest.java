package io.dmm4j.dl4j.sparse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.Nets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/** With all links, whatever a model's configuration asks of its parameters comes to the same as for DL4J's layer. */
class SameTrainingTest {
    private static final DataType D = DataType.DOUBLE;
    private static final INDArray X = Nets.normal(D, 9, 5, 7);
    private static final INDArray Y = Nets.labels(D, 9, 3, 7);

    /** What may be asked. */
    enum Asked {
        L1(b -> b.l1(0.02)),
        L2(b -> b.l2(0.02)),
        L1_OF_BIASES(b -> b.l1Bias(0.05)),
        WEIGHT_DECAY(b -> b.weightDecay(0.02)),
        CLIPPED_BY_LAYER(b ->
                b.gradientNormalization(GradientNormalization.ClipL2PerLayer).gradientNormalizationThreshold(0.01)),
        CLIPPED_BY_PARAMETER(b -> b.gradientNormalization(GradientNormalization.ClipL2PerParamType)
                .gradientNormalizationThreshold(0.01)),
        CLIPPED_BY_NUMBER(b -> b.gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(0.001)),
        OTHER_UPDATER_OF_BIASES(b -> b.biasUpdater(new Sgd(0.5))),
        WEIGHTS_NOT_NEGATIVE(b -> b.constrainWeights(new NonNegativeConstraint())),
        BIASES_NOT_NEGATIVE(b -> b.constrainBias(new NonNegativeConstraint())),
        DROPOUT(b -> b.dropOut(0.6));

        private final UnaryOperator<NeuralNetConfiguration.Builder> asking;

        Asked(UnaryOperator<NeuralNetConfiguration.Builder> asking) {
            this.asking = asking;
        }
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void sameParameters(Asked asked) {
        MultiLayerNetwork dense = net(new LSTM.Builder().nIn(5).nOut(8).build(), asked.asking);
        MultiLayerNetwork sparse = net(new SparseLstm.Builder().nIn(5).nOut(8).build(), asked.asking);
        MultiLayerNetwork plain = net(new SparseLstm.Builder().nIn(5).nOut(8).build(), b -> b);
        sparse.setParams(dense.params());
        plain.setParams(dense.params());
        for (MultiLayerNetwork net : List.of(dense, sparse, plain)) {
            Nd4j.getRandom().setSeed(3);
            for (int i = 0; i < 5; i++) {
                net.fit(X, Y);
            }
        }
        assertEquals(0, distance(dense, sparse), 1e-8);
        assertTrue(distance(plain, sparse) > 1e-6, "asking for it changes something");
    }

    private static double distance(MultiLayerNetwork a, MultiLayerNetwork b) {
        return a.params().sub(b.params()).amaxNumber().doubleValue();
    }

    private static MultiLayerNetwork net(Layer first, UnaryOperator<NeuralNetConfiguration.Builder> asking) {
        NeuralNetConfiguration.Builder b = new NeuralNetConfiguration.Builder()
                .seed(12)
                .dataType(D)
                .updater(new Adam(0.01))
                .activation(Activation.TANH);
        MultiLayerNetwork net = new MultiLayerNetwork(
                asking.apply(b).list().layer(first).layer(Nets.classes(8, 3)).build());
        net.init();
        return net;
    }
}
