package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.kernel.Kernel;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rows;
import io.dmm4j.spi.TrainingProgram;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The numbers after the parameters: outputs before the first cycle. Of two for one row the last one counts. */
final class InitialNumbers {
    private final Workshop shop;
    private final FlatProgram cycle;
    private final int parameters;
    private final int[] row;
    private final RowList rows;
    private final Memory index;
    private final RowList derivatives;
    private final Memory sums;
    private final Memory number;
    private final Memory first;
    private final int derived;

    InitialNumbers(Workshop shop, TrainingProgram program) {
        this.shop = shop;
        cycle = program.adjoint().forward();
        parameters = cycle.parameters().length;
        row = program.initialRow();
        Map<Integer, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            if (row[i] >= 0) {
                last.put(row[i], parameters + i);
            }
        }
        rows = new RowList(shop, ints(last.keySet().stream().toList()), "rows of initial outputs");
        index = shop.ints(ints(last.values().stream().toList()), "numbers of initial outputs");
        int[] with = IntStream.range(0, row.length).filter(i -> row[i] >= 0).toArray();
        derived = with.length;
        int[] from = Arrays.stream(with).map(i -> cycle.rows() + row[i]).toArray();
        derivatives = new RowList(shop, from, "derivatives of initial outputs");
        sums = shop.memory((long) derived * Double.BYTES, "sums of initial outputs");
        number = shop.ints(Arrays.stream(with).map(i -> parameters + i).toArray(), "initial outputs");
        first = shop.ints(IntStream.rangeClosed(0, derived).toArray(), "initial outputs");
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    /** All numbers of the program as it was made. */
    double[] atFirst() {
        double[] outputs = new double[cycle.outputRows()];
        Rows given = cycle.initial();
        for (int i = 0; i < given.count(); i++) {
            outputs[given.row()[i]] = given.value()[i];
        }
        double[] numbers = Arrays.copyOf(cycle.parameters(), parameters + row.length);
        for (int i = 0; i < row.length; i++) {
            numbers[parameters + i] = row[i] < 0 ? 0 : outputs[row[i]];
        }
        return numbers;
    }

    /** Queues the outputs before the first cycle, from all numbers at an address. */
    void set(DeviceState state, long numbers) {
        if (rows.count() > 0) {
            shop.spread(
                    state.lanes(),
                    rows.count(),
                    RowList.onState(Kernel.ROWS_PARAMETERS, state)
                            .pointer("rows", rows.address())
                            .pointer("index", index.address())
                            .number("count", rows.count())
                            .pointer("parameters", numbers));
        }
    }

    /** Queues the gradient by these numbers, from the derivatives in all states: 0 unless the window began at a reset. */
    void gradient(List<CycleWork> slices, Memory gradient, boolean fromReset) {
        shop.clear(gradient.from((long) parameters * Double.BYTES));
        if (derived > 0 && fromReset) {
            shop.clear(sums.all());
            for (CycleWork s : slices) {
                shop.spread(
                        s.lanes(),
                        derived,
                        RowList.onState(Kernel.LANE_SUMS, s.state)
                                .pointer("rows", derivatives.address())
                                .number("count", derived)
                                .pointer("partial", sums.address()));
            }
            Steps.addPartials(shop, sums, first, number, derived, gradient);
        }
    }
}
