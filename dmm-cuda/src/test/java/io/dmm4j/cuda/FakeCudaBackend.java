package io.dmm4j.cuda;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.flat.AdjointProgram;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.spi.GradientBackend;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.spi.TrainingBackend;
import io.dmm4j.spi.TrainingExecutor;
import io.dmm4j.spi.TrainingProgram;

/** The GPU backend on a fake device, for what asks for a backend by its name, {@value #NAME}; never chosen by default. */
public final class FakeCudaBackend implements FlatBackend, GradientBackend, TrainingBackend {
    /** The name of this backend. */
    public static final String NAME = "fake-cuda";

    /** The device of all that is opened. */
    static final FakeGpu GPU = new FakeGpu();

    /** How it is used; a test that changes it puts {@link CudaOptions#DEFAULT} back. */
    static CudaOptions options = CudaOptions.DEFAULT;

    private static final CudaBackend BACKEND = FakeCuda.on(GPU, () -> options);

    @Override
    public Executor open(FlatProgram program, ExecutorOptions options) {
        return BACKEND.open(program, options);
    }

    @Override
    public GradientExecutor openGradient(AdjointProgram program, ExecutorOptions options) {
        return BACKEND.openGradient(program, options);
    }

    @Override
    public TrainingExecutor openTraining(TrainingProgram program, ExecutorOptions options) {
        return BACKEND.openTraining(program, options);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability() {
        return Availability.yes("a device on the host, for tests");
    }

    @Override
    public int priority() {
        return -1;
    }
}
