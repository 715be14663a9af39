package io.dmm4j.cuda;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.testing.Agreement;
import io.dmm4j.testing.SelfAgreement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The backend on a fake device agrees with the tree engine. */
class FakeAgreementTest {
    @TestFactory
    Stream<DynamicTest> agreement() {
        CudaBackend backend = FakeCuda.on(new FakeGpu());
        return Agreement.of((n, o) -> new FlatMachine(n, backend, o)).tests();
    }

    @TestFactory
    Stream<DynamicTest> agreementInManyLanes() {
        return WideMachine.agreement(FakeCuda.on(new FakeGpu()), 4, 33);
    }

    @TestFactory
    Stream<DynamicTest> agreementOfMachinesThatChangeThemselves() {
        CudaBackend backend = FakeCuda.on(new FakeGpu());
        return SelfAgreement.of((n, o) -> new FlatMachine(n, backend, o)).tests();
    }
}
