package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Span;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * A program whose one cycle is one step: the loss of a window, an update. It has 64-bit numbers, no events and no probes;
 * whoever runs it reads and writes its rows.
 */
final class StepProgram {
    final DeviceState state;
    private final ProgramTables tables;
    private final List<Down> down = new ArrayList<>();

    StepProgram(Workshop shop, FlatProgram program, int columns, CudaOptions options, String what) {
        LaneSlice lanes = new LaneSlice(0, columns, columns, Precision.FLOAT64);
        tables = new ProgramTables(shop, program, lanes, options, program.parameters().length);
        state = DeviceState.make(shop, lanes, program.rows(), what);
        for (DownTables d : tables.down) {
            down.add(new Down(shop, d, state, tables.parameters, options.deterministic()));
        }
        tables.parameters.set(program.parameters());
        tables.refresh();
        tables.reset(state);
    }

    /** Queues one step. */
    void run() {
        for (int s = 0; s < down.size(); s++) {
            down.get(s).run();
            if (s == 0) {
                tables.externals.clear(state);
            }
            tables.up.get(s).run(state);
        }
    }

    /** Rows {@code first} to {@code first + count}. */
    Span rows(long first, long count) {
        return state.rows(first, count);
    }
}
