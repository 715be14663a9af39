package io.dmm4j.perf.self;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;

/** A backend that keeps what is fed and computes nothing. */
final class Idle implements FlatBackend {

    @Override
    public Executor open(FlatProgram program, ExecutorOptions options) {
        return new Keeping(program, options);
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public Availability availability() {
        return Availability.yes("for measurements of what is not computing");
    }

    @Override
    public int priority() {
        return -1;
    }

    private static final class Keeping implements Executor {
        private final FlatProgram program;
        private final ExecutorOptions options;
        private final double[] state;
        private long cycle;

        Keeping(FlatProgram program, ExecutorOptions options) {
            this.program = program;
            this.options = options;
            state = new double[program.outputRows() * options.lanes()];
        }

        @Override
        public FlatProgram program() {
            return program;
        }

        @Override
        public ExecutorOptions options() {
            return options;
        }

        @Override
        public long cycle() {
            return cycle;
        }

        @Override
        public void setParameters(double[] values) {}

        @Override
        public void reset() {
            java.util.Arrays.fill(state, 0);
        }

        @Override
        public void run(int cycles, Events events) {
            for (int e = 0; e < events.count(); e++) {
                state[events.row(e) * options.lanes() + events.lane(e)] = events.value(e);
            }
            cycle += cycles;
        }

        @Override
        public void readProbes(int atCycle, double[] into) {}

        @Override
        public void readState(double[] into) {
            System.arraycopy(state, 0, into, 0, state.length);
        }

        @Override
        public void writeState(double[] from, long atCycle) {
            System.arraycopy(from, 0, state, 0, state.length);
            cycle = atCycle;
        }

        @Override
        public void close() {}
    }
}
