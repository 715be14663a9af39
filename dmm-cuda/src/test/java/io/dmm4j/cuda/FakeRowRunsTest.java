package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cuda.fake.FakeGpu;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that hold their own matrix, and populations, on a fake device. */
class FakeRowRunsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 33})
    void agreeWithTheCpu(int lanes) {
        FakeGpu gpu = new FakeGpu();
        RowRunCases cases = new RowRunCases(FakeCuda.on(gpu));
        cases.gradients(lanes);
        cases.population(lanes);
        cases.alarm(lanes);
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(gpu.leaks()));
    }
}
