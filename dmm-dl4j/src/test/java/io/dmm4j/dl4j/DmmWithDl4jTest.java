package io.dmm4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.sparse.SparseDense;
import io.dmm4j.dl4j.sparse.SparseGru;
import io.dmm4j.dl4j.sparse.SparseLstm;
import io.dmm4j.spi.Backend;
import io.dmm4j.spi.Backends;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

/** Networks of trees as layers among DL4J's own tools, in models of both kinds. */
class DmmWithDl4jTest {
    private static final DataType F = DataType.FLOAT;
    private static final DataType D = DataType.DOUBLE;
    private static final INDArray X = Nets.normal(F, 10, 3, 6);
    private static final INDArray Y = Nets.labels(F, 10, 2, 6);

    @TempDir
    Path folder;

    private static DmmLayer dmm(int cycles) {
        return new DmmLayer.Builder()
                .network(Nets.TREES.formatted("synchronous"))
                .input("in.x", 0, 2)
                .input("in.y", 2, 3)
                .cyclesPerStep(cycles)
                .build();
    }

    private static DmmFeedForwardLayer forward() {
        return new DmmFeedForwardLayer.Builder()
                .network(Nets.TREES.formatted("topological"))
                .input("in.x", 0, 2)
                .input("in.y", 2, 3)
                .cyclesPerStep(3)
                .build();
    }

    private static MultiLayerNetwork net() {
        return Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        dmm(2),
                        new SparseGru.Builder().nIn(4).nOut(6).density(0.5, 2).build(),
                        Nets.classes(6, 2)));
    }

    private static ComputationGraph graph(int window, int back) {
        NeuralNetConfiguration.Builder b = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(Activation.TANH);
        var g = b.graphBuilder()
                .addInputs("in")
                .addLayer("trees", dmm(1), "in")
                .addLayer(
                        "lstm",
                        new SparseLstm.Builder().nIn(3).nOut(6).density(0.5, 2).build(),
                        "in")
                .addLayer("out", Nets.classes(10, 2), "trees", "lstm")
                .setOutputs("out");
        if (window > 0) {
            g.backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTForwardLength(window)
                    .tBPTTBackwardLength(back);
        }
        ComputationGraph graph = new ComputationGraph(g.build());
        graph.init();
        return graph;
    }

    private static DataSetIterator data() {
        return new ListDataSetIterator<>(new DataSet(X, Y).asList(), 4);
    }

    @Test
    void networksResumeToTheBit() throws Exception {
        MultiLayerNetwork net = net();
        net.fit(data(), 2);
        File file = folder.resolve("net.zip").toFile();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
        assertArrayEquals(Nets.numbers(net.output(X)), Nets.numbers(loaded.output(X)));
        net.fit(data(), 3);
        loaded.fit(data(), 3);
        assertArrayEquals(Nets.numbers(net.params()), Nets.numbers(loaded.params()));
    }

    @Test
    void graphsResumeToTheBit() throws Exception {
        ComputationGraph graph = graph(3, 2);
        graph.fit(data(), 2);
        File file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, true);
        ComputationGraph loaded = ComputationGraph.load(file, true);
        graph.fit(data(), 3);
        loaded.fit(data(), 3);
        assertArrayEquals(Nets.numbers(graph.params()), Nets.numbers(loaded.params()));
    }

    @Test
    void graphsRememberTheirState() {
        ComputationGraph graph = graph(0, 0);
        INDArray whole = graph.outputSingle(X);
        INDArray first = graph.rnnTimeStep(steps(0, 4))[0];
        INDArray second = graph.rnnTimeStep(steps(4, 6))[0];
        assertArrayEquals(Nets.numbers(whole), Nets.numbers(Nd4j.concat(2, first, second)));
        graph.rnnClearPreviousState();
        assertArrayEquals(Nets.numbers(whole), Nets.numbers(graph.rnnTimeStep(X)[0]));
    }

    private static INDArray steps(int from, int to) {
        return X.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    /** Windows as long as the sequence are no truncation; what DL4J's fit does with a shorter way back is its own. */
    @Test
    void truncationInGraphs() {
        float[][] found = new float[3][];
        ComputationGraph[] graphs = {graph(0, 0), graph(6, 6), graph(6, 2)};
        for (int i = 0; i < 3; i++) {
            graphs[i].fit(new DataSet(X, Y));
            found[i] = Nets.numbers(graphs[i].params());
        }
        assertArrayEquals(found[0], found[1]);
        assertArrayEquals(found[0], found[2], "this version's fit goes back over the whole window");
    }

    @Test
    void earlyStoppingListenersAndEvaluationOfGraphs() {
        ComputationGraph graph = graph(0, 0);
        List<Double> scores = new ArrayList<>();
        graph.setListeners(new ScoreIterationListener(1) {
            @Override
            public void iterationDone(org.deeplearning4j.nn.api.Model model, int iteration, int epoch) {
                super.iterationDone(model, iteration, epoch);
                scores.add(model.score());
            }
        });
        EarlyStoppingConfiguration<ComputationGraph> conf = new EarlyStoppingConfiguration.Builder<ComputationGraph>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(10))
                .scoreCalculator(new DataSetLossCalculator(data(), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        EarlyStoppingResult<ComputationGraph> result = new EarlyStoppingGraphTrainer(conf, graph, data()).fit();
        assertEquals(30, scores.size());
        assertTrue(result.getBestModelScore() < scores.get(0));
        Evaluation e = result.getBestModel().evaluate(data());
        assertEquals(60, e.getNumRowCounter());
    }

    @Test
    void frozenNetworksOfTreesStay() {
        MultiLayerNetwork net = net();
        MultiLayerNetwork tuned =
                new TransferLearning.Builder(net).setFeatureExtractor(0).build();
        tuned.fit(data(), 2);
        assertTrue(tuned.getLayerWiseConfigurations().getConf(0).getLayer() instanceof FrozenLayer);
        int own = (int) net.getLayer(0).numParams();
        float[] before = Nets.numbers(net.params());
        float[] after = Nets.numbers(tuned.params());
        assertArrayEquals(Arrays.copyOf(before, own), Arrays.copyOf(after, own));
        assertTrue(before[own] != after[own]);
    }

    // ---- gradients -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void gradientsWithMasks(int cycles) {
        INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}});
        List<Layer> layers = List.of(
                new SparseGru.Builder().nIn(2).nOut(3).density(0.6, 1).build(), dmm(cycles), Nets.classes(4, 2));
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 3, 2, 4), Nets.labels(D, 3, 2, 4), mask, mask));
    }

    @Test
    void gradientsOfFeedForwardLayersInOneNetwork() {
        List<Layer> layers = List.of(
                new SparseDense.Builder().nIn(4).nOut(3).density(0.7, 1).build(),
                forward(),
                new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build());
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 3, 4), Nets.normal(D, 3, 2), null, null));
    }

    // ---- bad input -----------------------------------------------------------------------------------------

    /** Every backend that may be asked for by name and is not there, or cannot be used here. */
    @ParameterizedTest
    @ValueSource(strings = {"cuda", "tree"})
    void absentBackends(String name) {
        boolean usable = Backends.all().stream()
                .filter(b -> b.name().equals(name))
                .map(Backend::availability)
                .anyMatch(a -> a.usable() && !name.equals("tree"));
        org.junit.jupiter.api.Assumptions.assumeFalse(usable, "backend " + name + " can be used here");
        DmmLayer layer = new DmmLayer.Builder()
                .network(Nets.TREES.formatted("synchronous"))
                .input("in.x", 0, 2)
                .input("in.y", 2, 3)
                .backend(name)
                .build();
        String said = assertThrows(
                        DL4JInvalidConfigException.class,
                        () -> Nets.net(F, new Adam(0.01), List.of(layer, Nets.classes(4, 2))))
                .getMessage();
        assertTrue(said.contains(name) && !said.contains("\n"), said);
    }

    @Test
    void masksOfTheWrongLength() {
        MultiLayerNetwork net = net();
        String said = assertThrows(
                        DL4JInvalidInputException.class, () -> net.output(X, false, Nd4j.ones(F, 10, 5), null))
                .getMessage();
        assertTrue(said.contains("expected [10, 6]"), said);
        MultiLayerNetwork flat = Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        forward(),
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(4)
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build()));
        said = assertThrows(
                        DL4JInvalidInputException.class,
                        () -> flat.output(Nets.normal(F, 10, 3), false, Nd4j.ones(F, 7, 1), null))
                .getMessage();
        assertTrue(said.contains("a number for each example"), said);
    }

    /** Parameters of a model whose network has other links; DL4J itself sees to that. */
    @Test
    void savedModelsOfAnotherLayout() {
        MultiLayerNetwork net = net();
        MultiLayerConfiguration other = MultiLayerConfiguration.fromJson(
                net.getLayerWiseConfigurations().toJson());
        MachineConf conf = (MachineConf) other.getConf(0).getLayer();
        boolean[] kept = new boolean[conf.links()];
        kept[0] = true;
        other.getConf(0).setLayer(conf.without(kept).conf());
        MultiLayerNetwork again = new MultiLayerNetwork(other);
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> again.init(net.params().reshape(1, net.numParams()), true))
                .getMessage();
        assertTrue(said.contains("expected length"), said);
    }
}
