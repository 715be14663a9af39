package io.dmm4j.dl4j.example;

import io.dmm4j.dl4j.DmmLayer;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.value.Path;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The handcrafted detector of duplicate characters, its weights disturbed, repaired by DL4J's {@code fit} on what the
 * undisturbed one shows for a few sentences: a machine of trees as a layer.
 */
public final class Duplicates {
    private static final List<String> SENTENCES =
            List.of("test string.", "a bee sees.", "no, not now.", "letters etc.");

    private Duplicates() {}

    static Map<String, String> options() {
        Map<String, String> o = new LinkedHashMap<>();
        o.put("steps", "400");
        o.put("rate", "0.01");
        o.put("disturb", "0.3");
        o.put("seed", "1");
        return o;
    }

    static void run(Options o, PrintStream out) {
        Network handcrafted = Networks.load("example:duplicate-detector/handcrafted");
        MultiLayerNetwork teacher = network(handcrafted, o);
        INDArray sentences = sentences();
        INDArray wanted = teacher.output(sentences);
        Random random = new Random(o.whole("seed"));
        List<Link> disturbed = handcrafted.links().stream()
                .filter(Link::trainable)
                .map(l -> l.withWeight(l.weight() * (1 + o.number("disturb") * random.nextGaussian())))
                .toList();
        MultiLayerNetwork net = network(handcrafted.withTrainable(disturbed), o);
        DataSet data = new DataSet(sentences, wanted);
        out.printf("loss %.6f of %d disturbed weights%n", net.score(data), net.numParams());
        for (int i = 0; i < o.whole("steps"); i++) {
            net.fit(data);
        }
        out.printf("loss %.6f after %d steps%n", net.score(data), o.whole("steps"));
        RegressionEvaluation e = new RegressionEvaluation("duplicates", "full stops");
        e.evalTimeSeries(wanted, net.output(sentences));
        out.println(e.stats());
    }

    /** A character every ten cycles, as published; the layer gives what arrives at the output neuron. */
    private static MultiLayerNetwork network(Network machine, Options o) {
        String[] pointers = letters().stream().map(Path::of).map(Path::toString).toArray(String[]::new);
        DmmLayer layer = new DmmLayer.Builder()
                .network(machine)
                .input("input.char", 0, pointers.length, pointers)
                .cyclesPerStep(10)
                .inputDelay(1)
                .build();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(new Adam(o.number("rate")))
                .list()
                .layer(layer)
                .layer(new RnnLossLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(pointers.length))
                .build());
        net.init();
        return net;
    }

    private static List<String> letters() {
        TreeSet<String> letters = new TreeSet<>();
        SENTENCES.forEach(s -> s.chars().forEach(c -> letters.add(Character.toString(c))));
        return List.copyOf(letters);
    }

    /** [sentences, letters, characters], one-hot; the end of a shorter sentence is empty. */
    private static INDArray sentences() {
        List<String> letters = letters();
        int longest = SENTENCES.stream().mapToInt(String::length).max().orElseThrow();
        INDArray x = Nd4j.create(DataType.FLOAT, SENTENCES.size(), letters.size(), longest);
        for (int s = 0; s < SENTENCES.size(); s++) {
            for (int t = 0; t < SENTENCES.get(s).length(); t++) {
                int letter = letters.indexOf(SENTENCES.get(s).substring(t, t + 1));
                x.putScalar(new int[] {s, letter, t}, 1);
            }
        }
        return x;
    }
}
