package io.dmm4j.cuda;

import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.cuda.kernel.RunTable;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Stage;
import java.util.ArrayList;
import java.util.List;

/** Parameters of each lane's own: a population on one pattern of links. All slices share the tables. */
final class LaneWeights {
    private final Workshop shop;
    private final List<RunKernel> stages = new ArrayList<>();
    private final ProgramTables tables;

    LaneWeights(Workshop shop, ProgramTables tables) {
        this.shop = shop;
        this.tables = tables;
        FlatProgram p = tables.program;
        int y = p.outputRows();
        for (int s = 0; s < p.stages().size(); s++) {
            Stage stage = p.stages().get(s);
            RunTable t = RunTable.down(stage.runs(), 0, y, p.inputRows(), s > 0);
            stages.add(new RunKernel(shop, t, "links of stage " + s));
        }
    }

    /** Queues the links of a stage. */
    void down(int stage, DeviceState state, DeviceState weights) {
        stages.get(stage).lanes(state, weights);
    }

    /** Queues each lane's parameters to their rows. */
    void parameterRows(DeviceState state, DeviceState weights) {
        RowList rows = tables.parameterRows();
        if (rows.count() > 0) {
            shop.spread(
                    state.lanes(),
                    rows.count(),
                    RowList.onState(Kernel.ROWS_LANE_PARAMETERS, state)
                            .pointer("rows", rows.address())
                            .pointer("index", tables.parameterIndex().address())
                            .number("count", rows.count())
                            .pointer("parameters", weights.address())
                            .number("parameterStride", weights.lanes().stride()));
        }
    }
}
