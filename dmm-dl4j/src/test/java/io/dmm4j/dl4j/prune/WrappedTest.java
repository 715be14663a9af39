package io.dmm4j.dl4j.prune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.Nets;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.dl4j.sparse.SparseDense;
import io.dmm4j.dl4j.sparse.SparseGru;
import io.dmm4j.dl4j.sparse.SparseLstm;
import io.dmm4j.dl4j.sparse.SparseSimpleRnn;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Links that go and come in layers inside DL4J's wrappers. */
class WrappedTest {
    private static final DataType F = DataType.FLOAT;
    private static final INDArray X = Nets.normal(F, 16, 8, 6);
    private static final INDArray Y = Nets.normal(F, 16, 2);

    @TempDir
    Path folder;

    private static MultiLayerNetwork net(double density) {
        return Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        new Bidirectional(new SparseLstm.Builder()
                                .nIn(8)
                                .nOut(10)
                                .density(density, 1)
                                .build()),
                        new MaskZeroLayer.Builder()
                                .setUnderlying(new SparseGru.Builder()
                                        .nIn(20)
                                        .nOut(12)
                                        .density(density, 2)
                                        .build())
                                .build(),
                        new LastTimeStep(new SparseSimpleRnn.Builder()
                                .nIn(12)
                                .nOut(9)
                                .density(density, 3)
                                .build()),
                        new FrozenLayerWithBackprop(new SparseDense.Builder()
                                .nIn(9)
                                .nOut(7)
                                .density(density, 4)
                                .build()),
                        out(7)));
    }

    private static OutputLayer out(int in) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(in)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static int links(MultiLayerNetwork net, int place) {
        return Place.of(net).get(place).machine().links();
    }

    @Test
    void prunedSavedAndLoaded() throws Exception {
        MultiLayerNetwork net = net(0.8);
        int frozen = links(net, 4);
        float[] before = net.getLayer(3).params().dup().toFloatVector();
        net.setListeners(new PruningListener(new PruningSchedule(0.1, 1, 4, 1)));
        for (int i = 0; i < 6; i++) {
            net.fit(X, Y);
        }
        List<Place> places = Place.of(net);
        assertEquals(6, places.size());
        assertArrayEquals(places.get(0).weightCounts(), places.get(1).weightCounts());
        assertEquals(0.8 * 0.1 * 40 * 18, links(net, 0), 3);
        assertEquals(0.8 * 0.1 * 36 * 32, links(net, 2), 3);
        assertEquals(0.8 * 0.1 * 9 * 21, links(net, 3), 3);
        assertEquals(frozen, links(net, 4));
        assertArrayEquals(before, net.getLayer(3).params().toFloatVector());
        File file = folder.resolve("wrapped.zip").toFile();
        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
        assertArrayEquals(Nets.numbers(net.output(X)), Nets.numbers(loaded.output(X)));
        for (int i = 0; i < 3; i++) {
            net.fit(X, Y);
            loaded.fit(X, Y);
        }
        assertArrayEquals(net.params().toFloatVector(), loaded.params().toFloatVector());
    }

    @Test
    void graphsToo() {
        ComputationGraph graph = net(0.8).toComputationGraph();
        graph.setListeners(new PruningListener(PruningSchedule.at(1, 0.1)));
        for (int i = 0; i < 3; i++) {
            graph.fit(new INDArray[] {X}, new INDArray[] {Y});
        }
        List<Place> places = Place.of(graph);
        assertArrayEquals(places.get(0).weightCounts(), places.get(1).weightCounts());
        assertEquals(0.8 * 0.1 * 40 * 18, places.get(1).machine().links(), 3);
        assertTrue(Double.isFinite(graph.score()));
    }

    /** Directions lose different links, and each is as if those were 0. */
    @Test
    void directionsAreCutAsIfByZeros() {
        MultiLayerNetwork net = net(0.5);
        MultiLayerNetwork zeros = net.clone();
        Map<String, Rewired> changes = new HashMap<>();
        for (int d = 0; d < 2; d++) {
            Place p = Place.of(net).get(d);
            int[] counts = p.weightCounts();
            boolean[] kept = new boolean[p.machine().links()];
            for (int i = 0; i < kept.length; i++) {
                int inBlock = i < counts[0] ? i : i - counts[0];
                kept[i] = inBlock % 4 >= 2 * d && inBlock % 4 < 2 * d + 2;
                if (!kept[i]) {
                    zeros.params().putScalar(p.first() + i, 0);
                }
            }
            changes.put(p.name(), p.machine().without(kept));
        }
        new Rewirer(net).apply(changes);
        assertTrue(net.numParams() < zeros.numParams());
        assertArrayEquals(Nets.numbers(zeros.output(X)), Nets.numbers(net.output(X)), 1e-6f);
    }

    @Test
    void linksMove() {
        for (TrainingListener listener :
                List.of(RegrowthListener.set(0.3, 2, 100, 5), RegrowthListener.rigl(0.3, 2, 100))) {
            MultiLayerNetwork net = net(0.3);
            long size = net.numParams();
            List<String> before = patterns(net);
            net.setListeners(listener);
            for (int i = 0; i < 7; i++) {
                net.fit(X, Y);
            }
            assertEquals(size, net.numParams());
            List<String> after = patterns(net);
            for (int i = 0; i < 4; i++) {
                assertNotEquals(before.get(i), after.get(i), "place " + i);
            }
            assertNotEquals(after.get(0), after.get(1));
            assertEquals(before.get(4), after.get(4), "a frozen layer keeps its links");
            assertTrue(Double.isFinite(net.score()));
        }
    }

    /** Where every link is there already none can move, and none goes. */
    @Test
    void fullLayersStay() {
        MultiLayerNetwork net = net(1);
        long size = net.numParams();
        net.setListeners(RegrowthListener.set(0.3, 1, 100, 5));
        net.fit(X, Y);
        net.fit(X, Y);
        assertEquals(size, net.numParams());
    }

    private static List<String> patterns(MultiLayerNetwork net) {
        List<String> patterns = new ArrayList<>();
        for (Place p : Place.of(net)) {
            if (p.conf() instanceof io.dmm4j.dl4j.sparse.CellLayer c) {
                patterns.add(java.util.Arrays.deepToString(c.places().toArray()));
            }
        }
        return patterns;
    }

    @Test
    void wrappedDenseLayersBecomeSparse() {
        MultiLayerNetwork dense = Nets.net(
                F,
                new Adam(0.01),
                List.of(
                        new Bidirectional(new LSTM.Builder().nIn(8).nOut(10).build()),
                        new LastTimeStep(
                                new SimpleRnn.Builder().nIn(20).nOut(12).build()),
                        new FrozenLayer(new DenseLayer.Builder().nIn(12).nOut(7).build()),
                        out(7)));
        MultiLayerNetwork all = Sparsify.copy(dense, 1);
        assertEquals(dense.numParams(), all.numParams());
        assertArrayEquals(Nets.numbers(dense.output(X)), Nets.numbers(all.output(X)), 1e-5f);
        MultiLayerNetwork few = Sparsify.copy(dense, 0.1);
        assertTrue(few.numParams() < dense.numParams() / 5);
        few.fit(X, Y);
        assertTrue(Double.isFinite(few.score()));
        MultiLayerNetwork one = dense.clone();
        Sparsify.apply(one, 0.1, name -> name.equals("0"));
        assertEquals(2 * (4 * 8 + 4 * 10 + 40), one.getLayer(0).numParams());
        assertEquals(dense.getLayer(1).numParams(), one.getLayer(1).numParams());
    }

    @Test
    void modelsWithoutSuchLayers() {
        List<Layer> layers = List.of(
                new FrozenLayer(
                        new SparseDense.Builder().nIn(2).nOut(3).density(0.5, 1).build()),
                new DenseLayer.Builder().nIn(3).nOut(4).build(),
                out(4));
        for (TrainingListener listener : List.of(
                new PruningListener(PruningSchedule.at(0, 0.5)),
                RegrowthListener.set(0.3, 1, 9, 1),
                RegrowthListener.rigl(0.3, 1, 9))) {
            MultiLayerNetwork net = Nets.net(F, new Adam(0.01), layers);
            net.setListeners(listener);
            String said = assertThrows(
                            DL4JInvalidConfigException.class, () -> net.fit(Nets.normal(F, 4, 2), Nets.normal(F, 4, 2)))
                    .getMessage();
            assertTrue(said.contains("not frozen"), said);
        }
        MultiLayerNetwork net = Nets.net(F, new Adam(0.01), List.of(layers.get(0), layers.get(1), layers.get(2)));
        assertThrows(DL4JInvalidConfigException.class, () -> Sparsify.apply(net, 0.5, name -> name.equals("2")));
    }
}
