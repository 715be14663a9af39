package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Args;
import io.dmm4j.cuda.kernel.DotTable;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.RunTable;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import java.util.stream.IntStream;

/** The runs of a program whose weights are rows of the state, forwards and, where there are derivatives, backwards. */
final class RowRuns {
    private final Workshop shop;
    private final FlatProgram program;
    private final RunKernel down;
    private final RunKernel up;
    private final DotTable dots;
    private final Memory dotRuns;
    private final Memory dotFirst;
    private final Memory dotTarget;
    private final Memory rows;

    RowRuns(Workshop shop, FlatProgram program, boolean gradient) {
        this.shop = shop;
        this.program = program;
        Runs runs = program.rowRuns();
        int y = program.outputRows();
        int r = program.rows();
        rows = shop.ints(IntStream.range(0, y).toArray(), "rows that are weights");
        down = new RunKernel(shop, RunTable.down(runs, 0, y, program.inputRows(), true), "row runs");
        up = gradient ? new RunKernel(shop, RunTable.up(runs, r + y, r, y, true), "row runs, backwards") : null;
        dots = gradient ? new DotTable(runs, r + y, 0) : null;
        dotRuns = gradient ? shop.bytes(dots.runBytes(), "row runs for derivatives") : null;
        dotFirst = gradient ? shop.ints(dots.first(), "row runs by weight") : null;
        dotTarget = gradient ? shop.ints(dots.target(), "rows that are weights of row runs") : null;
    }

    /** Adds what the runs move to the inputs. */
    void down(DeviceState state) {
        down.rows(state, rows);
    }

    /**
     * Adds to the derivatives of the outputs of a cycle, which lie in the state, from those of the inputs of the next.
     *
     * @param outputs address of the same outputs once more
     */
    void up(DeviceState state, long outputs) {
        up.rows(state, rows);
        LaneSlice lanes = state.lanes();
        shop.spread(
                lanes,
                dots.groups(),
                Args.of(Kernel.RUN_DOTS_LANES)
                        .pointer("x", state.address())
                        .number("xStride", lanes.stride())
                        .pointer("y", outputs)
                        .number("yStride", lanes.stride())
                        .number("lanes", lanes.count())
                        .pointer("runs", dotRuns.address())
                        .pointer("first", dotFirst.address())
                        .pointer("target", dotTarget.address())
                        .number("groupCount", dots.groups())
                        .pointer("out", state.addressOf(program.rows()))
                        .number("outStride", lanes.stride()));
    }
}
