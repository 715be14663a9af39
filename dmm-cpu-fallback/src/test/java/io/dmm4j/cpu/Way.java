package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.Precision;

/** Every way of running on this backend, for tests: kernels, and who shares what. */
enum Way {
    /** Plain loops, the caller alone or lanes shared out. */
    PLAIN(false, Long.MAX_VALUE),
    /** The Vector API, the caller alone or lanes shared out. */
    VECTOR(true, Long.MAX_VALUE),
    /** Plain loops, rows shared out. */
    PLAIN_SHARED(false, 0),
    /** The Vector API, rows shared out. */
    VECTOR_SHARED(true, 0),
    /** Plain loops, but movements of one lane compiled from the first window on. */
    STRAIGHT(false, Long.MAX_VALUE, 1 << 16);

    private final boolean vector;
    private final CpuExecutor.Thresholds thresholds;

    Way(boolean vector, long sharedCycle) {
        this(vector, sharedCycle, 0);
    }

    Way(boolean vector, long sharedCycle, long straightWork) {
        this.vector = vector;
        thresholds = new CpuExecutor.Thresholds(sharedCycle, 0, 0, straightWork);
    }

    Executor open(FlatProgram program, ExecutorOptions options) {
        if (options.precision() == Precision.FLOAT32) {
            FloatScalarKernels cells = new FloatScalarKernels();
            Kernels<float[]> kernels = vector ? new FloatVectorKernels() : cells;
            return new CpuExecutor<>(program, options, cells, KernelChoice.only(kernels), thresholds);
        }
        DoubleScalarKernels cells = new DoubleScalarKernels();
        Kernels<double[]> kernels = vector ? new DoubleVectorKernels() : cells;
        return new CpuExecutor<>(program, options, cells, KernelChoice.only(kernels), thresholds);
    }

    GradientExecutor openGradient(AdjointProgram program, ExecutorOptions options) {
        if (options.precision() == Precision.FLOAT32) {
            FloatScalarKernels cells = new FloatScalarKernels();
            Kernels<float[]> kernels = vector ? new FloatVectorKernels() : cells;
            return new CpuGradientExecutor<>(program, options, cells, KernelChoice.only(kernels), thresholds);
        }
        DoubleScalarKernels cells = new DoubleScalarKernels();
        Kernels<double[]> kernels = vector ? new DoubleVectorKernels() : cells;
        return new CpuGradientExecutor<>(program, options, cells, KernelChoice.only(kernels), thresholds);
    }
}
