package io.dmm4j.dl4j.prune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.Nets;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.sparse.SparseDense;
import io.dmm4j.dl4j.sparse.SparseGru;
import io.dmm4j.dl4j.sparse.SparseLstm;
import io.dmm4j.dl4j.sparse.SparseSimpleRnn;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Models whose links change while they are trained. */
class PruningTest {
    private static final DataType F = DataType.FLOAT;
    private static final INDArray X = Nets.normal(F, 16, 8, 6);
    private static final INDArray Y = Nets.labels(F, 16, 3, 6);

    @TempDir
    Path folder;

    private static MultiLayerNetwork net(Layer first) {
        return Nets.net(
                F,
                new Adam(0.01),
                List.of(first, new SparseGru.Builder().nIn(40).nOut(30).build(), Nets.classes(30, 3)));
    }

    private static void fit(MultiLayerNetwork net, int times) {
        for (int i = 0; i < times; i++) {
            net.fit(X, Y);
        }
    }

    @Test
    void prunedDuringFitSavedAndLoaded() throws Exception {
        MultiLayerNetwork net = net(new SparseLstm.Builder().nIn(8).nOut(40).build());
        File before = folder.resolve("before.zip").toFile();
        fit(net, 2);
        ModelSerializer.writeModel(net, before, true);
        net.setListeners(new PruningListener(new PruningSchedule(0.05, 2, 10, 2)));
        fit(net, 12);
        for (int i = 0; i < 2; i++) {
            MachineConf conf =
                    (MachineConf) net.getLayerWiseConfigurations().getConf(i).getLayer();
            double all = i == 0 ? 4 * 40 * (8 + 40) : 3 * 30 * (40 + 30);
            assertEquals(0.05, conf.links() / all, 0.001);
        }
        File after = folder.resolve("after.zip").toFile();
        ModelSerializer.writeModel(net, after, true);
        assertTrue(after.length() < before.length() / 5, before.length() + " bytes became " + after.length());
        MultiLayerNetwork loaded = MultiLayerNetwork.load(after, true);
        assertArrayEquals(Nets.numbers(net.output(X)), Nets.numbers(loaded.output(X)));
        fit(net, 2);
        fit(loaded, 2);
        assertArrayEquals(net.params().toFloatVector(), loaded.params().toFloatVector());
    }

    /** Where nothing goes, all is gathered anew, and training goes on to the bit. */
    @Test
    void momentsStayWithTheirWeights() {
        MultiLayerNetwork whole = net(
                new SparseSimpleRnn.Builder().nIn(8).nOut(40).density(0.5, 1).build());
        fit(whole, 3);
        MultiLayerNetwork cut = whole.clone();
        rewire(cut);
        fit(whole, 3);
        fit(cut, 3);
        assertArrayEquals(Nets.numbers(whole.params()), Nets.numbers(cut.params()));
        ComputationGraph graph = whole.toComputationGraph();
        ComputationGraph rewired = whole.toComputationGraph();
        for (int i = 0; i < 4; i++) {
            graph.fit(new INDArray[] {X}, new INDArray[] {Y});
            rewired.fit(new INDArray[] {X}, new INDArray[] {Y});
            rewire(rewired);
        }
        assertArrayEquals(Nets.numbers(graph.params()), Nets.numbers(rewired.params()));
    }

    private static void rewire(Model model) {
        Place p = Place.of(model).get(0);
        new Rewirer(model)
                .apply(Map.of(p.name(), p.machine().without(all(p.machine().links()))));
    }

    private static boolean[] all(int n) {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        return all;
    }

    @Test
    void cutWeightsAreAsZeros() {
        MultiLayerNetwork net =
                net(new SparseLstm.Builder().nIn(8).nOut(40).density(0.5, 1).build());
        fit(net, 3);
        MultiLayerNetwork zeros = net.clone();
        int links = ((MachineConf) net.getLayerWiseConfigurations().getConf(0).getLayer()).links();
        double[] w = net.params().toDoubleVector();
        double limit = Arrays.stream(w, 0, links).map(Math::abs).sorted().toArray()[links / 2];
        boolean[] kept = new boolean[links];
        for (int i = 0; i < links; i++) {
            kept[i] = Math.abs(w[i]) >= limit;
            if (!kept[i]) {
                zeros.params().putScalar(i, 0);
            }
        }
        new Rewirer(net).apply(Map.of("0", Place.of(net).get(0).machine().without(kept)));
        assertTrue(net.numParams() < zeros.numParams());
        float[] expected = Nets.numbers(zeros.output(X));
        assertArrayEquals(expected, Nets.numbers(net.output(X)), 1e-6f);
    }

    @Test
    void statesOfTruncatedBackPropagationAreCarried() {
        MultiLayerNetwork[] nets = new MultiLayerNetwork[2];
        for (int i = 0; i < 2; i++) {
            MultiLayerConfiguration conf = Nets.conf(
                    F,
                    new Adam(0.01),
                    List.of(
                            new SparseGru.Builder()
                                    .nIn(8)
                                    .nOut(20)
                                    .density(0.5, 1)
                                    .build(),
                            Nets.classes(20, 3)));
            conf.setBackpropType(BackpropType.TruncatedBPTT);
            conf.setTbpttFwdLength(2);
            conf.setTbpttBackLength(2);
            nets[i] = new MultiLayerNetwork(conf);
            nets[i].init();
        }
        nets[1].setListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                rewire(model);
            }
        });
        fit(nets[0], 2);
        fit(nets[1], 2);
        assertArrayEquals(nets[0].params().toFloatVector(), nets[1].params().toFloatVector());
    }

    @Test
    void linksMoveAndTheModelKeepsItsSize() {
        for (RegrowthListener listener :
                List.of(RegrowthListener.set(0.3, 2, 100, 5), RegrowthListener.rigl(0.3, 2, 100))) {
            MultiLayerNetwork net = Nets.net(
                    F,
                    new Adam(0.01),
                    List.of(
                            new LastTimeStep(new SparseLstm.Builder()
                                    .nIn(8)
                                    .nOut(20)
                                    .density(0.2, 1)
                                    .build()),
                            new SparseDense.Builder()
                                    .nIn(20)
                                    .nOut(20)
                                    .density(0.2, 2)
                                    .build(),
                            new OutputLayer.Builder(LossFunction.MSE)
                                    .nIn(20)
                                    .nOut(2)
                                    .activation(Activation.IDENTITY)
                                    .build()));
            INDArray wanted = Nets.normal(F, 16, 2);
            net.setListeners(listener);
            long size = net.numParams();
            String before = net.getLayerWiseConfigurations().toJson();
            net.fit(X, wanted);
            double start = net.score();
            for (int i = 0; i < 12; i++) {
                net.fit(X, wanted);
            }
            assertEquals(size, net.numParams());
            assertTrue(!before.equals(net.getLayerWiseConfigurations().toJson()), "links are others");
            assertTrue(net.score() < start, "it learns meanwhile");
        }
    }

    /** What the rigged lottery goes by: the derivative by a link that is not there, against a central difference. */
    @Test
    void derivativesByAbsentLinks() {
        for (Layer layer : List.of(
                new SparseGru.Builder().nIn(8).nOut(6).density(0.4, 1).build(),
                new SparseLstm.Builder().nIn(8).nOut(6).density(0.4, 1).build())) {
            MultiLayerNetwork net = Nets.net(DataType.DOUBLE, new Adam(0.01), List.of(layer, Nets.classes(6, 3)));
            INDArray x = X.castTo(DataType.DOUBLE);
            INDArray y = Y.castTo(DataType.DOUBLE);
            var machine = (io.dmm4j.dl4j.machine.MachineInLayer) net.getLayer(0);
            machine.access().watchCandidates(true);
            net.setInput(x);
            net.setLabels(y);
            net.computeGradientAndScore();
            var conf = (io.dmm4j.dl4j.machine.Tapped)
                    net.getLayerWiseConfigurations().getConf(0).getLayer();
            for (int block = 0; block < 2; block++) {
                int absent = conf.absent().get(block)[3];
                double found = machine.access().candidates().found().get(block)[3];
                List<int[]> added =
                        block == 0 ? List.of(new int[] {absent}, new int[0]) : List.of(new int[0], new int[] {absent});
                MultiLayerNetwork more = net.clone();
                var rewired = conf.rewired(all(conf.links()), added);
                new Rewirer(more).apply(Map.of("0", rewired));
                int at = 0;
                while (rewired.from()[at] >= 0) {
                    at++;
                }
                double h = 1e-5;
                more.params().putScalar(at, h);
                double up = more.score(new org.nd4j.linalg.dataset.DataSet(x, y), true);
                more.params().putScalar(at, -h);
                double down = more.score(new org.nd4j.linalg.dataset.DataSet(x, y), true);
                assertEquals((up - down) / (2 * h), found / x.size(0), 1e-7);
            }
        }
    }

    @Test
    void denseModelsBecomeSparseOnes() {
        MultiLayerNetwork dense = Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        new LSTM.Builder().nIn(8).nOut(20).build(),
                        new SimpleRnn.Builder().nIn(20).nOut(10).build(),
                        Nets.classes(10, 3)));
        fit(dense, 2);
        MultiLayerNetwork all = Sparsify.copy(dense, 1);
        assertArrayEquals(Nets.numbers(dense.output(X)), Nets.numbers(all.output(X)), 1e-5f);
        fit(dense, 2);
        fit(all, 2);
        assertEquals(0, dense.params().sub(all.params()).amaxNumber().doubleValue(), 1e-4);
        MultiLayerNetwork few = Sparsify.copy(dense, 0.05);
        assertTrue(few.numParams() < dense.numParams() / 8);
        MultiLayerNetwork cut = dense.clone();
        for (String key : List.of("0_W", "0_RW", "1_W", "1_RW")) {
            INDArray w = cut.getParam(key);
            INDArray size = Nd4j.sort(
                    org.nd4j.linalg.ops.transforms.Transforms.abs(w.dup()).reshape(w.length()), false);
            double limit = size.getDouble((int) Math.round(0.05 * w.length()) - 1);
            for (int r = 0; r < w.rows(); r++) {
                for (int c = 0; c < w.columns(); c++) {
                    if (Math.abs(w.getDouble(r, c)) < limit) {
                        w.putScalar(r, c, 0);
                    }
                }
            }
        }
        assertArrayEquals(Nets.numbers(cut.output(X)), Nets.numbers(few.output(X)), 1e-5f);
    }

    @Test
    void graphsArePruned() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new SparseLstm.Builder().nIn(8).nOut(10).build(), "in")
                .addLayer("b", new SparseSimpleRnn.Builder().nIn(8).nOut(10).build(), "in")
                .addLayer("out", Nets.classes(20, 3), "a", "b")
                .setOutputs("out")
                .build());
        graph.init();
        graph.setListeners(new PruningListener(PruningSchedule.at(1, 0.1)));
        for (int i = 0; i < 4; i++) {
            graph.fit(new INDArray[] {X}, new INDArray[] {Y});
        }
        int links = Place.of(graph).stream()
                .filter(Place::isMachine)
                .mapToInt(p -> p.machine().links())
                .sum();
        assertEquals(Math.round(0.1 * 40 * 18) + Math.round(0.1 * 10 * 18), links);
        assertTrue(Double.isFinite(graph.score()));
    }

    @Test
    void badSchedules() {
        assertThrows(DL4JInvalidConfigException.class, () -> new PruningSchedule(0, 1, 2, 1));
        assertThrows(DL4JInvalidConfigException.class, () -> new PruningSchedule(0.5, 3, 2, 1));
        assertThrows(DL4JInvalidConfigException.class, () -> RegrowthListener.rigl(1, 1, 1));
        assertThrows(
                DL4JInvalidConfigException.class,
                () -> Sparsify.apply(net(new LSTM.Builder().nIn(8).nOut(40).build()), 2, n -> true));
    }
}
