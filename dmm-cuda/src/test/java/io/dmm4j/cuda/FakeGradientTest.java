package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cuda.fake.FakeGpu;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gradients on a fake device agree with those of the CPU backend. */
class FakeGradientTest {
    @Test
    void agreeWithTheCpu() {
        FakeGpu gpu = new FakeGpu();
        GradientCases cases = new GradientCases(FakeCuda.on(gpu));
        cases.check(1, 400);
        assertEquals(Set.of(), cases.missing(), "adjoint ops that no network had");
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()));
    }

    @Test
    void agreeWithTheCpuInEveryWay() {
        for (CudaOptions o : FakeCuda.ways()) {
            new GradientCases(FakeCuda.on(new FakeGpu(), o)).check(1000, 40);
        }
    }
}
