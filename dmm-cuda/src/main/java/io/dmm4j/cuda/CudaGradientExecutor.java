package io.dmm4j.cuda;

import io.dmm4j.cuda.kernel.EventTable;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.ExecutorChecks;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import java.util.ArrayList;
import java.util.List;

/** An executor with a tape and derivatives on the device. */
class CudaGradientExecutor extends CudaExecutor implements GradientExecutor {
    final ReverseTables reverse;
    final List<ReverseWork> back = new ArrayList<>();
    private final Replays replays;
    private boolean stale = true;

    /** Whether the tape still holds the end of the latest window, and whether derivatives by inputs are kept. */
    private boolean fresh;

    private boolean gives;

    /** Whether parameters were set after the latest window; no value here, as a superclass sets it. */
    private boolean replaced;

    /** Opens a program with its reverse. */
    static CudaGradientExecutor open(
            OpenGpu device, AdjointProgram adjoint, ExecutorOptions options, CudaOptions cuda) {
        MemoryNeeds needs = MemoryNeeds.ofGradient(adjoint.forward(), options).fitting(Session.free(device));
        return Session.making(device, needs, "an executor with gradients", session -> {
            Setup setup = Setup.of(session, adjoint.forward(), options, cuda, needs.tape());
            return new CudaGradientExecutor(setup, adjoint);
        });
    }

    CudaGradientExecutor(Setup setup, AdjointProgram adjoint) {
        super(setup);
        CudaOptions cuda = setup.cuda();
        reverse = new ReverseTables(shop, tables, adjoint, slices.get(0).lanes(), cuda);
        for (CycleWork s : slices) {
            int window = setup.options().window();
            back.add(new ReverseWork(shop, reverse, s, tables.parameters, cuda, window));
        }
        replays = new Replays(shop, cuda.graphs(), "the way back over a window");
    }

    /** The reverse matrices take new parameters over when they are needed. */
    @Override
    void parametersChanged() {
        super.parametersChanged();
        stale = true;
        replaced = true;
    }

    /** The way back runs cycles too, where it computes them again. */
    @Override
    void forget() {
        super.forget();
        replays.forget();
    }

    @Override
    void forward(int cycles, List<EventTable> events, Runnable then) {
        super.forward(cycles, events, then);
        fresh = true;
        replaced = false;
    }

    /** Cycles of the latest window, which can be gone back over. */
    final int taped() {
        ExecutorChecks.backward(lastWindow(), replaced);
        return lastWindow();
    }

    @Override
    public boolean hasLaneParameters() {
        return false;
    }

    @Override
    public void setLaneParameters(double[] values) {
        GradientExecutor.super.setLaneParameters(values);
    }

    @Override
    public void backward(double[] seeds) {
        backward(Bulk.of(seeds), null);
    }

    @Override
    public void backward(Bulk seeds, Bulk inputs) {
        int cycles = taped();
        long rows = (long) cycles * program().probes().total();
        checks.rows("seeds", seeds.length(), rows);
        on(() -> {
            give(inputs != null);
            for (ReverseWork w : back) {
                transfer.write(seeds, w.forward.lanes(), rows, w.seeds(), 0);
            }
            reverse(cycles, () -> {});
            if (inputs != null) {
                readEmitted(cycles, inputs);
            }
        });
    }

    private void give(boolean byInputs) {
        if (gives != byInputs) {
            replays.forget();
            gives = byInputs;
            back.forEach(w -> w.give(byInputs));
        }
    }

    /** Derivatives by what external inputs emitted, in as many cycles as there is room for. */
    private void readEmitted(int cycles, Bulk inputs) {
        int perCycle = program().externals().total();
        long room = perCycle == 0
                ? 0
                : inputs.length() / ((long) perCycle * options().lanes());
        long rows = Math.min(cycles, room) * perCycle;
        for (ReverseWork w : back) {
            transfer.read(w.emitted(), 0, w.forward.lanes(), rows, inputs, 0);
        }
    }

    /** Queues what makes the seeds, and the way back from them. */
    final void reverse(int cycles, Runnable first) {
        if (stale) {
            reverse.refresh();
            stale = false;
        }
        boolean holdsEnd = fresh;
        replays.run(holdsEnd ? cycles : -cycles, () -> {
            first.run();
            reverse.clear();
            back.forEach(w -> w.run(cycles, held(), holdsEnd));
            reverse.finish(options().precision());
        });
        fresh = slices.get(0).tape().plan.segmentOf(cycles - 1) == 0;
    }

    @Override
    public void readGradient(double[] into) {
        checks.gradient(into.length);
        int n = program().parameters().length;
        on(() -> transfer.readDoubles(reverse.gradient, 0, n, into));
    }

    @Override
    public void readStateGradient(double[] into) {
        int y = program().outputRows();
        checks.rows("state gradient", into.length, y);
        on(() -> {
            for (CycleWork s : slices) {
                long at = s.lanes().bytes(program().rows());
                transfer.read(s.state.memory(), at, s.lanes(), y, Bulk.of(into), 0);
            }
        });
    }
}
