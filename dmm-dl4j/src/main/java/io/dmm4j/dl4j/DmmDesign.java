package io.dmm4j.dl4j;

import io.dmm4j.dl4j.machine.Blueprint;
import io.dmm4j.dl4j.machine.ParamBlock;
import io.dmm4j.dl4j.machine.Timing;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.train.Parameters;
import io.dmm4j.value.Path;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * A network as a layer, in its JSON: the network file, which number feeds which path, which path is which output, and how steps
 * fall on cycles. Not changed once it is in a layer.
 */
public final class DmmDesign implements Serializable {
    private static final long serialVersionUID = 1L;

    private String network;
    private List<String> featurePorts;
    private List<String> featurePaths;
    private List<String> outputProbes;
    private List<String> outputPaths;
    private int cyclesPerStep = 1;
    private int inputDelay;
    private boolean hold;
    private transient Blueprint blueprint;
    private transient LinkChoices choices;

    private DmmDesign() {}

    static DmmDesign of(
            String network, List<Blueprint.Feature> features, List<Blueprint.Output> outputs, Timing timing) {
        DmmDesign d = new DmmDesign();
        d.network = network;
        d.featurePorts = features.stream().map(f -> f.port().text()).toList();
        d.featurePaths = features.stream().map(f -> f.path().toString()).toList();
        d.outputProbes = outputs.stream().map(o -> o.probe().toString()).toList();
        d.outputPaths = outputs.stream().map(o -> o.path().toString()).toList();
        d.cyclesPerStep = timing.cycles();
        d.inputDelay = timing.delay();
        d.hold = timing.hold();
        return d;
    }

    // ---- what it comes to ----------------------------------------------------------------------------------

    synchronized Blueprint blueprint() {
        if (blueprint == null) {
            blueprint = MachineLayers.inWordsOfDl4j(this::make);
        }
        return blueprint;
    }

    private Blueprint make() {
        requireWhole();
        Network parsed = NetworkJson.read(network, "network of a layer");
        List<Blueprint.Feature> features = IntStream.range(0, featurePorts.size())
                .mapToObj(i -> new Blueprint.Feature(Port.parse(featurePorts.get(i)), Path.parse(featurePaths.get(i))))
                .toList();
        features.forEach(f -> requireDeclared(f, parsed));
        List<Blueprint.Output> outputs = IntStream.range(0, outputProbes.size())
                .mapToObj(i ->
                        new Blueprint.Output(Probe.parse(outputProbes.get(i), parsed), Path.parse(outputPaths.get(i))))
                .toList();
        Network watched = parsed.withProbes(
                outputs.stream().map(Blueprint.Output::probe).distinct().toList());
        Parameters all = Parameters.of(watched, link -> false, port -> false, port -> false);
        int[] place = all.which();
        int links = (int) Arrays.stream(place).filter(i -> i < all.links()).count();
        double[] values = all.values();
        List<ParamBlock> blocks = new ArrayList<>();
        block(blocks, "W", true, Arrays.copyOfRange(place, 0, links), values);
        block(blocks, "P", false, Arrays.copyOfRange(place, links, place.length), values);
        return new Blueprint(
                watched, true, features, outputs, blocks, place, new Timing(cyclesPerStep, inputDelay, hold));
    }

    private void requireWhole() {
        boolean whole = network != null
                && featurePorts != null
                && featurePaths != null
                && featurePorts.size() == featurePaths.size()
                && outputProbes != null
                && outputPaths != null
                && outputProbes.size() == outputPaths.size();
        if (!whole) {
            throw new DL4JInvalidConfigException(
                    "design of a machine layer: expected a network, as many feature ports as"
                            + " feature paths, and as many output probes as output paths");
        }
    }

    private static void requireDeclared(Blueprint.Feature f, Network parsed) {
        if (!parsed.external(f.port()).paths().contains(f.path())) {
            throw new DL4JInvalidConfigException("external input " + f.port().text() + ": found path \"" + f.path()
                    + "\" for a feature, expected one that it declares: "
                    + parsed.external(f.port()).paths());
        }
    }

    private static void block(List<ParamBlock> blocks, String key, boolean weight, int[] which, double[] values) {
        if (which.length > 0) {
            double[] start = Arrays.stream(which).mapToDouble(i -> values[i]).toArray();
            blocks.add(new ParamBlock(key, start.length, weight, false, 0, 0, start));
        }
    }

    // ---- other links ---------------------------------------------------------------------------------------

    /** The trainable links, in the order of the parameters. */
    List<Link> trainable() {
        return blueprint().network().links().stream().filter(Link::trainable).toList();
    }

    /** Which links there may be. */
    synchronized LinkChoices choices() {
        if (choices == null) {
            choices = new LinkChoices(blueprint().network());
        }
        return choices;
    }

    /** With other trainable links. */
    DmmDesign withTrainable(List<Link> links) {
        StringBuilder text = new StringBuilder();
        NetworkJson.write(blueprint().network().withTrainable(links), MatrixFormat.RANK4, text);
        DmmDesign d = new DmmDesign();
        d.network = text.toString();
        d.featurePorts = featurePorts;
        d.featurePaths = featurePaths;
        d.outputProbes = outputProbes;
        d.outputPaths = outputPaths;
        d.cyclesPerStep = cyclesPerStep;
        d.inputDelay = inputDelay;
        d.hold = hold;
        return d;
    }

    /** For each parameter its index among those of a design with other links; −1 if it is not there. */
    int[] origins(DmmDesign old) {
        Map<Link, Integer> before = new HashMap<>();
        old.trainable().forEach(l -> before.put(l.withWeight(0), before.size()));
        List<Link> now = trainable();
        int others = blueprint().parameters() - now.size();
        return IntStream.concat(
                        now.stream().mapToInt(l -> before.getOrDefault(l.withWeight(0), -1)),
                        IntStream.range(before.size(), before.size() + others))
                .toArray();
    }

    // ---- JSON ----------------------------------------------------------------------------------------------

    /** The network file's text; its weights are those to start from. */
    public String getNetwork() {
        return network;
    }

    /** For each feature the port of an external input that it feeds. */
    public List<String> getFeaturePorts() {
        return featurePorts;
    }

    /** For each feature the path there, a JSON Pointer. */
    public List<String> getFeaturePaths() {
        return featurePaths;
    }

    /** For each output the probe that it is read from. */
    public List<String> getOutputProbes() {
        return outputProbes;
    }

    /** For each output the path there, a JSON Pointer. */
    public List<String> getOutputPaths() {
        return outputPaths;
    }

    /** Cycles per step. */
    public int getCyclesPerStep() {
        return cyclesPerStep;
    }

    /** The cycle of a step in which its features are emitted; 0 for the one before. */
    public int getInputDelay() {
        return inputDelay;
    }

    /** Whether features are emitted in every cycle of a step. */
    public boolean isHold() {
        return hold;
    }

    /** For JSON. */
    void setNetwork(String text) {
        network = text;
    }

    /** For JSON. */
    void setFeaturePorts(List<String> ports) {
        featurePorts = ports;
    }

    /** For JSON. */
    void setFeaturePaths(List<String> paths) {
        featurePaths = paths;
    }

    /** For JSON. */
    void setOutputProbes(List<String> probes) {
        outputProbes = probes;
    }

    /** For JSON. */
    void setOutputPaths(List<String> paths) {
        outputPaths = paths;
    }

    /** For JSON. */
    void setCyclesPerStep(int n) {
        cyclesPerStep = n;
    }

    /** For JSON. */
    void setInputDelay(int cycle) {
        inputDelay = cycle;
    }

    /** For JSON. */
    void setHold(boolean h) {
        hold = h;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof DmmDesign d
                && Objects.equals(network, d.network)
                && Objects.equals(featurePorts, d.featurePorts)
                && Objects.equals(featurePaths, d.featurePaths)
                && Objects.equals(outputProbes, d.outputProbes)
                && Objects.equals(outputPaths, d.outputPaths)
                && cyclesPerStep == d.cyclesPerStep
                && inputDelay == d.inputDelay
                && hold == d.hold;
    }

    @Override
    public int hashCode() {
        return Objects.hash(network, featurePorts, featurePaths, outputProbes, outputPaths, cyclesPerStep);
    }
}
