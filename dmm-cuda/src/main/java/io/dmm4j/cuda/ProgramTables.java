package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rows;
import io.dmm4j.flat.Stage;
import java.util.ArrayList;
import java.util.List;

/** A flat program on the device: all that slices of lanes share. */
final class ProgramTables {
    final FlatProgram program;
    final ParameterVector parameters;
    final List<DownTables> down = new ArrayList<>();
    final List<UpOps> up = new ArrayList<>();
    final RowList externals;
    final RowList probes;

    private final Workshop shop;
    private final RowList constants;
    private final Memory constantValues;
    private final RowList initial;
    private final Memory initialValues;
    private final RowList parameterRows;
    private final Memory parameterIndex;

    /** The tables; {@code numbers} is how long the parameter vector is, at least the parameters of the program. */
    ProgramTables(Workshop shop, FlatProgram program, LaneSlice lanes, CudaOptions options, int numbers) {
        this.shop = shop;
        this.program = program;
        parameters = new ParameterVector(shop, lanes.precision(), numbers);
        int y = program.outputRows();
        int x = program.inputRows();
        for (int s = 0; s < program.stages().size(); s++) {
            Stage stage = program.stages().get(s);
            String what = "links of stage " + s;
            down.add(DownTables.of(shop, parameters, options, stage.runs(), false, 0, y, y, x, s > 0, what));
            up.add(new UpOps(shop, stage.ops(), "stage " + s));
        }
        externals = new RowList(shop, RowList.distinct(RowList.rows(program.externals())), "external inputs");
        probes = new RowList(shop, RowList.rows(program.probes()), "probes");
        constants = new RowList(shop, program.constants().row(), "constants");
        constantValues = values(program.constants(), "constants");
        initial = new RowList(shop, program.initial().row(), "initial outputs");
        initialValues = values(program.initial(), "initial outputs");
        parameterRows = new RowList(shop, program.parameterRow(), "parameter rows");
        parameterIndex = program.parameterRow().length == 0
                ? null
                : shop.ints(program.parameterIndex(), "indices of parameter rows");
    }

    private Memory values(Rows rows, String what) {
        return rows.count() == 0 ? null : shop.doubles(rows.value(), what);
    }

    /** Takes over the present parameters into the values of all matrices. */
    void refresh() {
        down.forEach(DownTables::refresh);
    }

    RowList parameterRows() {
        return parameterRows;
    }

    /** The parameter of each of {@link #parameterRows()}; null if there are none. */
    Memory parameterIndex() {
        return parameterIndex;
    }

    /** Puts the present parameters into their rows. */
    void parameterRows(DeviceState state) {
        if (parameterRows.count() > 0) {
            shop.spread(
                    state.lanes(),
                    parameterRows.count(),
                    RowList.onState(Kernel.ROWS_PARAMETERS, state)
                            .pointer("rows", parameterRows.address())
                            .pointer("index", parameterIndex.address())
                            .number("count", parameterRows.count())
                            .pointer("parameters", parameters.address()));
        }
    }

    /** A state before cycle 1. */
    void reset(DeviceState state) {
        shop.clear(state.memory().all());
        constants.set(state, constantValues);
        initial.set(state, initialValues);
        parameterRows(state);
    }
}
