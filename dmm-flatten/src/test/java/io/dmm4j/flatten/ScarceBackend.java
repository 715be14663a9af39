package io.dmm4j.flatten;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.testing.FlatInterpreter;
import io.dmm4j.value.DmmException;

/** The interpreter on a device that has no memory, or takes no state, when it is told so; it counts its executors. */
final class ScarceBackend implements FlatBackend {
    private final FlatBackend interpreter = FlatInterpreter.backend();

    /** Whether no executor can be opened. */
    boolean full;

    /** Whether executors cannot take a state. */
    boolean broken;

    /** How many executors are open. */
    int open;

    @Override
    public Executor open(FlatProgram program, ExecutorOptions options) {
        if (full) {
            throw new DmmException("no memory left");
        }
        open++;
        return new Counted(interpreter.open(program, options));
    }

    @Override
    public String name() {
        return "scarce";
    }

    @Override
    public Availability availability() {
        return Availability.yes("for tests");
    }

    @Override
    public int priority() {
        return -1;
    }

    private final class Counted implements Executor {
        private final Executor real;
        private boolean closed;

        Counted(Executor real) {
            this.real = real;
        }

        private Executor real() {
            if (closed) {
                throw new IllegalStateException("used after it was closed");
            }
            return real;
        }

        @Override
        public FlatProgram program() {
            return real.program();
        }

        @Override
        public ExecutorOptions options() {
            return real.options();
        }

        @Override
        public long cycle() {
            return real().cycle();
        }

        @Override
        public void setParameters(double[] values) {
            real().setParameters(values);
        }

        @Override
        public void reset() {
            real().reset();
        }

        @Override
        public void run(int cycles, Events events) {
            real().run(cycles, events);
        }

        @Override
        public void readProbes(int cycle, double[] into) {
            real().readProbes(cycle, into);
        }

        @Override
        public int alarm() {
            return real().alarm();
        }

        @Override
        public void readState(double[] into) {
            real().readState(into);
        }

        @Override
        public void writeState(double[] from, long cycle) {
            if (broken) {
                throw new DmmException("the state cannot be written");
            }
            real().writeState(from, cycle);
        }

        @Override
        public void close() {
            open -= closed ? 0 : 1;
            closed = true;
            real.close();
        }
    }
}
