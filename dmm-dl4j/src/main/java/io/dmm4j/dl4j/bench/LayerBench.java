package io.dmm4j.dl4j.bench;

import io.dmm4j.dl4j.sparse.SparseLstm;
import io.dmm4j.dl4j.sparse.SparseRecurrentLayer;
import io.dmm4j.dl4j.sparse.SparseSimpleRnn;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J's dense recurrent layers and the sparse ones in one run: the same network around them, the same data, one after the
 * other in turns, medians. The forward pass is {@code output}, the training step {@code fit} on one batch, with Adam. The bridge
 * is what the sparse layer takes in those same passes besides its machine's own work: features, weights and errors in, outputs,
 * derivatives and gradients out.
 */
public final class LayerBench {
    private static final int FEATURES = 28;
    private static final int STEPS = 28;
    private static final int BATCH = 64;
    private static final int CLASSES = 10;
    private static final double WARM_MS = 2000;

    /** So that threads of the library that wait for more work go to sleep. */
    private static final long PAUSE = 30_000_000;

    private final int hidden;
    private final double density;
    private final int rounds;
    private final PrintStream out;
    private final INDArray x =
            Nd4j.randn(DataType.FLOAT, BATCH, FEATURES, STEPS).dup('f');
    private final INDArray y = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);

    private LayerBench(int hidden, double density, int rounds, PrintStream out) {
        this.hidden = hidden;
        this.density = density;
        this.rounds = rounds;
        this.out = out;
        for (int b = 0; b < BATCH; b++) {
            y.putScalar(b, b % CLASSES, 1);
        }
    }

    /** Arguments: hidden units, density, rounds, and one of the layers; 1024, 0.05, 9 and both unless given. */
    public static void main(String[] args) {
        int hidden = args.length > 0 ? Integer.parseInt(args[0]) : 1024;
        double density = args.length > 1 ? Double.parseDouble(args[1]) : 0.05;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 9;
        TimedBackend.announce();
        new LayerBench(hidden, density, rounds, System.out).run(args.length > 3 ? args[3] : "");
    }

    private void run(String only) {
        out.printf(
                Locale.ROOT,
                "hidden %d, density %.2f, batch %d, %d features, %d steps; medians of %d%n",
                hidden,
                density,
                BATCH,
                FEATURES,
                STEPS,
                rounds);
        out.println("layer       pass      DL4J dense ms   sparse ms   ratio   bridge ms  % of it");
        if (!only.equals("LSTM")) {
            compare(
                    "SimpleRnn",
                    new SimpleRnn.Builder().nIn(FEATURES).nOut(hidden).build(),
                    sparse(new SparseSimpleRnn.Builder()));
        }
        if (!only.equals("SimpleRnn")) {
            compare("LSTM", new LSTM.Builder().nIn(FEATURES).nOut(hidden).build(), sparse(new SparseLstm.Builder()));
        }
    }

    private Layer sparse(SparseRecurrentLayer.Builder<?> b) {
        return b.nIn(FEATURES)
                .nOut(hidden)
                .density(density, 1)
                .backend(TimedBackend.NAME)
                .build();
    }

    private void compare(String name, Layer dense, Layer sparse) {
        MultiLayerNetwork a = network(dense);
        MultiLayerNetwork b = network(new TimedLayer(sparse));
        report(name, "forward", () -> a.output(x), () -> b.output(x));
        report(name, "training", () -> a.fit(x, y), () -> b.fit(x, y));
    }

    /** Dense and sparse in turns, medians. */
    private void report(String name, String pass, Runnable dense, Runnable sparse) {
        double[] theirs = new double[rounds];
        double[] ours = new double[rounds];
        double[] bridge = new double[rounds];
        double[] share = new double[rounds];
        warm(dense);
        warm(sparse);
        for (int r = 0; r < rounds; r++) {
            theirs[r] = ms(dense);
            Clock.STEP.reset();
            ours[r] = ms(sparse);
            bridge[r] = Clock.STEP.bridge();
            share[r] = 100 * bridge[r] / ours[r];
        }
        out.printf(
                Locale.ROOT,
                "%-11s %-9s %13.1f %11.1f %7.1f %11.2f %7.1f%n",
                name,
                pass,
                median(theirs),
                median(ours),
                median(theirs) / median(ours),
                median(bridge),
                median(share));
    }

    private static void warm(Runnable action) {
        for (double ms = 0; ms < WARM_MS; ) {
            ms += ms(action);
        }
    }

    private static double ms(Runnable action) {
        LockSupport.parkNanos(PAUSE);
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) * 1e-6;
    }

    private static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private MultiLayerNetwork network(Layer recurrent) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.001))
                .activation(Activation.TANH)
                .list()
                .layer(new LastTimeStep(recurrent))
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(hidden)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        net.init();
        return net;
    }
}
