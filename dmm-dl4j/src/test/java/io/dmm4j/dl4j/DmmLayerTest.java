package io.dmm4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.dl4j.prune.PruningListener;
import io.dmm4j.dl4j.prune.PruningSchedule;
import io.dmm4j.flatten.Machines;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of trees as layers. */
class DmmLayerTest {
    private static final DataType D = DataType.DOUBLE;
    private static final String[] LETTERS = {"/a", "/b", "/."};

    private static DmmLayer.Builder layer(Schedule schedule) {
        return new DmmLayer.Builder()
                .network(Nets.TREES.formatted(schedule.name().toLowerCase(java.util.Locale.ROOT)))
                .input("in.x", 1, 3)
                .input("in.y", 0, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "SYNCHRONOUS, 1, 0, false",
        "SYNCHRONOUS, 3, 0, false",
        "SYNCHRONOUS, 2, 1, true",
        "TOPOLOGICAL, 1, 1, false",
        "TOPOLOGICAL, 2, 0, true"
    })
    void gradients(Schedule schedule, int cycles, int delay, boolean hold) {
        DmmLayer dmm = layer(schedule)
                .cyclesPerStep(cycles)
                .inputDelay(delay)
                .hold(hold)
                .build();
        assertEquals(3, dmm.getNIn());
        assertEquals(4, dmm.getNOut());
        List<Layer> layers = List.of(new LSTM.Builder().nIn(2).nOut(3).build(), dmm, Nets.classes(4, 2));
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 2, 2, 4), Nets.labels(D, 2, 2, 4), null, null));
    }

    @Test
    void gradientsOfTheFeedForwardLayer() {
        DmmFeedForwardLayer dmm = new DmmFeedForwardLayer.Builder()
                .network(Nets.TREES.formatted("synchronous"))
                .input("in.x", 0, 2)
                .input("in.y", 2, 3)
                .output("dot.dot")
                .cyclesPerStep(4)
                .build();
        List<Layer> layers = List.of(
                new DenseLayer.Builder().nIn(4).nOut(3).build(),
                dmm,
                new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(1)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build());
        assertTrue(Nets.gradientsFit(layers, Nets.normal(D, 3, 4), Nets.normal(D, 3, 2), null, null));
    }

    /** The published timing: fed in the first cycle of a step, whose last cycle is read. */
    @ParameterizedTest
    @CsvSource({"1", "4", "10"})
    void agreesWithTheTreeEngine(int cycles) {
        Network network = Networks.load("example:duplicate-detector/handcrafted");
        DmmLayer layer = new DmmLayer.Builder()
                .network(network)
                .input("input.char", 0, 3, LETTERS)
                .cyclesPerStep(cycles)
                .inputDelay(1)
                .build();
        MultiLayerNetwork net = Nets.net(D, new NoOp(), List.of(layer, Nets.classes((int) layer.getNOut(), 2)));
        String text = "abba.a..b";
        INDArray in = Nd4j.zeros(D, 1, 3, text.length());
        Port port = Port.of("input", "char");
        Set<Path> letters = Set.of(Path.of("a"), Path.of("b"), Path.of("."));
        Network declared = network.withExternal(port, ExternalPort.of(letters));
        MachineOptions options = MachineOptions.DEFAULT.withWindow(text.length() * cycles);
        try (Machine tree = Machines.open(declared, "tree", options)) {
            for (int t = 0; t < text.length(); t++) {
                String letter = text.substring(t, t + 1);
                in.putScalar(new int[] {0, List.of(LETTERS).indexOf("/" + letter), t}, 1);
                tree.feed(t * cycles + 1, 0, port, VValue.of(Path.of(letter), 1));
            }
            tree.run(text.length() * cycles);
            INDArray out = net.feedForward(in).get(1);
            List<String> probes = layer.getDesign().getOutputProbes();
            for (int t = 0; t < text.length(); t++) {
                for (int o = 0; o < probes.size(); o++) {
                    int probe = probes.get(o).endsWith("dict-1") ? 0 : 1;
                    Path path = Path.parse(layer.getDesign().getOutputPaths().get(o));
                    double expected =
                            tree.probed((t + 1) * cycles, probe, 0).at(path).number();
                    assertEquals(expected, out.getDouble(0, o, t), "step " + t + ", output " + o);
                }
            }
        }
    }

    @Test
    void jsonRoundTrip() {
        MultiLayerConfiguration conf = Nets.conf(
                DataType.FLOAT,
                new Adam(0.1),
                List.of(layer(Schedule.SYNCHRONOUS).threads(1).build(), Nets.classes(4, 2)));
        MultiLayerConfiguration again = MultiLayerConfiguration.fromJson(conf.toJson());
        assertEquals(conf, again);
        assertEquals(conf.toJson(), again.toJson());
        MultiLayerConfiguration yaml = MultiLayerConfiguration.fromYaml(conf.toYaml());
        assertEquals(conf, yaml);
    }

    @Test
    void linksArePruned() {
        MultiLayerNetwork net = Nets.net(
                DataType.FLOAT,
                new Adam(0.01),
                List.of(layer(Schedule.SYNCHRONOUS).build(), Nets.classes(4, 2)));
        net.setListeners(new PruningListener(PruningSchedule.at(1, 0.5)));
        long before = net.numParams();
        for (int i = 0; i < 3; i++) {
            net.fit(Nets.normal(DataType.FLOAT, 4, 3, 5), Nets.labels(DataType.FLOAT, 4, 2, 5));
        }
        assertEquals(before - 3, net.numParams());
        MultiLayerNetwork again = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(
                net.getLayerWiseConfigurations().toJson()));
        again.init(net.params().reshape(1, net.numParams()), true);
        INDArray x = Nets.normal(DataType.FLOAT, 4, 3, 5);
        assertArrayEquals(Nets.numbers(net.output(x)), Nets.numbers(again.output(x)));
    }

    // ---- bad input -----------------------------------------------------------------------------------------

    private static void refused(String part, org.junit.jupiter.api.function.Executable e) {
        String said = assertThrows(DL4JInvalidConfigException.class, e).getMessage();
        assertTrue(said.contains(part), said);
        assertTrue(!said.contains("\n"), said);
    }

    @Test
    void badConfigurations() {
        refused("did you mean", () -> layer(Schedule.SYNCHRONOUS).output("memori.dict"));
        refused("no port", () -> layer(Schedule.SYNCHRONOUS).input("in.z", 3, 4));
        refused("as many as it has paths", () -> layer(Schedule.SYNCHRONOUS).input("in.x", 3, 9));
        refused("feeds two paths", () -> layer(Schedule.SYNCHRONOUS).input("in.x", 0, 2));
        refused("that it declares", () -> layer(Schedule.SYNCHRONOUS).input("in.x", 3, 4, "/c"));
        refused("found 3", () -> new DmmLayer.Builder()
                .network(Nets.TREES.formatted("synchronous"))
                .input("in.x", 0, 2)
                .input("in.y", 3, 4)
                .build());
        refused("without a network", () -> new DmmLayer.Builder().input("in.x", 0, 2));
        refused(
                "cycles per step",
                () -> layer(Schedule.SYNCHRONOUS).cyclesPerStep(0).build());
        refused("input delay", () -> layer(Schedule.SYNCHRONOUS).inputDelay(2).build());
        refused(
                "unknown backend 'gpu'",
                () -> Nets.net(
                        DataType.FLOAT,
                        new NoOp(),
                        List.of(layer(Schedule.SYNCHRONOUS).backend("gpu").build(), Nets.classes(4, 2))));
        refused("network of a layer", () -> new DmmLayer.Builder().network("{]"));
        refused("expected 3", () -> layer(Schedule.SYNCHRONOUS).build().setNIn(InputType.recurrent(5), true));
        refused(
                "HALF",
                () -> Nets.net(
                        DataType.HALF,
                        new NoOp(),
                        List.of(layer(Schedule.SYNCHRONOUS).build(), Nets.classes(4, 2))));
    }
}
