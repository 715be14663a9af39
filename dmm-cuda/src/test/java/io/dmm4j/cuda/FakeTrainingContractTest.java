package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.train.TrainingContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The contract of training with whole steps on a fake device. */
class FakeTrainingContractTest extends TrainingContract {
    @Override
    protected String backend() {
        return FakeCudaBackend.NAME;
    }

    @AfterAll
    static void nothingIsLeft() {
        assertEquals(List.of(), FakeSharedCasesTest.withoutKernels(FakeCudaBackend.GPU.leaks()));
    }
}
