package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.hash.Labels;
import io.dmm4j.hash.PathTable;
import io.dmm4j.hash.PathTableBuilder;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A flat program with what leads from trees to its rows and back. One table serves all lanes.
 *
 * <p>The state table has one path for each row of the output and input regions, in row order: row
 * {@code r} is path {@code r} of the table. The paths are {@code out / neuron / port / …} and {@code in / neuron
 * / port / …}. Labels that are spare stand for words that have not come yet; {@link #rowOrBind} gives
 * them to new words.
 */
public final class Flattened {
    private static final String OUT = "out";
    private static final String IN = "in";

    private final Network network;
    private final FlatProgram program;
    private final HeldProgram held;
    private final List<PortRows> outputs;
    private final List<PortRows> inputs;
    private final FlatStatistics statistics;
    private final Labels labels;
    private final int spare;
    private final Set<String> mentioned;
    private final int firstSpare;
    private final PathTable rows;
    private final Map<Port, PortRows> outputOf;
    private final Map<Port, PortRows> inputOf;
    private final Map<Port, Integer> outputNode;

    Flattened(
            Network network,
            FlatProgram program,
            List<PortRows> outputs,
            List<PortRows> inputs,
            FlatStatistics statistics,
            int spare,
            Set<String> mentioned) {
        this(network, program, outputs, inputs, statistics, spare, mentioned, null);
    }

    /** With what it needs to change the links of a held matrix; null if it holds none. */
    Flattened(
            Network network,
            FlatProgram program,
            List<PortRows> outputs,
            List<PortRows> inputs,
            FlatStatistics statistics,
            int spare,
            Set<String> mentioned,
            HeldProgram held) {
        this.network = network;
        this.program = program;
        this.held = held;
        this.outputs = List.copyOf(outputs);
        this.inputs = List.copyOf(inputs);
        this.statistics = statistics;
        this.spare = spare;
        this.mentioned = mentioned;
        labels = new Labels();
        outputOf = new HashMap<>();
        inputOf = new HashMap<>();
        outputNode = new HashMap<>();
        firstSpare = labels.reserve(spare);
        mentioned.forEach(labels::intern);
        outputs.forEach(p -> outputOf.put(p.port(), p));
        inputs.forEach(p -> inputOf.put(p.port(), p));
        rows = table();
    }

    /** The same tables with a program of the same rows. */
    private Flattened(Flattened tables, FlatProgram program) {
        this.program = program;
        network = tables.network;
        outputs = tables.outputs;
        inputs = tables.inputs;
        statistics = tables.statistics;
        spare = tables.spare;
        mentioned = tables.mentioned;
        held = tables.held;
        firstSpare = tables.firstSpare;
        labels = tables.labels;
        rows = tables.rows;
        outputOf = tables.outputOf;
        inputOf = tables.inputOf;
        outputNode = tables.outputNode;
    }

    /**
     * This with links for the entries of a held matrix that are there, if that needs no new rows; else null.
     *
     * @param present a V-value whose paths are those of the entries that are there
     */
    Flattened rewired(VValue present) {
        FlatProgram changed = held.rewired(program, present);
        return changed == null ? null : new Flattened(this, changed);
    }

    /** How many entries of a held matrix the program has links for; 0 if it holds none. */
    public int heldLinks() {
        return held == null ? 0 : held.links();
    }

    /** The network that was flattened, or, for a program read from a file, its ports without its links. */
    public Network network() {
        return network;
    }

    /** The program. */
    public FlatProgram program() {
        return program;
    }

    /** The rows of every output port, in the order of the network. */
    public List<PortRows> outputs() {
        return outputs;
    }

    /** The rows of every input port, in the order of the network. */
    public List<PortRows> inputs() {
        return inputs;
    }

    /** What became of the links. */
    public FlatStatistics statistics() {
        return statistics;
    }

    /** The labels of {@link #rows()}. */
    public Labels labels() {
        return labels;
    }

    /** The table of state rows: path ↔ row. */
    public PathTable rows() {
        return rows;
    }

    /** How many spare labels there were to begin with. */
    int spare() {
        return spare;
    }

    /** Labels that never take a spare label's place. */
    Set<String> mentioned() {
        return mentioned;
    }

    /** The rows of an output port. */
    public PortRows output(Port p) {
        return outputOf.get(p);
    }

    /** The rows of an input port. */
    public PortRows input(Port p) {
        return inputOf.get(p);
    }

    /** The rows that a probe reads. */
    public PortRows rows(Probe p) {
        return p.side() == Probe.Side.IN ? input(p.port()) : output(p.port());
    }

    /** The row of a path of an output; −1 if it has none. */
    public int row(Port output, Path path) {
        int node = port(output);
        for (int i = 0; i < path.length() && node >= 0; i++) {
            int label = labels.id(path.label(i));
            node = label < 0 ? -1 : rows.find(node, label);
        }
        return node < rows.size() ? node : -1;
    }

    /** As {@link #row}, but a word that is new to all tables takes a spare label if there is one. */
    int rowOrBind(Port output, Path path) {
        path.labels().forEach(label -> Spare.refuse(label, "external input " + output));
        if (path.length() == 1 && labels.spares() > 0 && labels.id(path.label(0)) < 0) {
            labels.bind(path.label(0));
        }
        return row(output, path);
    }

    /** Whether a spare label has a word. */
    boolean isBound(String spareLabel) {
        return labels.isBound(firstSpare + Spare.number(spareLabel));
    }

    /** The word of a spare label. */
    String text(String spareLabel) {
        return labels.text(firstSpare + Spare.number(spareLabel));
    }

    /** A path of a shape with words for its spare labels; null if one of them has no word. */
    Path known(Path path) {
        Path known = Path.ROOT;
        for (String label : path.labels()) {
            if (Spare.is(label) && !isBound(label)) {
                return null;
            }
            known = known.child(Spare.is(label) ? text(label) : label);
        }
        return known;
    }

    /** The node of a port in the state table; −1 if it has no rows. */
    private int port(Port output) {
        return outputNode.computeIfAbsent(output, this::findPort);
    }

    private int findPort(Port output) {
        int node = rows.find(PathTable.ROOT, labels.id(OUT));
        for (String name : List.of(output.neuron(), output.port())) {
            int label = labels.id(name);
            node = node < 0 || label < 0 ? -1 : rows.find(node, label);
        }
        return node;
    }

    /**
     * The tree of a port.
     *
     * @param port rows of this program
     * @param numbers the number of each of the port's rows, counted from its first
     */
    public VValue tree(PortRows port, IntToDoubleFunction numbers) {
        return RowReader.read(port.shape(), labels, firstSpare, numbers);
    }

    /** Table of the matrix rows, {@code to / input}: index i is input port i. */
    public PathTable matrixRows() {
        return ports(inputs);
    }

    /** Table of the matrix columns, {@code from / output}: index i is output port i. */
    public PathTable matrixColumns() {
        return ports(outputs);
    }

    /** Table of the weights, {@code to / input / from / output / …}: index k is link k and parameter k. */
    public PathTable weights() {
        PathTableBuilder b = PathTable.builder();
        for (Link l : network.links()) {
            Path p = Path.of(
                    l.to().neuron(), l.to().port(), l.from().neuron(), l.from().port());
            b.add(p.concat(l.path()), labels);
        }
        return b.build();
    }

    private PathTable ports(List<PortRows> ports) {
        PathTableBuilder b = PathTable.builder();
        ports.forEach(p -> b.add(Path.of(p.port().neuron(), p.port().port()), labels));
        return b.build();
    }

    private PathTable table() {
        PathTableBuilder b = PathTable.builder();
        List<PortRows> inRowOrder = new ArrayList<>();
        addSorted(outputs, inRowOrder);
        int outs = inRowOrder.size();
        addSorted(inputs, inRowOrder);
        for (int i = 0; i < inRowOrder.size(); i++) {
            PortRows p = inRowOrder.get(i);
            Path prefix =
                    Path.of(i < outs ? OUT : IN, p.port().neuron(), p.port().port());
            p.shape().forEach((path, one) -> b.add(ids(prefix, path)));
        }
        return b.build();
    }

    private static void addSorted(List<PortRows> ports, List<PortRows> into) {
        ports.stream()
                .filter(p -> p.count() > 0)
                .sorted((x, y) -> Integer.compare(x.row(), y.row()))
                .forEach(into::add);
    }

    private int[] ids(Path prefix, Path path) {
        int[] ids = new int[prefix.length() + path.length()];
        for (int i = 0; i < ids.length; i++) {
            String label = i < prefix.length() ? prefix.label(i) : path.label(i - prefix.length());
            ids[i] = i >= prefix.length() && Spare.is(label) ? firstSpare + Spare.number(label) : labels.intern(label);
        }
        return ids;
    }
}
