package io.dmm4j.dl4j.bench;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;

/** An executor of the CPU whose passes are timed, and the copies in them. */
final class TimedExecutor implements GradientExecutor {
    private final Executor inner;

    TimedExecutor(Executor inner) {
        this.inner = inner;
    }

    private void timed(Runnable pass) {
        long start = System.nanoTime();
        pass.run();
        Clock.STEP.inMachine(System.nanoTime() - start);
    }

    private GradientExecutor gradients() {
        return (GradientExecutor) inner;
    }

    @Override
    public void run(int cycles, Events events) {
        timed(() -> inner.run(cycles, events));
    }

    @Override
    public void run(int cycles, Bulk inputs) {
        timed(() -> inner.run(cycles, new TimedBulk(inputs)));
    }

    @Override
    public void run(int cycles, Bulk inputs, Bulk probes) {
        timed(() -> inner.run(cycles, new TimedBulk(inputs), new TimedBulk(probes)));
    }

    @Override
    public void backward(double[] seeds) {
        timed(() -> gradients().backward(seeds));
    }

    @Override
    public void backward(Bulk seeds, Bulk inputs) {
        timed(() -> gradients().backward(new TimedBulk(seeds), new TimedBulk(inputs)));
    }

    // ---- the rest is the bridge's ------------------------------------------------------------------------

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
    public void readProbes(int cycle, double[] into) {
        inner.readProbes(cycle, into);
    }

    @Override
    public void readProbes(int cycle, Bulk into, int at) {
        inner.readProbes(cycle, into, at);
    }

    @Override
    public void readState(double[] into) {
        inner.readState(into);
    }

    @Override
    public void readState(Bulk into) {
        inner.readState(into);
    }

    @Override
    public void writeState(double[] from, long cycle) {
        inner.writeState(from, cycle);
    }

    @Override
    public void writeState(Bulk from, long cycle) {
        inner.writeState(from, cycle);
    }

    @Override
    public void readGradient(double[] into) {
        gradients().readGradient(into);
    }

    @Override
    public void readStateGradient(double[] into) {
        gradients().readStateGradient(into);
    }

    @Override
    public void readStateGradient(int row, int rows, Bulk into, int at) {
        gradients().readStateGradient(row, rows, into, at);
    }

    @Override
    public void close() {
        inner.close();
    }
}
