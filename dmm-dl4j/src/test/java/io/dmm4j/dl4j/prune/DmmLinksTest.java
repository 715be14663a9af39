package io.dmm4j.dl4j.prune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.DmmBuilder;
import io.dmm4j.dl4j.DmmConf;
import io.dmm4j.dl4j.DmmFeedForwardLayer;
import io.dmm4j.dl4j.DmmLayer;
import io.dmm4j.dl4j.Nets;
import io.dmm4j.dl4j.machine.Candidates;
import io.dmm4j.dl4j.machine.MachineInLayer;
import io.dmm4j.dl4j.machine.Rewired;
import io.dmm4j.net.Link;
import io.dmm4j.net.NetworkJson;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Links of networks of trees that go and come. */
class DmmLinksTest {
    private static final DataType D = DataType.DOUBLE;

    private static <T extends DmmBuilder<T>> T with(T b, String schedule, int cycles) {
        return b.network(Nets.TREES.formatted(schedule.toLowerCase(Locale.ROOT)))
                .input("in.x", 0, 2)
                .input("in.y", 2, 3)
                .cyclesPerStep(cycles);
    }

    private static MultiLayerNetwork net(boolean recurrent, String schedule, int cycles) {
        Layer dmm = recurrent
                ? with(new DmmLayer.Builder(), schedule, cycles).build()
                : with(new DmmFeedForwardLayer.Builder(), schedule, cycles).build();
        Layer last = recurrent
                ? Nets.classes(4, 2)
                : new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build();
        return Nets.net(D, new Adam(0.01), List.of(dmm, last));
    }

    private static INDArray in(boolean recurrent) {
        return recurrent ? Nets.normal(D, 3, 3, 4) : Nets.normal(D, 3, 3);
    }

    private static INDArray wanted(boolean recurrent) {
        return recurrent ? Nets.labels(D, 3, 2, 4) : Nets.normal(D, 3, 2);
    }

    /** Of six sources and three targets seven pairs are linked; a number fits into no tree, nor a tree of letters into a number. */
    @Test
    void whereLinksMayCome() {
        DmmConf conf = (DmmConf) Place.of(net(true, "SYNCHRONOUS", 1)).get(0).conf();
        assertEquals(7, conf.places().get(0).length);
        Set<String> found = new HashSet<>();
        for (int place : conf.absent().get(0)) {
            Rewired r = conf.rewired(new boolean[7], List.of(new int[] {place}));
            NetworkJson.read(((DmmConf) r.conf()).getDesign().getNetwork(), "test").links().stream()
                    .filter(Link::trainable)
                    .forEach(l -> found.add(l.to() + " " + l.from() + l.path()));
        }
        assertEquals(conf.absent().get(0).length, found.size());
        assertTrue(found.contains("dot.dict-1 in.x"), found.toString());
        assertTrue(found.stream().noneMatch(l -> l.startsWith("dot.dict-1 memory.dict ")), "there already");
    }

    /** What the rigged lottery goes by, for each link that may come, against a central difference. */
    @ParameterizedTest
    @CsvSource({"true, SYNCHRONOUS, 1", "true, TOPOLOGICAL, 2", "false, SYNCHRONOUS, 4"})
    void derivativesByAbsentLinks(boolean recurrent, String schedule, int cycles) {
        MultiLayerNetwork net = net(recurrent, schedule, cycles);
        DataSet data = new DataSet(in(recurrent), wanted(recurrent));
        MachineInLayer machine = (MachineInLayer) net.getLayer(0);
        machine.access().watchCandidates(true);
        net.setInput(data.getFeatures());
        net.setLabels(data.getLabels());
        net.computeGradientAndScore();
        double[] found = machine.access().candidates().found().get(0);
        Candidates conf =
                (Candidates) net.getLayerWiseConfigurations().getConf(0).getLayer();
        boolean[] all = new boolean[conf.links()];
        Arrays.fill(all, true);
        assertTrue(found.length > 3);
        for (int i = 0; i < found.length; i++) {
            MultiLayerNetwork more = net.clone();
            Rewired r = conf.rewired(all, List.of(new int[] {conf.absent().get(0)[i]}));
            new Rewirer(more).apply(Map.of("0", r));
            assertEquals(net.score(data, true), more.score(data, true), 1e-12, "a weight of 0 changes nothing");
            int at = 0;
            while (r.from()[at] >= 0) {
                at++;
            }
            double h = 1e-5;
            more.params().putScalar(at, h);
            double up = more.score(data, true);
            more.params().putScalar(at, -h);
            double down = more.score(data, true);
            assertEquals((up - down) / (2 * h), found[i] / 3, 1e-7, "link " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, TOPOLOGICAL, 1", "false, SYNCHRONOUS, 4"})
    void linksMove(boolean recurrent, String schedule, int cycles) {
        for (TrainingListener listener :
                List.of(RegrowthListener.set(0.3, 2, 100, 5), RegrowthListener.rigl(0.3, 2, 100))) {
            MultiLayerNetwork net = net(recurrent, schedule, cycles);
            String before = net.getLayerWiseConfigurations().toJson();
            long size = net.numParams();
            net.setListeners(listener);
            for (int i = 0; i < 9; i++) {
                net.fit(in(recurrent), wanted(recurrent));
            }
            assertEquals(size, net.numParams());
            String after = net.getLayerWiseConfigurations().toJson();
            assertNotEquals(before, after);
            MultiLayerNetwork again = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(after));
            again.init(net.params().reshape(1, net.numParams()), true);
            assertArrayEquals(Nets.numbers(net.output(in(recurrent))), Nets.numbers(again.output(in(recurrent))));
        }
    }
}
