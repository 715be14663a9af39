package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.DotTable;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.RowGroups;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import io.dmm4j.spi.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The reverse of a program on the device: all that slices of lanes share, and the gradient. Products for the gradient are
 * summed into partial sums over all cycles and slices, in a fixed order, and added up once at the end.
 */
final class ReverseTables {
    final FlatProgram program;
    final List<UpOps> ops = new ArrayList<>();
    final List<DownTables> links = new ArrayList<>();
    final List<Dots> dots = new ArrayList<>();
    /** Which rows the probes' derivatives are added to. */
    final Grouped seeds;
    /** Derivatives of what external inputs emit, in the order of {@link FlatProgram#externals()}. */
    final RowList emitted;

    final Memory gradient;
    private final Workshop shop;
    private final Memory parameterSums;
    /** Parameter rows, those of one parameter next to each other, as are their sums. */
    private final Grouped parameters;

    private final int parameterRows;

    /** Sources by target, on the device. */
    record Grouped(int groups, Memory from, Memory first, Memory target) {
        static Grouped of(Workshop shop, int[] from, int[] to, String what) {
            if (from.length == 0) {
                return new Grouped(0, null, null, null);
            }
            RowGroups g = RowGroups.of(from, to);
            return new Grouped(
                    g.groups(), shop.ints(g.from(), what), shop.ints(g.first(), what), shop.ints(g.target(), what));
        }
    }

    /** The products of one stage for the gradients of its weights. */
    record Dots(DotTable table, int splits, Memory runs, Memory partial, Memory first, Memory target) {
        static Dots of(Workshop shop, Runs runs, int firstX, LaneSlice lanes) {
            DotTable t = new DotTable(runs, firstX, 0);
            if (t.runs() == 0) {
                return new Dots(t, 0, null, null, null, null);
            }
            int splits = t.splits(lanes.count());
            return new Dots(
                    t,
                    splits,
                    shop.bytes(t.runBytes(), "runs for gradients"),
                    shop.memory(Math.multiplyExact((long) t.runs(), splits) * Double.BYTES, "partial gradients"),
                    shop.ints(t.firstPartial(splits), "partial gradients by weight"),
                    shop.ints(t.target(), "weights of gradients"));
        }
    }

    /** The tables; {@code lanes} is the largest slice. */
    ReverseTables(Workshop shop, ProgramTables forward, AdjointProgram adjoint, LaneSlice lanes, CudaOptions options) {
        this.shop = shop;
        program = adjoint.forward();
        int r = program.rows();
        int y = program.outputRows();
        int x = program.inputRows();
        for (int s = 0; s < program.stages().size(); s++) {
            Runs runs = program.stages().get(s).runs();
            ops.add(new UpOps(shop, adjoint.ops().get(s), "reverse of stage " + s));
            links.add(DownTables.of(
                    shop,
                    forward.parameters,
                    options,
                    runs,
                    true,
                    r + y,
                    x,
                    r,
                    y,
                    s > 0,
                    "links of stage " + s + ", backwards"));
            dots.add(Dots.of(shop, runs, r + y, lanes));
        }
        int[] probes = RowList.rows(program.probes());
        int[] to = Arrays.stream(probes).map(p -> r + p).toArray();
        seeds = Grouped.of(shop, IntStream.range(0, probes.length).toArray(), to, "probes' derivatives");
        int[] external = RowList.rows(program.externals());
        emitted = new RowList(shop, Arrays.stream(external).map(e -> r + e).toArray(), "derivatives by inputs");
        int[] rows = Arrays.stream(program.parameterRow()).map(p -> r + p).toArray();
        parameterSums = shop.memory((long) rows.length * Double.BYTES, "sums of parameter rows");
        parameters = Grouped.of(shop, rows, program.parameterIndex(), "parameter rows by parameter");
        parameterRows = rows.length;
        gradient = shop.memory((long) program.parameters().length * Double.BYTES, "the gradient");
    }

    /** Takes over the present parameters. */
    void refresh() {
        links.forEach(DownTables::refresh);
    }

    /** Sets the gradient and its partial sums to 0. */
    void clear() {
        shop.clear(gradient.all());
        shop.clear(parameterSums.all());
        for (Dots d : dots) {
            if (d.partial != null) {
                shop.clear(d.partial.all());
            }
        }
    }

    /** Adds the derivatives of parameter rows of one cycle, over all lanes, to their sums. */
    void sumParameterRows(DeviceState state) {
        if (parameterRows > 0) {
            shop.spread(
                    state.lanes(),
                    parameterRows,
                    RowList.onState(Kernel.LANE_SUMS, state)
                            .pointer("rows", parameters.from.address())
                            .number("count", parameterRows)
                            .pointer("partial", parameterSums.address()));
        }
    }

    /** Adds the partial sums up. */
    void finish(Precision precision) {
        for (Dots d : dots) {
            if (d.partial != null) {
                add(precision, d.partial, d.first, d.target, d.table.groups());
            }
        }
        if (parameters.groups > 0) {
            add(precision, parameterSums, parameters.first, parameters.target, parameters.groups);
        }
    }

    private void add(Precision precision, Memory partial, Memory first, Memory target, int groups) {
        shop.flat(
                precision,
                groups,
                Args.of(Kernel.PARTIALS_ADD)
                        .pointer("partial", partial.address())
                        .pointer("first", first.address())
                        .pointer("target", target.address())
                        .number("groupCount", groups)
                        .pointer("gradient", gradient.address()));
    }
}
