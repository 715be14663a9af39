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
import java.util.List;
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
    private final Network network;
    private final FlatProgram program;
    private final HeldProgram held;
    private final FlatStatistics statistics;
    private final int spare;
    private final Set<String> mentioned;
    private final RowTables tables;

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
        this.statistics = statistics;
        this.spare = spare;
        this.mentioned = mentioned;
        tables = new RowTables(outputs, inputs, spare, mentioned);
    }

    /** The same tables with a program of the same rows. */
    private Flattened(Flattened same, HeldProgram held) {
        program = held.wired(same.program);
        network = same.network;
        this.held = held;
        statistics = same.statistics;
        spare = same.spare;
        mentioned = same.mentioned;
        tables = same.tables;
    }

    /**
     * This with links for the entries of a held matrix that are there, if that needs no new rows; else null.
     *
     * @param present a V-value whose paths are those of the entries that are there
     */
    Flattened rewired(VValue present) {
        HeldProgram changed = held.rewired(present);
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
        return tables.outputs;
    }

    /** The rows of every input port, in the order of the network. */
    public List<PortRows> inputs() {
        return tables.inputs;
    }

    /** What became of the links. */
    public FlatStatistics statistics() {
        return statistics;
    }

    /** The labels of {@link #rows()}. */
    public Labels labels() {
        return tables.labels;
    }

    /** The table of state rows, path ↔ row; made at the first call. */
    public PathTable rows() {
        return tables.table();
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
        return tables.output(p);
    }

    /** The rows of an input port. */
    public PortRows input(Port p) {
        return tables.input(p);
    }

    /** The rows that a probe reads. */
    public PortRows rows(Probe p) {
        return p.side() == Probe.Side.IN ? input(p.port()) : output(p.port());
    }

    /** The row of a path of an output; −1 if it has none. */
    public int row(Port output, Path path) {
        return tables.row(output, path);
    }

    /** As {@link #row}, but a word that is new to all tables takes a spare label if there is one. */
    int rowOrBind(Port output, Path path) {
        return tables.rowOrBind(output, path);
    }

    /** Whether a spare label has a word. */
    boolean isBound(String spareLabel) {
        return tables.isBound(spareLabel);
    }

    /** The word of a spare label. */
    String text(String spareLabel) {
        return tables.text(spareLabel);
    }

    /** A path of a shape with words for its spare labels; null if one of them has no word. */
    Path known(Path path) {
        return tables.known(path);
    }

    /**
     * The tree of a port.
     *
     * @param port rows of this program
     * @param numbers the number of each of the port's rows, counted from its first
     */
    public VValue tree(PortRows port, IntToDoubleFunction numbers) {
        return RowReader.read(port.shape(), tables.labels, tables.firstSpare, numbers);
    }

    /** Table of the matrix rows, {@code to / input}: index i is input port i. */
    public PathTable matrixRows() {
        return ports(tables.inputs);
    }

    /** Table of the matrix columns, {@code from / output}: index i is output port i. */
    public PathTable matrixColumns() {
        return ports(tables.outputs);
    }

    /** Table of the weights, {@code to / input / from / output / …}: index k is link k and parameter k. */
    public PathTable weights() {
        PathTableBuilder b = PathTable.builder();
        for (Link l : network.links()) {
            Path p = Path.of(
                    l.to().neuron(), l.to().port(), l.from().neuron(), l.from().port());
            b.add(p.concat(l.path()), tables.labels);
        }
        return b.build();
    }

    private PathTable ports(List<PortRows> ports) {
        PathTableBuilder b = PathTable.builder();
        ports.forEach(p -> b.add(Path.of(p.port().neuron(), p.port().port()), tables.labels));
        return b.build();
    }
}
