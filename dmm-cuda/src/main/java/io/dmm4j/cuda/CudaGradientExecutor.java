package io.dmm4j.cuda;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.List;

/** An executor with a tape and derivatives on the device. */
class CudaGradientExecutor extends CudaExecutor implements GradientExecutor {
    final ReverseTables reverse;
    final List<ReverseWork> back = new ArrayList<>();
    private final Replays replays;
    private boolean stale = true;

    /** Opens a program with its reverse. */
    static CudaGradientExecutor open(
            OpenGpu device, AdjointProgram adjoint, ExecutorOptions options, CudaOptions cuda) {
        MemoryNeeds needs = MemoryNeeds.of(adjoint.forward(), options, true);
        return making(device, needs, "an executor with gradients", scope -> {
            Setup setup = new Setup(device, scope, adjoint.forward(), options, cuda, true);
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
    }

    @Override
    public void backward(double[] seeds) {
        int cycles = lastWindow();
        if (cycles == 0) {
            throw new DmmException("backward: no window has been run");
        }
        int rows = program().probes().total();
        requireLength("seeds", seeds.length, (long) cycles * rows);
        on(() -> {
            for (ReverseWork w : back) {
                transfer.write(seeds, 0, w.forward.lanes(), (long) cycles * rows, w.seeds(), 0);
            }
            reverse(cycles, () -> {}, () -> {});
        });
    }

    /** Queues what makes the seeds, the way back from them, and what is to follow. */
    final void reverse(int cycles, Runnable first, Runnable then) {
        if (stale) {
            reverse.refresh();
            stale = false;
        }
        replays.run(cycles, () -> {
            first.run();
            reverse.clear();
            back.forEach(w -> w.run(cycles));
            reverse.finish(options().precision());
            then.run();
        });
    }

    @Override
    public void readGradient(double[] into) {
        int n = program().parameters().length;
        if (into.length < n) {
            throw new DmmException("gradient: an array of " + into.length + " numbers, expected " + n);
        }
        on(() -> transfer.readDoubles(reverse.gradient, 0, n, into));
    }

    @Override
    public void readStateGradient(double[] into) {
        int y = program().outputRows();
        requireLength("state gradient", into.length, y);
        on(() -> {
            for (CycleWork s : slices) {
                long at = s.lanes().bytes(program().rows());
                transfer.read(s.state.memory(), at, s.lanes(), y, into, 0);
            }
        });
    }
}
