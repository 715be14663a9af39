package io.dmm4j.cuda;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.cuda.kernel.SourceKernels;
import org.junit.jupiter.api.Test;

/** The backend, its tables and the CUDA sources together: gradients on a fake device agree with those of the CPU. */
class SourceKernelsTest {
    @Test
    void agreeWithTheCpuInEveryWay() {
        try (SourceKernels sources = new SourceKernels()) {
            for (CudaOptions o : FakeCuda.ways()) {
                new GradientCases(FakeCuda.on(new FakeGpu().withKernels(sources), o)).check(2000, 10);
            }
        }
    }
}
