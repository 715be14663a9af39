package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.testing.ExecutorContract;
import io.dmm4j.testing.GradientContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** The contracts of executors on a fake device. */
class FakeContractTest {
    private final FakeGpu gpu = new FakeGpu();

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()));
    }

    @Nested
    class Plain extends ExecutorContract {
        @Override
        protected Executor open(FlatProgram program, ExecutorOptions options) {
            return FakeCuda.on(gpu).open(program, options);
        }
    }

    @Nested
    class WithGradients extends GradientContract {
        @Override
        protected GradientExecutor openGradient(FlatProgram program, ExecutorOptions options) {
            return FakeCuda.on(gpu).openGradient(Adjoint.of(program), options);
        }
    }

    /** Each lane in a slice of its own. */
    @Nested
    class InSlices extends GradientContract {
        @Override
        protected GradientExecutor openGradient(FlatProgram program, ExecutorOptions options) {
            return FakeCuda.on(gpu, CudaOptions.DEFAULT.withMostElements(2)).openGradient(Adjoint.of(program), options);
        }
    }
}
