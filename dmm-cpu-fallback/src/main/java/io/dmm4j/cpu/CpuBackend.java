package io.dmm4j.cpu;

import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;

/** Backend {@code cpu}: all cores and vector units of this machine; always usable. */
public final class CpuBackend implements FlatBackend, GradientBackend {
    /** The name of this backend. */
    public static final String NAME = "cpu";

    /** One choice per precision and JVM, because the JVM compiles kernels once. */
    private static final class Choices {
        private static final FloatScalarKernels FLOATS = new FloatScalarKernels();
        private static final DoubleScalarKernels DOUBLES = new DoubleScalarKernels();
        private static final KernelChoice<float[]> FLOAT_KERNELS =
                KernelProvider.get().vector()
                        ? KernelChoice.later(FLOATS, KernelProvider.get()::floats)
                        : KernelChoice.only(FLOATS);
        private static final KernelChoice<double[]> DOUBLE_KERNELS =
                KernelProvider.get().vector()
                        ? KernelChoice.later(DOUBLES, KernelProvider.get()::doubles)
                        : KernelChoice.only(DOUBLES);
    }

    /** For {@link java.util.ServiceLoader}. */
    public CpuBackend() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        KernelProvider p = KernelProvider.get();
        return new Availability(true, p.summary(), p.remedy());
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public Executor open(FlatProgram program, ExecutorOptions options) {
        CpuExecutor.Thresholds t = CpuExecutor.Thresholds.DEFAULT;
        return switch (options.precision()) {
            case FLOAT32 -> new CpuExecutor<>(program, options, Choices.FLOATS, Choices.FLOAT_KERNELS, t);
            case FLOAT64 -> new CpuExecutor<>(program, options, Choices.DOUBLES, Choices.DOUBLE_KERNELS, t);
        };
    }

    @Override
    public GradientExecutor openGradient(AdjointProgram program, ExecutorOptions options) {
        CpuExecutor.Thresholds t = CpuExecutor.Thresholds.DEFAULT;
        return switch (options.precision()) {
            case FLOAT32 -> new CpuGradientExecutor<>(program, options, Choices.FLOATS, Choices.FLOAT_KERNELS, t);
            case FLOAT64 -> new CpuGradientExecutor<>(program, options, Choices.DOUBLES, Choices.DOUBLE_KERNELS, t);
        };
    }
}
