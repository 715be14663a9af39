package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients and training on a GPU agree with the CPU backend. */
class GradientsOnGpuTest {
    @Test
    void agreeWithTheCpu() {
        GradientCases cases = new GradientCases(OnGpu.backend());
        cases.check(1, 400);
        assertEquals(Set.of(), cases.missing(), "adjoint ops that no network had");
    }

    @Test
    void agreeWithTheCpuInEveryWay() {
        for (CudaOptions o : FakeCuda.ways()) {
            new GradientCases(OnGpu.backend(o)).check(1000, 40);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 33, 1000})
    void weightsThatAreRowsAndPopulations(int lanes) {
        RowRunCases cases = new RowRunCases(OnGpu.backend());
        cases.gradients(lanes);
        cases.population(lanes);
        cases.alarm(lanes);
    }

    @Test
    void trainingComesOutAsOnTheCpu() {
        OnGpu.backend();
        TrainingCases cases = new TrainingCases(CudaBackend.NAME);
        cases.wholeSequences();
        cases.truncated();
        cases.resumes();
    }
}
