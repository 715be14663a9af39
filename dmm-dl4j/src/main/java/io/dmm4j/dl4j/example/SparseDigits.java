package io.dmm4j.dl4j.example;

import io.dmm4j.dl4j.sparse.SparseSimpleRnn;
import io.dmm4j.dl4j.sparse.Sparsity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Digits row by row through a sparse simple recurrent layer, evaluated by DL4J; on request DL4J's dense layer of the same size
 * on the same data as well.
 */
public final class SparseDigits {
    private static final int BATCH = 64;

    private SparseDigits() {}

    static Map<String, String> options() {
        Map<String, String> o = new LinkedHashMap<>();
        o.put("data", "");
        o.put("hidden", "256");
        o.put("density", "0.05");
        o.put("epochs", "3");
        o.put("train", "6000");
        o.put("test", "10000");
        o.put("rate", "0.001");
        o.put("seed", "1");
        o.put("compare", "no");
        return o;
    }

    static void run(Options o, PrintStream out) {
        Digits train = data(o, "train", o.whole("train"), 1);
        Digits test = data(o, "t10k", o.whole("test"), 2);
        int hidden = o.whole("hidden");
        Layer sparse = new SparseSimpleRnn.Builder()
                .nIn(Digits.SIZE)
                .nOut(hidden)
                .sparsity(Sparsity.erdosRenyi(o.number("density"), 1))
                .build();
        double found = train(o, "sparse", sparse, train, test, out);
        if (o.yes("compare")) {
            Layer dense = new SimpleRnn.Builder().nIn(Digits.SIZE).nOut(hidden).build();
            double expected = train(o, "dense", dense, train, test, out);
            out.printf("accuracy: sparse %.4f, dense %.4f, difference %+.4f%n", found, expected, found - expected);
        }
    }

    private static Digits data(Options o, String name, int count, long seed) {
        return o.text("data").isEmpty()
                ? Digits.synthetic(count, seed)
                : Digits.read(Path.of(o.text("data")), name).first(count);
    }

    private static double train(Options o, String name, Layer recurrent, Digits train, Digits test, PrintStream out) {
        MultiLayerNetwork net = new MultiLayerNetwork(network(recurrent, o));
        net.init();
        out.printf("%s: %d parameters%n", name, net.numParams());
        DigitRows batches = new DigitRows(train, BATCH, o.whole("seed"));
        Evaluation evaluation = null;
        for (int epoch = 1; epoch <= o.whole("epochs"); epoch++) {
            long start = System.nanoTime();
            net.fit(batches);
            double seconds = (System.nanoTime() - start) * 1e-9;
            evaluation = net.evaluate(new DigitRows(test, 500, 0));
            out.printf("%s: epoch %d, accuracy %.4f, %.1f s%n", name, epoch, evaluation.accuracy(), seconds);
        }
        out.println(evaluation.stats());
        return evaluation.accuracy();
    }

    /** One recurrent layer, whose last step is classified. */
    static MultiLayerConfiguration network(Layer recurrent, Options o) {
        return new NeuralNetConfiguration.Builder()
                .seed(o.whole("seed"))
                .updater(new Adam(o.number("rate")))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1)
                .list()
                .layer(new LastTimeStep(recurrent))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(o.whole("hidden"))
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }
}
