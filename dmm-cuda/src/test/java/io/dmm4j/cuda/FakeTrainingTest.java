package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Training on a fake device comes out as on the CPU, and leaves nothing. */
class FakeTrainingTest {
    private final TrainingCases cases = new TrainingCases(FakeCudaBackend.NAME);

    @Test
    void wholeSequences() {
        cases.wholeSequences();
    }

    @Test
    void truncated() {
        cases.truncated();
    }

    @Test
    void resumes() {
        cases.resumes();
    }

    /** Lanes in several slices, as where an operand of all lanes would have 2^31 numbers or more. */
    @Test
    void slicesOfLanes() {
        FakeCudaBackend.options = CudaOptions.DEFAULT.withMostElements(TrainingCases.rowsOfTwoLanes());
        cases.wholeSequences();
        cases.truncated();
    }

    @Test
    void recomputedStates() {
        cases.littleMemory();
    }

    @AfterEach
    void nothingIsLeft() {
        FakeCudaBackend.options = CudaOptions.DEFAULT;
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(FakeCudaBackend.GPU.leaks()));
    }
}
