package io.dmm4j.train;

import io.dmm4j.cpu.CpuBackend;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.FlatInterpreter;
import java.util.List;

/** The ways to run programs that have no memory but their outputs. */
public final class Ways {
    private Ways() {}

    /** All of them. */
    public static List<FlatBackend> all() {
        return List.of(FlatInterpreter.backend(), new CpuBackend());
    }

    /** One cycle: the outputs before, [output rows × lanes], become those after. */
    public static void run(FlatBackend b, FlatProgram p, int lanes, double[] outputs) {
        try (Executor e = b.open(p, new ExecutorOptions(lanes, Precision.FLOAT64, 1, 1))) {
            e.writeState(outputs, 0);
            e.run(1, new Events());
            e.readState(outputs);
        }
    }
}
