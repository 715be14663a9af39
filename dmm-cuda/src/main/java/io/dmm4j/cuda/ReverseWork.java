package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.LaunchShape;
import io.dmm4j.flat.FlatProgram;
import java.util.ArrayList;
import java.util.List;

/** The way back over the tape of one slice of lanes, as {@link io.dmm4j.flat.AdjointProgram} says. */
final class ReverseWork {
    final CycleWork forward;
    private final Workshop shop;
    private final ReverseTables tables;
    private final List<Down> links = new ArrayList<>();
    private final Memory seeds;
    private final int window;
    private Memory emitted;
    private boolean gives;

    ReverseWork(
            Workshop shop,
            ReverseTables tables,
            CycleWork forward,
            ParameterVector parameters,
            CudaOptions options,
            int window) {
        this.shop = shop;
        this.tables = tables;
        this.forward = forward;
        this.window = window;
        for (DownTables d : tables.links) {
            links.add(new Down(shop, d, forward.state, parameters, options.deterministic()));
        }
        seeds = shop.memory(
                forward.layout.bytes(), "derivatives of what the probes see in a window of " + window + " cycles");
    }

    /** ∂L/∂probe, laid out as what the probes saw. */
    Memory seeds() {
        return seeds;
    }

    /** Says whether the next reverses keep derivatives by inputs; nothing that was captured may go on. */
    void give(boolean byInputs) {
        gives = byInputs;
        if (byInputs && emitted == null) {
            long bytes = Math.multiplyExact(forward.lanes().bytes(tables.emitted.count()), window);
            emitted = shop.memory(bytes, "derivatives by inputs in a window of " + window + " cycles");
        }
    }

    /** Derivatives by what external inputs emitted: [cycles × their rows × stride]. */
    Memory emitted() {
        return emitted;
    }

    private FlatProgram program() {
        return tables.program;
    }

    /**
     * Adds the reverse of a window to the queue.
     *
     * @param holdsEnd whether the tape holds the last segment, else it is computed again like those before it
     */
    void run(int cycles, HeldLinks held, boolean holdsEnd) {
        Tape tape = forward.tape();
        shop.clear(forward.state.rows(program().rows(), program().outputRows()));
        tape.keepEnd(forward.state);
        int there = holdsEnd ? tape.plan.segmentOf(cycles - 1) : -1;
        for (int t = cycles - 1; t >= 0; t--) {
            if (tape.plan.segmentOf(t) != there) {
                recall(t, held);
                there = tape.plan.segmentOf(t);
            }
            cycle(t, held);
        }
        // the machines stand where the window left them
        tape.restoreEnd(cycles, forward.state);
    }

    /** Computes a segment up to its cycle t again; its events are still there. */
    private void recall(int t, HeldLinks held) {
        int first = forward.tape().plan.first(t);
        forward.tape().restoreBefore(first, forward.state);
        for (int i = first; i <= t; i++) {
            forward.cycle(i, held);
            forward.tape().again(forward.state, i);
        }
    }

    private void cycle(int t, HeldLinks held) {
        int r = program().rows();
        int y = program().outputRows();
        DeviceState s = forward.state;
        forward.tape().restore(t, s);
        shop.clear(s.rows(r + (long) y, r - (long) y));
        seed(t);
        for (int stage = links.size() - 1; stage >= 0; stage--) {
            tables.ops.get(stage).run(s);
            if (stage > 0) {
                dots(stage, s.address());
                links.get(stage).run();
            }
        }
        if (gives && tables.emitted.count() > 0) {
            long perCycle = s.lanes().bytes(tables.emitted.count());
            tables.emitted.gather(s, emitted.address() + t * perCycle, s.lanes().stride());
        }
        tables.sumParameterRows(s);
        long before = forward.tape().before(t).address();
        dots(0, before);
        links.get(0).run();
        if (held.runs() != null) {
            forward.tape().restoreBefore(t, s);
            held.runs().up(s, before);
        }
    }

    private void seed(int t) {
        ReverseTables.Grouped g = tables.seeds;
        if (g.groups() > 0) {
            LaneSlice lanes = forward.lanes();
            shop.spread(
                    lanes,
                    g.groups(),
                    Args.of(Kernel.ROWS_ADD)
                            .pointer("from", seeds.address() + forward.layout.at(t, 0))
                            .number("fromStride", forward.layout.rowStride())
                            .number("lanes", lanes.count())
                            .pointer("rows", g.from().address())
                            .pointer("first", g.first().address())
                            .pointer("target", g.target().address())
                            .number("groupCount", g.groups())
                            .pointer("to", forward.state.address())
                            .number("toStride", lanes.stride()));
        }
    }

    /** The products of the derivatives of inputs with the outputs that they came from, which start at an address. */
    private void dots(int stage, long outputs) {
        ReverseTables.Dots d = tables.dots.get(stage);
        if (d.partial() == null) {
            return;
        }
        LaneSlice lanes = forward.lanes();
        int team = d.table().team(lanes.count());
        Args args = Args.of(Kernel.RUN_DOTS)
                .pointer("x", forward.state.address())
                .number("xStride", lanes.stride())
                .pointer("y", outputs)
                .number("yStride", lanes.stride())
                .number("lanes", lanes.count())
                .pointer("runs", d.runs().address())
                .number("runCount", d.table().runs())
                .pointer("partial", d.partial().address())
                .number("splits", d.splits())
                .number("team", team);
        long items = (long) d.table().runs() * d.splits();
        shop.launch(lanes.precision(), LaunchShape.spread(items, lanes.count(), lanes.precision(), team), args);
    }
}
