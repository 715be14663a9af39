package io.dmm4j.dl4j.machine;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.flatten.FlattenOptions;
import io.dmm4j.flatten.Flattened;
import io.dmm4j.flatten.Flattener;
import io.dmm4j.flatten.PortRows;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.value.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a layer runs, flattened once: the program, which rows its features and outputs are, and which parameters are DL4J's.
 * Immutable; layers of one configuration share it.
 */
public final class Blueprint {
    private final Network network;
    private final Flattened flattened;
    private final FlatProgram program;
    private final Timing timing;
    private final List<ParamBlock> blocks;
    private final int[] place;
    private final int[] rowOfFeature;
    private final int[] rowOfOutput;
    private AdjointProgram adjoint;

    /** A number that a layer is fed. */
    public record Feature(Port port, Path path) {}

    /** A number that a layer gives. */
    public record Output(Probe probe, Path path) {}

    /**
     * Flattens a network.
     *
     * @param liveOnly whether rows that reach no probe are left out
     * @param features in DL4J's order
     * @param outputs in DL4J's order
     * @param blocks DL4J's parameters
     * @param place for each of DL4J's parameters its index in the program; the others keep the value that the network gives
     * @throws io.dmm4j.value.DmmException if the trees of the network never stop growing
     */
    public Blueprint(
            Network network,
            boolean liveOnly,
            List<Feature> features,
            List<Output> outputs,
            List<ParamBlock> blocks,
            int[] place,
            Timing timing) {
        this.network = network;
        this.timing = timing;
        this.blocks = List.copyOf(blocks);
        this.place = place;
        SelfMatrix.refuseShared(network, "be trained");
        flattened = Flattener.flatten(network, new FlattenOptions(true, liveOnly, 1, 0, null));
        program = joined(flattened.program());
        rowOfFeature = features.stream()
                .mapToInt(f -> index(program.externals(), row(f.port(), f.path())))
                .toArray();
        rowOfOutput = outputs.stream()
                .mapToInt(o -> index(program.probes(), row(o.probe(), o.path())))
                .toArray();
    }

    // ---- rows ----------------------------------------------------------------------------------------------

    private int row(Port output, Path path) {
        return flattened.row(output, path);
    }

    private int row(Probe probe, Path path) {
        PortRows rows = flattened.rows(probe);
        int[] row = {rows.row()};
        int[] found = {-1};
        rows.shape().forEach((p, one) -> {
            if (p.equals(path)) {
                found[0] = row[0];
            }
            row[0]++;
        });
        return found[0];
    }

    /** The index of a row among the rows of ranges, in their order; −1 if it is not there. */
    private static int index(Ranges ranges, int row) {
        for (int i = 0, before = 0; i < ranges.count(); before += ranges.length()[i++]) {
            int at = row - ranges.start()[i];
            if (row >= 0 && at >= 0 && at < ranges.length()[i]) {
                return before + at;
            }
        }
        return -1;
    }

    /** Probes of neighbouring rows are one range, which is copied whole. */
    private static FlatProgram joined(FlatProgram p) {
        return FlatProgram.builder()
                .rows(p.outputRows(), p.inputRows(), p.tempRows())
                .stages(p.stages())
                .parameters(p.linkCount(), p.parameters(), p.trainable())
                .constants(p.constants())
                .parameterRows(p.parameterRow(), p.parameterIndex())
                .externals(p.externals())
                .initial(p.initial())
                .probes(joined(p.probes()))
                .build();
    }

    private static Ranges joined(Ranges r) {
        List<int[]> found = new ArrayList<>();
        for (int i = 0; i < r.count(); i++) {
            int[] last = found.isEmpty() ? null : found.get(found.size() - 1);
            if (last != null && last[0] + last[1] == r.start()[i]) {
                last[1] += r.length()[i];
            } else {
                found.add(new int[] {r.start()[i], r.length()[i]});
            }
        }
        return new Ranges(
                found.stream().mapToInt(x -> x[0]).toArray(),
                found.stream().mapToInt(x -> x[1]).toArray());
    }

    /**
     * A state of another blueprint of the same neurons as one of this: what both have a row for is carried over.
     *
     * @param state [batch, output rows of {@code before}]
     */
    public INDArray carried(INDArray state, Blueprint before) {
        INDArray now = Nd4j.create(state.dataType(), new long[] {state.size(0), program.outputRows()}, 'f');
        for (PortRows p : flattened.outputs()) {
            int[] row = {p.row()};
            p.shape().forEach((path, one) -> {
                int from = before.flattened.row(p.port(), path);
                if (from >= 0) {
                    now.putColumn(row[0], state.getColumn(from));
                }
                row[0]++;
            });
        }
        return now;
    }

    // ---- parts ---------------------------------------------------------------------------------------------

    /** The network. */
    public Network network() {
        return network;
    }

    /** The tables of the program. */
    public Flattened flattened() {
        return flattened;
    }

    /** The program. */
    public FlatProgram program() {
        return program;
    }

    /** The program and its reverse. */
    public synchronized AdjointProgram adjoint() {
        if (adjoint == null) {
            adjoint = Adjoint.of(program);
        }
        return adjoint;
    }

    /** Numbers per step that the layer is fed. */
    public int features() {
        return rowOfFeature.length;
    }

    /** Numbers per step that it gives. */
    public int outputs() {
        return rowOfOutput.length;
    }

    /** How steps fall on cycles. */
    public Timing timing() {
        return timing;
    }

    /** DL4J's parameters, in the order of its view. */
    public List<ParamBlock> blocks() {
        return blocks;
    }

    /** How many parameters DL4J has. */
    public int parameters() {
        return place.length;
    }

    /** For each feature its row among those of all external inputs; −1 if nothing reads it. */
    int[] rowOfFeature() {
        return rowOfFeature;
    }

    /** For each output its row among those of all probes; −1 if it stays 0. */
    int[] rowOfOutput() {
        return rowOfOutput;
    }

    /** For each of DL4J's parameters its index in the program. */
    int[] place() {
        return place;
    }

    /** Whether features are all the rows of external inputs, in order, a cycle each. */
    boolean feedsDirectly() {
        return timing.equals(Timing.DIRECT) && isIdentity(rowOfFeature, program.externals());
    }

    /** Whether outputs are all probed rows, in order, a cycle each. */
    boolean readsDirectly() {
        return timing.cycles() == 1 && isIdentity(rowOfOutput, program.probes());
    }

    private static boolean isIdentity(int[] row, Ranges all) {
        for (int i = 0; i < row.length; i++) {
            if (row[i] != i) {
                return false;
            }
        }
        return row.length == all.total();
    }

    /** The absolute state row of each row of the external inputs, in order. */
    int[] externalRows() {
        Ranges e = program.externals();
        int[] rows = new int[e.total()];
        for (int i = 0, k = 0; i < e.count(); i++) {
            for (int r = 0; r < e.length()[i]; r++) {
                rows[k++] = e.start()[i] + r;
            }
        }
        return rows;
    }
}
