package io.dmm4j.dl4j;

import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data for tests, all seeded. */
public final class Nets {
    /** A network file, but for its schedule: smooth neurons that remember, compare and multiply; a tree of two paths goes in, four numbers come out. */
    public static final String TREES =
            """
            {"format": "dmm4j-network/1", "schedule": "%s",
             "neurons": [
               {"name": "in", "external": {"x": {"paths": ["/a", "/b"]}, "y": {"paths": [""]}}},
               {"name": "memory", "type": "lite/accum"},
               {"name": "dot", "type": "lite/dot-clamped(40)"},
               {"name": "const", "type": "lite/const_1"}],
             "matrix": {"rank": 4,
               "fixed": {"memory": {"dict-1": {"memory": {"dict": 0.5}}}},
               "trainable": {
                 "memory": {"dict-2": {"in": {"x": 0.7, "y": 0.3}, "dot": {"dot": 0.2}}},
                 "dot": {"dict-1": {"memory": {"dict": 0.4}, "const": {"const_1": 0.2}},
                         "dict-2": {"in": {"x": 0.6}, "memory": {"dict": {"a": 0.25}}}}}},
             "probes": ["out:memory.dict", "out:dot.dot"]}
            """;

    private Nets() {}

    /** Layers one after the other. */
    public static MultiLayerNetwork net(DataType type, IUpdater updater, List<Layer> layers) {
        MultiLayerNetwork net = new MultiLayerNetwork(conf(type, updater, layers));
        net.init();
        return net;
    }

    /** Their configuration. */
    public static MultiLayerConfiguration conf(DataType type, IUpdater updater, List<Layer> layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(12)
                .dataType(type)
                .updater(updater)
                .activation(Activation.TANH)
                .list();
        layers.forEach(list::layer);
        return list.build();
    }

    /** A layer that classifies each step. */
    public static RnnOutputLayer classes(int in, int classes) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(in)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .dataFormat(RNNFormat.NCW)
                .build();
    }

    /** The numbers of an array. */
    public static float[] numbers(INDArray a) {
        return a.dup('c').reshape(a.length()).toFloatVector();
    }

    /** Normal numbers. */
    public static INDArray normal(DataType type, long... shape) {
        Nd4j.getRandom().setSeed(5);
        return Nd4j.randn(type, shape);
    }

    /** A class of {@code classes} for every step of every sequence, one-hot [batch, classes, time]. */
    public static INDArray labels(DataType type, int batch, int classes, int time) {
        INDArray labels = Nd4j.zeros(type, batch, classes, time);
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < time; t++) {
                labels.putScalar(new int[] {b, (3 * b + 2 * t + b * t) % classes, t}, 1);
            }
        }
        return labels;
    }

    /** DL4J's gradient checker, on a network in double precision without an updater. */
    public static boolean gradientsFit(
            List<Layer> layers, INDArray input, INDArray labels, INDArray inputMask, INDArray labelMask) {
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(net(DataType.DOUBLE, new NoOp(), layers))
                    .input(input)
                    .labels(labels)
                    .inputMask(inputMask)
                    .labelMask(labelMask)
                    .epsilon(1e-6)
                    .maxRelError(1e-3)
                    .minAbsoluteError(1e-8)
                    .subset(true)
                    .maxPerParam(5)
                    .print(GradientCheckUtil.PrintMode.FAILURES_ONLY));
        } finally {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
        }
    }
}
