package io.dmm4j.dl4j.bench;

import io.dmm4j.dl4j.arrays.Buffers;
import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.sparse.SparseLstm;
import io.dmm4j.dl4j.sparse.SparseSimpleRnn;
import io.dmm4j.spi.Backends;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * DL4J's dense recurrent layers and the sparse ones in one run: the same network around them, the same data, one after the
 * other in turns, medians. The forward pass is {@code output}, the training step {@code fit} on one batch, with Adam.
 */
public final class LayerBench {
    private static final int FEATURES = 28;
    private static final int STEPS = 28;
    private static final int BATCH = 64;
    private static final int CLASSES = 10;

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

    /** Arguments: hidden units, density, rounds; 1024, 0.05 and 9 unless given. */
    public static void main(String[] args) {
        int hidden = args.length > 0 ? Integer.parseInt(args[0]) : 1024;
        double density = args.length > 1 ? Double.parseDouble(args[1]) : 0.05;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 9;
        new LayerBench(hidden, density, rounds, System.out).run();
    }

    private void run() {
        out.printf(
                Locale.ROOT,
                "hidden %d, density %.2f, batch %d, %d features, %d steps; medians of %d%n",
                hidden,
                density,
                BATCH,
                FEATURES,
                STEPS,
                rounds);
        out.println("layer       pass      DL4J dense ms   sparse ms   ratio");
        compare(
                "SimpleRnn",
                new SimpleRnn.Builder().nIn(FEATURES).nOut(hidden).build(),
                new SparseSimpleRnn.Builder()
                        .nIn(FEATURES)
                        .nOut(hidden)
                        .density(density, 1)
                        .build());
        compare(
                "LSTM",
                new LSTM.Builder().nIn(FEATURES).nOut(hidden).build(),
                new SparseLstm.Builder()
                        .nIn(FEATURES)
                        .nOut(hidden)
                        .density(density, 1)
                        .build());
    }

    private void compare(String name, Layer dense, Layer sparse) {
        MultiLayerNetwork a = network(dense);
        MultiLayerNetwork b = network(sparse);
        Map<String, List<Runnable>> passes = Map.of(
                "forward", List.of(() -> a.output(x), () -> b.output(x)),
                "training", List.of(() -> a.fit(x, y), () -> b.fit(x, y)));
        for (String pass : List.of("forward", "training")) {
            double[] ms = inTurns(passes.get(pass));
            out.printf(Locale.ROOT, "%-11s %-9s %13.1f %11.1f %7.1f%n", name, pass, ms[0], ms[1], ms[0] / ms[1]);
        }
        bridge(name, sparse);
    }

    /** What a layer's forward and backward pass take beyond those of its machine: arrays in and out, parameters, gradients. */
    private void bridge(String name, Layer sparse) {
        MultiLayerNetwork net = network(sparse);
        org.deeplearning4j.nn.api.Layer layer = ((BaseWrapperLayer) net.getLayer(0)).getUnderlying();
        layer.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, layer.numParams()));
        INDArray errors = Nd4j.randn(DataType.FLOAT, BATCH, hidden, STEPS).dup('f');
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        Blueprint blueprint = ((MachineConf) sparse).blueprint();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorOptions options = new ExecutorOptions(BATCH, Precision.FLOAT32, threads, STEPS);
        GradientBackend backend = (GradientBackend) Backends.byName(Backends.AUTO);
        try (GradientExecutor machine = backend.openGradient(blueprint.adjoint(), options)) {
            double[] ms = inTurns(List.of(
                    () -> {
                        layer.activate(x, true, none);
                        layer.backpropGradient(errors, none);
                    },
                    () -> {
                        machine.run(STEPS, Buffers.of(x));
                        machine.backward(Buffers.of(errors), Buffers.of(x.dup()));
                    }));
            out.printf(
                    Locale.ROOT,
                    "%-11s bridge    layer %.1f ms, machine %.1f ms: %.1f %%%n",
                    name,
                    ms[0],
                    ms[1],
                    100 * (ms[0] - ms[1]) / ms[0]);
        }
    }

    private double[] inTurns(List<Runnable> actions) {
        List<List<Double>> times = new ArrayList<>();
        actions.forEach(a -> times.add(new ArrayList<>()));
        int warm = Math.max(3, rounds / 2);
        for (int r = 0; r < warm + rounds; r++) {
            for (int i = 0; i < actions.size(); i++) {
                long start = System.nanoTime();
                actions.get(i).run();
                if (r >= warm) {
                    times.get(i).add((System.nanoTime() - start) * 1e-6);
                }
            }
        }
        return times.stream()
                .mapToDouble(t -> {
                    Collections.sort(t);
                    return t.get(t.size() / 2);
                })
                .toArray();
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
