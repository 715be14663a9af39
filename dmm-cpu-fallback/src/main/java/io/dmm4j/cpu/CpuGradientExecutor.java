package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.spi.Bulk;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import java.util.Arrays;

/**
 * An executor with a tape. Each thread goes forwards and backwards over lane blocks of its own; their
 * shares of the gradient are added in the order of the threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class CpuGradientExecutor<A> extends CpuExecutor<A> implements GradientExecutor {

    CpuGradientExecutor(
            AdjointProgram adjoint,
            ExecutorOptions options,
            Cells<A> cells,
            KernelChoice<A> kernels,
            Thresholds thresholds) {
        super(adjoint.forward(), options, cells, kernels, thresholds, new BackPlan<>(adjoint, cells, options.lanes()));
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
        back(Bulk.of(seeds), null);
    }

    @Override
    public void backward(Bulk seeds, Bulk inputs) {
        back(seeds, inputs);
    }

    private void back(Bulk seeds, Bulk inputs) {
        open();
        int cycles = taped();
        checks.rows("seeds", seeds.length(), (long) cycles * program().probes().total());
        Kernels<A> k = backwardKernels(cycles);
        int stride = options().lanes();
        sums.forEach(GradientSums::clear);
        team.each((b, own) -> ((GradientBlock<A>) b).backward(k, cycles, seeds, inputs, stride, own), isShort(cycles));
    }

    @Override
    public void readGradient(double[] into) {
        open();
        checks.gradient(into.length);
        Arrays.fill(into, 0, program().parameters().length, 0);
        sums.forEach(s -> s.addTo(into));
    }

    @Override
    public void readStateGradient(double[] into) {
        open();
        checks.rows("state gradient", into.length, program().outputRows());
        team.blocks.forEach(
                b -> ((GradientBlock<A>) b).readStateGradient(into, options().lanes()));
    }

    @Override
    public void readStateGradient(int row, int rows, Bulk into, int at) {
        open();
        checks.rows("state gradient", into.length() - at, rows);
        team.blocks.forEach(b -> ((GradientBlock<A>) b)
                .readStateGradient(row, rows, into, at, options().lanes()));
    }
}
