package io.dmm4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.FlatProgramJson;
import io.dmm4j.flat.Rigid;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenProgramsTest {
    @ParameterizedTest
    @EnumSource
    void theInterpreterGivesWhatTheyMustGive(Precision precision) {
        GoldenPrograms.check(FlatInterpreter::new, precision, 1);
        GoldenPrograms.check(GoldenPrograms.HELD, FlatInterpreter::new, precision, 1);
    }

    @Test
    void theyAreWrittenAndReadAgain() {
        for (String name : List.of("counter", "rigid", "self")) {
            FlatProgram p = GoldenPrograms.load(name).program();
            StringBuilder text = new StringBuilder();
            try (JsonOutput out = JsonOutput.compact(text)) {
                FlatProgramJson.write(p, out);
            }
            assertEquals(p, FlatProgramJson.read(JsonInput.of(text.toString(), name)));
        }
    }

    @Test
    void theRigidOneIsRigidInBothStages() {
        FlatProgram p = GoldenPrograms.load("rigid").program();
        assertEquals(2, p.stages().size());
        assertTrue(p.stages().stream()
                .allMatch(s -> Rigid.of(s.runs(), p.inputRows(), p.outputRows()).isPresent()));
    }

    @Test
    void anExecutorThatLosesEventsIsFoundOut() {
        assertThrows(AssertionError.class, () -> GoldenPrograms.check((p, o) -> new Deaf(p, o), Precision.FLOAT64, 1));
    }

    @Test
    void anExecutorThatKeepsSomethingBeyondAResetIsFoundOut() {
        assertThrows(
                AssertionError.class, () -> GoldenPrograms.check((p, o) -> new Forgetful(p, o), Precision.FLOAT64, 1));
    }

    @Test
    void aTemporaryThatWasNotWrittenIsNaN() {
        FlatProgram p = FlatProgramJson.read(JsonInput.of(
                "{\"version\":1,\"rows\":[1,0,1],\"probes\":{\"start\":[0],\"length\":[1]},"
                        + "\"stages\":[{\"ops\":[[\"COPY\",1,0,1]]}]}",
                "test"));
        double[] probed = new double[1];
        try (Executor e = new FlatInterpreter(p, new ExecutorOptions(1, Precision.FLOAT64, 1, 1))) {
            e.run(1, new Events());
            e.readProbes(0, probed);
        }
        assertTrue(Double.isNaN(probed[0]));
    }

    /** Drops the last event of every window. */
    private static final class Deaf extends Wrapped {
        Deaf(FlatProgram program, ExecutorOptions options) {
            super(program, options);
        }

        @Override
        public void run(int cycles, Events events) {
            Events heard = new Events();
            for (int i = 0; i + 1 < events.count(); i++) {
                heard.add(events.cycle(i), events.row(i), events.lane(i), events.value(i));
            }
            super.run(cycles, heard);
        }
    }

    /** Does not start again from the initial outputs. */
    private static final class Forgetful extends Wrapped {
        Forgetful(FlatProgram program, ExecutorOptions options) {
            super(program, options);
        }

        @Override
        public void reset() {
            double[] zero = new double[program().outputRows() * options().lanes()];
            Arrays.fill(zero, 0);
            writeState(zero, 0);
        }
    }

    /** The interpreter, to be spoilt. */
    private abstract static class Wrapped implements Executor {
        private final FlatInterpreter inner;

        Wrapped(FlatProgram program, ExecutorOptions options) {
            inner = new FlatInterpreter(program, options);
        }

        @Override
        public FlatProgram program() {
            return inner.program();
        }

        @Override
        public ExecutorOptions options() {
            return inner.options();
        }

        @Override
        public long cycle() {
            return inner.cycle();
        }

        @Override
        public void setParameters(double[] values) {
            inner.setParameters(values);
        }

        @Override
        public void reset() {
            inner.reset();
        }

        @Override
        public void run(int cycles, Events events) {
            inner.run(cycles, events);
        }

        @Override
        public void readProbes(int cycle, double[] into) {
            inner.readProbes(cycle, into);
        }

        @Override
        public void readState(double[] into) {
            inner.readState(into);
        }

        @Override
        public void writeState(double[] from, long cycle) {
            inner.writeState(from, cycle);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
