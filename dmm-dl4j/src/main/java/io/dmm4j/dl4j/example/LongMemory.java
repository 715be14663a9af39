package io.dmm4j.dl4j.example;

import io.dmm4j.dl4j.sparse.SparseLstm;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A task for memory: the first step shows one of four symbols, all others noise; at the end a sparse layer of long short-term
 * memory must say which it was.
 */
public final class LongMemory {
    private static final int SYMBOLS = 4;
    private static final int BATCH = 50;

    private LongMemory() {}

    static Map<String, String> options() {
        Map<String, String> o = new LinkedHashMap<>();
        o.put("steps", "40");
        o.put("hidden", "64");
        o.put("density", "0.1");
        o.put("epochs", "8");
        o.put("train", "2000");
        o.put("rate", "0.005");
        return o;
    }

    static void run(Options o, PrintStream out) {
        int hidden = o.whole("hidden");
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(o.number("rate")))
                .activation(Activation.TANH)
                .list()
                .layer(new LastTimeStep(new SparseLstm.Builder()
                        .nIn(SYMBOLS)
                        .nOut(hidden)
                        .density(o.number("density"), 1)
                        .build()))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(hidden)
                        .nOut(SYMBOLS)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        out.printf("%d parameters%n", net.numParams());
        net.fit(data(o.whole("train"), o.whole("steps"), 1), o.whole("epochs"));
        Evaluation e = net.evaluate(data(500, o.whole("steps"), 2));
        out.println(e.stats());
    }

    private static DataSetIterator data(int sequences, int steps, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DataSet> all = new ArrayList<>();
        for (int i = 0; i < sequences; i++) {
            INDArray x = Nd4j.create(DataType.FLOAT, 1, SYMBOLS, steps);
            INDArray y = Nd4j.create(DataType.FLOAT, 1, SYMBOLS);
            int symbol = random.nextInt(SYMBOLS);
            for (int t = 0; t < steps; t++) {
                for (int s = 0; s < SYMBOLS; s++) {
                    x.putScalar(new int[] {0, s, t}, t > 0 ? random.nextDouble(0.3) : s == symbol ? 1 : 0);
                }
            }
            all.add(new DataSet(x, y.putScalar(0, symbol, 1)));
        }
        return new ListDataSetIterator<>(all, BATCH);
    }
}
