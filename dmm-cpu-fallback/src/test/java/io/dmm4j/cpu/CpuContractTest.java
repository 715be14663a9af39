package io.dmm4j.cpu;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flatten.Adjoint;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.GradientExecutor;
import io.dmm4j.testing.ExecutorContract;
import io.dmm4j.testing.GradientContract;
import org.junit.jupiter.api.Nested;

/** The contracts of executors on the CPU. */
class CpuContractTest {
    @Nested
    class Plain extends ExecutorContract {
        @Override
        protected Executor open(FlatProgram program, ExecutorOptions options) {
            return new CpuBackend().open(program, options);
        }
    }

    @Nested
    class SharedRows extends ExecutorContract {
        @Override
        protected Executor open(FlatProgram program, ExecutorOptions options) {
            return Way.VECTOR_SHARED.open(program, options);
        }
    }

    @Nested
    class WithGradients extends GradientContract {
        @Override
        protected GradientExecutor openGradient(FlatProgram program, ExecutorOptions options) {
            return new CpuBackend().openGradient(Adjoint.of(program), options);
        }
    }
}
