package io.dmm4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.sparse.SparseDense;
import io.dmm4j.dl4j.sparse.SparseLstm;
import java.util.List;
import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** What users do by mistake or seldom: refused in one sentence of DL4J's, or as DL4J's own layers do it. */
class MistakesTest {
    private static final DataType F = DataType.FLOAT;
    private static final INDArray X = Nets.normal(F, 10, 4, 6);

    private static DmmLayer.Builder trees() {
        return new DmmLayer.Builder()
                .network(Nets.TREES.formatted("synchronous"))
                .input("in.x", 0, 2)
                .input("in.y", 2, 3);
    }

    private static MultiLayerNetwork net(Layer first, int out) {
        return Nets.net(F, new Adam(0.01), List.of(first, Nets.classes(out, 3)));
    }

    private static SparseLstm.Builder lstm() {
        return new SparseLstm.Builder().nIn(4).nOut(12).density(0.5, 1);
    }

    private static void refused(Class<? extends DL4JException> type, String part, Executable e) {
        String said = assertThrows(type, e).getMessage();
        assertTrue(said.contains(part), said);
        assertTrue(!said.contains("\n"), said);
    }

    private static INDArray steps(INDArray a, int from, int to) {
        return a.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    /** A saved model that was edited, or was made by another version: nothing of it is passed over in silence. */
    @ParameterizedTest
    @CsvSource({
        "'\"nout\" : 4', '\"nout\" : 9', 'expected nIn=3, nOut=4'",
        "'\"nin\" : 3', '\"nin\" : 2', 'expected nIn=3, nOut=4'",
        "'[ \"in.x\"', '[ \"in.q\"', no port",
        "'[ \"/a\"', '[ \"/c\"', that it declares",
        "'\"in.x\", \"in.x\"', '\"in.x\"', as many feature ports",
        "'\"threads\" : 0', '\"threads\" : -2', at least 0 threads",
        "'\"backend\" : \"auto\"', '\"backend\" : null', a backend's name",
        "'\"cyclesPerStep\" : 1', '\"cyclesPerStep\" : 0', cycles per step"
    })
    void editedModels(String from, String to, String part) {
        String json = Nets.conf(F, new Adam(0.01), List.of(trees().build(), Nets.classes(4, 3)))
                .toJson();
        String edited = json.replace(from, to);
        assertTrue(!edited.equals(json), json);
        refused(DL4JInvalidConfigException.class, part, () -> {
            MultiLayerNetwork net = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(edited));
            net.init();
        });
    }

    @Test
    void sizesThatTheNetworkHas() {
        assertEquals(4, trees().nIn(3).nOut(4).build().getNOut());
        refused(DL4JInvalidConfigException.class, "nOut: found 9", () -> trees().nOut(9)
                .build());
        refused(DL4JInvalidConfigException.class, "nIn: found 9", () -> trees().nIn(9)
                .build());
        MultiLayerNetwork net = net(trees().build(), 4);
        refused(DL4JInvalidConfigException.class, "found nIn=3, nOut=7", () -> new TransferLearning.Builder(net)
                .nOutReplace(0, 7, WeightInit.XAVIER)
                .build());
    }

    @Test
    void nothingToRun() {
        RecurrentLayer layer = (RecurrentLayer) net(lstm().build(), 12).getLayer(0);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        for (INDArray empty : List.of(Nd4j.create(F, 3, 4, 0), Nd4j.create(F, 0, 4, 5))) {
            refused(DL4JInvalidInputException.class, "at least one example", () -> layer.activate(empty, false, none));
        }
    }

    /** Going back over a part of a window that did not start at the beginning of the sequence. */
    @Test
    void shorterBackPropagationOfLaterWindows() {
        MultiLayerNetwork net = net(lstm().build(), 12);
        net.initGradientsView();
        RecurrentLayer layer = (RecurrentLayer) net.getLayer(0);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray errors = Nets.normal(F, 10, 12, 4);
        layer.rnnActivateUsingStoredState(steps(X, 0, 2), true, true, none);
        layer.rnnActivateUsingStoredState(steps(X, 2, 6), true, true, none);
        INDArray by = layer.tbpttBackpropGradient(errors, 1, none).getSecond();
        float[] found = Nets.numbers(layer.getGradientsViewArray());
        layer.rnnClearPreviousState();
        layer.rnnActivateUsingStoredState(steps(X, 0, 5), true, true, none);
        layer.rnnActivateUsingStoredState(steps(X, 5, 6), true, true, none);
        INDArray last = layer.backpropGradient(steps(errors, 3, 4), none).getSecond();
        assertArrayEquals(Nets.numbers(layer.getGradientsViewArray()), found);
        assertArrayEquals(Nets.numbers(last), Nets.numbers(steps(by, 3, 4)));
    }

    /** After a pass that was not for training, from a state that was carried over: the backward pass runs that window again. */
    @Test
    void backPropagationAfterAPassWithoutTraining() {
        MultiLayerNetwork net = net(lstm().build(), 12);
        net.initGradientsView();
        RecurrentLayer layer = (RecurrentLayer) net.getLayer(0);
        LayerWorkspaceMgr none = LayerWorkspaceMgr.noWorkspaces();
        INDArray errors = Nets.normal(F, 10, 12, 4);
        float[][] found = new float[2][];
        for (int i = 0; i < 2; i++) {
            layer.rnnClearPreviousState();
            layer.rnnActivateUsingStoredState(steps(X, 0, 2), true, true, none);
            layer.rnnActivateUsingStoredState(steps(X, 2, 6), i == 0, true, none);
            layer.backpropGradient(errors, none);
            found[i] = Nets.numbers(layer.getGradientsViewArray());
        }
        assertArrayEquals(found[0], found[1]);
    }

    @Test
    void memoryIsReported() {
        MultiLayerConfiguration recurrent = Nets.conf(F, new Adam(0.01), List.of(lstm().build(), Nets.classes(12, 3)));
        long few = bytes(recurrent, InputType.recurrent(4, 6));
        assertTrue(few > 4L * new MultiLayerNetwork(recurrent).getnLayers());
        assertTrue(bytes(recurrent, InputType.recurrent(4, 60)) > few, "longer sequences take more");
        MultiLayerConfiguration flat = Nets.conf(
                F,
                new Adam(0.01),
                List.of(new SparseDense.Builder().nIn(4).nOut(5).build()));
        long parameters = 4 * 5 + 5;
        assertTrue(bytes(flat, InputType.feedForward(4)) >= 4 * 3 * parameters, "weights and Adam's moments");
    }

    private static long bytes(MultiLayerConfiguration conf, InputType in) {
        return conf.getMemoryReport(in).getTotalMemoryBytes(8, MemoryUseMode.TRAINING, CacheMode.NONE);
    }
}
