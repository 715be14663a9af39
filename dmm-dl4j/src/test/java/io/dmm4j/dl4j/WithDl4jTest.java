package io.dmm4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.sparse.SparseDense;
import io.dmm4j.dl4j.sparse.SparseGru;
import io.dmm4j.dl4j.sparse.SparseLstm;
import io.dmm4j.dl4j.sparse.SparseSimpleRnn;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Machine layers among DL4J's own tools. */
class WithDl4jTest {
    private static final DataType F = DataType.FLOAT;
    private static final INDArray X = Nets.normal(F, 10, 4, 6);
    private static final INDArray Y = Nets.labels(F, 10, 3, 6);

    @TempDir
    Path folder;

    private static List<Layer> layers() {
        return List.of(
                new SparseLstm.Builder().nIn(4).nOut(12).density(0.5, 1).build(),
                new SparseGru.Builder().nIn(12).nOut(10).density(0.5, 2).build(),
                Nets.classes(10, 3));
    }

    private static DataSetIterator data() {
        return new ListDataSetIterator<>(new DataSet(X, Y).asList(), 4);
    }

    @Test
    void trainsSavesLoadsAndResumesToTheBit() throws Exception {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers());
        net.fit(data(), 2);
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
        net.fit(data(), 3);
        loaded.fit(data(), 3);
        assertArrayEquals(Nets.numbers(net.params()), Nets.numbers(loaded.params()));
        assertEquals(net.score(), loaded.score());
    }

    @Test
    void stepsGiveWhatTheWholeGives() {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers());
        INDArray whole = net.output(X);
        INDArray first = net.rnnTimeStep(steps(X, 0, 4));
        INDArray second = net.rnnTimeStep(steps(X, 4, 6));
        assertArrayEquals(Nets.numbers(whole), Nets.numbers(Nd4j.concat(2, first, second)));
        String said = assertThrows(DL4JInvalidInputException.class, () -> net.rnnTimeStep(Nets.normal(F, 3, 4, 1)))
                .getMessage();
        assertTrue(said.contains("previous state"), said);
        net.rnnClearPreviousState();
        assertArrayEquals(Nets.numbers(whole), Nets.numbers(net.rnnTimeStep(X)));
    }

    /** With windows as long as the sequence truncation changes nothing, and windows half as long go on where the last ended. */
    @Test
    void truncatedBackPropagation() {
        MultiLayerNetwork whole = Nets.net(F, new Adam(0.01), layers());
        MultiLayerNetwork same = truncated(6);
        whole.fit(X, Y);
        same.fit(X, Y);
        assertArrayEquals(Nets.numbers(whole.params()), Nets.numbers(same.params()));
        MultiLayerNetwork halves = truncated(3);
        halves.fit(X, Y);
        assertTrue(Double.isFinite(halves.score()));
    }

    /** Going back two steps of six is to run four and then to go back over two. */
    @Test
    void shorterBackPropagation() {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers());
        net.initGradientsView();
        RecurrentLayer layer = (RecurrentLayer) net.getLayer(0);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray errors = Nets.normal(F, 10, 12, 6);
        layer.activate(X, true, none);
        INDArray by = layer.tbpttBackpropGradient(errors, 2, none).getSecond();
        float[] expected = Nets.numbers(layer.getGradientsViewArray());
        layer.rnnActivateUsingStoredState(steps(X, 0, 4), true, true, none);
        layer.rnnActivateUsingStoredState(steps(X, 4, 6), true, false, none);
        INDArray last = layer.backpropGradient(steps(errors, 4, 6), none).getSecond();
        assertArrayEquals(expected, Nets.numbers(layer.getGradientsViewArray()));
        assertArrayEquals(Nets.numbers(last), Nets.numbers(steps(by, 4, 6)));
        assertEquals(0, steps(by, 0, 4).amaxNumber().doubleValue());
    }

    /** Windows of a layer's own: as if each had been a sequence that goes on where the last has ended. */
    @Test
    void gradientWindows() {
        MultiLayerNetwork net = windowed(4);
        MultiLayerNetwork plain = windowed(0);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        RecurrentLayer layer = (RecurrentLayer) net.getLayer(0);
        RecurrentLayer other = (RecurrentLayer) plain.getLayer(0);
        INDArray errors = Nets.normal(F, 10, 12, 6);
        INDArray out = layer.activate(X, true, none);
        INDArray by = layer.backpropGradient(errors, none).getSecond();
        assertArrayEquals(Nets.numbers(other.activate(X, true, none)), Nets.numbers(out));
        other.rnnActivateUsingStoredState(steps(X, 0, 4), true, true, none);
        INDArray first = other.backpropGradient(steps(errors, 0, 4), none).getSecond();
        INDArray sum = other.getGradientsViewArray().dup();
        other.rnnActivateUsingStoredState(steps(X, 4, 6), true, true, none);
        INDArray second = other.backpropGradient(steps(errors, 4, 6), none).getSecond();
        sum.addi(other.getGradientsViewArray());
        assertArrayEquals(Nets.numbers(sum), Nets.numbers(layer.getGradientsViewArray()));
        assertArrayEquals(Nets.numbers(Nd4j.concat(2, first, second)), Nets.numbers(by));
        MultiLayerNetwork whole = windowed(6);
        MultiLayerNetwork unlimited = windowed(0);
        for (int i = 0; i < 3; i++) {
            whole.fit(X, Y);
            unlimited.fit(X, Y);
            net.fit(X, Y);
        }
        assertArrayEquals(Nets.numbers(unlimited.params()), Nets.numbers(whole.params()));
        assertTrue(!Arrays.equals(Nets.numbers(unlimited.params()), Nets.numbers(net.params())));
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations();
        assertEquals(conf, MultiLayerConfiguration.fromJson(conf.toJson()));
        assertThrows(DL4JInvalidConfigException.class, () -> new SparseGru.Builder().gradientWindow(-1));
    }

    private static MultiLayerNetwork windowed(int steps) {
        MultiLayerNetwork net = Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        new SparseLstm.Builder()
                                .nIn(4)
                                .nOut(12)
                                .density(0.5, 1)
                                .gradientWindow(steps)
                                .build(),
                        Nets.classes(12, 3)));
        net.initGradientsView();
        return net;
    }

    private static INDArray steps(INDArray a, int from, int to) {
        return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    private static MultiLayerNetwork truncated(int window) {
        MultiLayerConfiguration conf = Nets.conf(F, new Adam(0.01), layers());
        conf.setBackpropType(BackpropType.TruncatedBPTT);
        conf.setTbpttFwdLength(window);
        conf.setTbpttBackLength(window);
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        return net;
    }

    @Test
    void evaluationAndEarlyStopping() {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.02), layers());
        net.setListeners(new ScoreIterationListener(1));
        EarlyStoppingConfiguration<MultiLayerNetwork> conf = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(15))
                .scoreCalculator(new DataSetLossCalculator(data(), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        EarlyStoppingResult<MultiLayerNetwork> result = new EarlyStoppingTrainer(conf, net, data()).fit();
        Evaluation before = Nets.net(F, new Adam(0.02), layers()).evaluate(data());
        Evaluation after = result.getBestModel().evaluate(data());
        assertTrue(after.accuracy() > before.accuracy(), after.accuracy() + " after " + before.accuracy());
    }

    @Test
    void frozenLayersStay() {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers());
        MultiLayerNetwork tuned =
                new TransferLearning.Builder(net).setFeatureExtractor(0).build();
        tuned.fit(data());
        int frozen = (int) net.getLayer(0).numParams();
        float[] before = Nets.numbers(net.params());
        float[] after = Nets.numbers(tuned.params());
        assertArrayEquals(Arrays.copyOf(before, frozen), Arrays.copyOf(after, frozen));
        assertTrue(before[frozen] != after[frozen]);
        assertArrayEquals(
                Nets.numbers(net.feedForward(X).get(1)),
                Nets.numbers(tuned.feedForward(X).get(1)));
    }

    @Test
    void graphsWrappersNoiseAndConstraints() throws Exception {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .l2(1e-3)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "both",
                        new Bidirectional(
                                new SparseLstm.Builder().nOut(5).density(0.5, 1).build()),
                        "in")
                .addLayer(
                        "last",
                        new LastTimeStep(new SparseSimpleRnn.Builder()
                                .nOut(6)
                                .density(0.5, 1)
                                .weightNoise(new DropConnect(0.9))
                                .build()),
                        "both")
                .addLayer(
                        "dense",
                        new SparseDense.Builder()
                                .nOut(7)
                                .density(0.5, 1)
                                .dropOut(new Dropout(0.8))
                                .constrainWeights(new MaxNormConstraint(1, 1))
                                .build(),
                        "last")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "dense")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(4))
                .build());
        graph.init();
        INDArray wanted = Nets.normal(F, 10, 2);
        double first = graph.score(new DataSet(X, wanted));
        for (int i = 0; i < 30; i++) {
            graph.fit(new DataSet(X, wanted));
        }
        assertTrue(graph.score(new DataSet(X, wanted)) < first);
        File file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, true);
        ComputationGraph loaded = ComputationGraph.load(file, true);
        assertArrayEquals(Nets.numbers(graph.outputSingle(X)), Nets.numbers(loaded.outputSingle(X)));
    }

    @Test
    void timeFirstIsTheSame() {
        Layer rnn = new SparseSimpleRnn.Builder().nIn(4).nOut(6).density(0.5, 1).build();
        Layer other = new SparseSimpleRnn.Builder()
                .nIn(4)
                .nOut(6)
                .density(0.5, 1)
                .dataFormat(org.deeplearning4j.nn.conf.RNNFormat.NWC)
                .build();
        INDArray out = Nets.net(F, new Adam(0.01), List.of(rnn, Nets.classes(6, 2)))
                .feedForward(X)
                .get(1);
        MultiLayerNetwork net = Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        other,
                        new org.deeplearning4j.nn.conf.layers.RnnOutputLayer.Builder(LossFunction.MSE)
                                .nIn(6)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .dataFormat(org.deeplearning4j.nn.conf.RNNFormat.NWC)
                                .build()));
        INDArray permuted = net.feedForward(X.permute(0, 2, 1)).get(1);
        assertArrayEquals(Nets.numbers(out), Nets.numbers(permuted.permute(0, 2, 1)));
    }

    // ---- bad input -----------------------------------------------------------------------------------------

    @Test
    void badInputs() {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers());
        refused("expected 4 features", () -> net.output(Nets.normal(F, 2, 5, 6)));
        refused("expected rank 3", () -> net.output(Nets.normal(F, 2, 4)));
        refused("a number for each step", () -> net.output(X, false, Nd4j.ones(F, 10, 5), null));
    }

    @Test
    void savedModelsOfAnotherLayout() {
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers());
        String json = net.getLayerWiseConfigurations().toJson();
        MultiLayerConfiguration other =
                MultiLayerConfiguration.fromJson(json.replace("\"density\" : 0.5", "\"density\" : 0.25"));
        Throwable t = assertThrows(RuntimeException.class, () -> new MultiLayerNetwork(other)
                .init(net.params().reshape(1, net.numParams()), true));
        assertTrue(t.getMessage().contains("expected length"), t.getMessage());
        assertThrows(
                DL4JInvalidConfigException.class,
                () -> new SparseLstm.Builder().nIn(4).nOut(3).density(0, 1).build());
        Layer broken = new SparseLstm.Builder()
                .nIn(4)
                .nOut(3)
                .sparsity(io.dmm4j.dl4j.sparse.Sparsity.of(
                        io.dmm4j.dl4j.sparse.Connections.full(4, 8), io.dmm4j.dl4j.sparse.Connections.full(3, 12)))
                .build();
        assertThrows(
                DL4JInvalidConfigException.class,
                () -> Nets.net(F, new Adam(0.01), List.of(broken, Nets.classes(3, 2))));
    }

    private static void refused(String part, org.junit.jupiter.api.function.Executable e) {
        String said = assertThrows(DL4JInvalidInputException.class, e).getMessage();
        assertTrue(said.contains(part), said);
    }
}
