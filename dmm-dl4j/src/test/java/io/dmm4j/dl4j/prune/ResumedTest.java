package io.dmm4j.dl4j.prune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.dmm4j.dl4j.Nets;
import io.dmm4j.dl4j.machine.MachineConf;
import io.dmm4j.dl4j.sparse.SparseGru;
import io.dmm4j.dl4j.sparse.SparseLstm;
import java.io.File;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** Listeners that cut and move links, where training stops and goes on, in epochs, and with other listeners beside them. */
class ResumedTest {
    private static final DataType F = DataType.FLOAT;
    private static final INDArray X = Nets.normal(F, 16, 8, 6);
    private static final INDArray Y = Nets.labels(F, 16, 3, 6);
    private static final PruningSchedule SCHEDULE = new PruningSchedule(0.1, 1, 9, 2);

    @TempDir
    File folder;

    private static MultiLayerNetwork net(double density) {
        List<Layer> layers = List.of(
                new SparseLstm.Builder().nIn(8).nOut(20).density(density, 1).build(),
                new SparseGru.Builder().nIn(20).nOut(10).density(density, 2).build(),
                Nets.classes(10, 3));
        return Nets.net(F, new Adam(0.01), layers);
    }

    private static int links(MultiLayerNetwork net) {
        return ((MachineConf) net.getLayerWiseConfigurations().getConf(0).getLayer()).links();
    }

    private static void fit(MultiLayerNetwork net, int times) {
        for (int i = 0; i < times; i++) {
            net.fit(X, Y);
        }
    }

    @Test
    void pruningGoesOnToTheBit() throws Exception {
        MultiLayerNetwork whole = net(1);
        whole.setListeners(new PruningListener(SCHEDULE));
        fit(whole, 5);
        File file = new File(folder, "half.zip");
        ModelSerializer.writeModel(whole, file, true);
        MultiLayerNetwork loaded = MultiLayerNetwork.load(file, true);
        loaded.setListeners(new PruningListener(SCHEDULE, net(1)));
        fit(whole, 7);
        fit(loaded, 7);
        assertEquals(Math.round(0.1 * 4 * 20 * 28), links(whole), 1);
        assertEquals(links(whole), links(loaded));
        assertArrayEquals(Nets.numbers(whole.params()), Nets.numbers(loaded.params()));
    }

    @Test
    void oneListenerForTwoModels() {
        PruningListener listener = new PruningListener(PruningSchedule.at(1, 0.5));
        for (double density : new double[] {1, 0.5}) {
            MultiLayerNetwork net = net(density);
            int all = links(net);
            net.setListeners(listener);
            fit(net, 3);
            assertEquals(all / 2, links(net), 1);
        }
    }

    /** A move is due after the first iteration of an epoch, for which the derivatives have to be asked for before it. */
    @Test
    void linksMoveWhereEpochsAreShort() {
        DataSetIterator oneBatch = new ListDataSetIterator<>(new DataSet(X, Y).asList(), 16);
        MultiLayerNetwork net = net(0.2);
        net.setListeners(RegrowthListener.rigl(0.3, 2, 100));
        Layer before = Place.of(net).get(0).conf();
        net.fit(oneBatch, 2);
        assertNotEquals(before, Place.of(net).get(0).conf(), "links are others");
        ComputationGraph graph = net(0.2).toComputationGraph();
        graph.setListeners(RegrowthListener.rigl(0.3, 2, 100));
        before = Place.of(graph).get(0).conf();
        graph.fit(oneBatch, 2);
        assertNotEquals(before, Place.of(graph).get(0).conf(), "links are others");
    }

    /** Evaluation in the middle of training changes nothing of it, whether links go meanwhile or not. */
    @Test
    void evaluationMeanwhile() {
        MultiLayerNetwork net = net(0.5);
        MultiLayerNetwork watched = net(0.5);
        DataSetIterator some = new ListDataSetIterator<>(new DataSet(X, Y).asList(), 5);
        net.setListeners(new PruningListener(SCHEDULE));
        watched.setListeners(new PruningListener(SCHEDULE), new EvaluativeListener(some, 1));
        fit(net, 6);
        fit(watched, 6);
        assertArrayEquals(Nets.numbers(net.params()), Nets.numbers(watched.params()));
    }
}
