package io.dmm4j.cuda;

import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.Agreement;
import io.dmm4j.testing.GoldenPrograms;
import io.dmm4j.testing.OpCases;
import io.dmm4j.testing.SelfAgreement;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shared conformance suite on a GPU. */
class AgreementOnGpuTest {
    @TestFactory
    Stream<DynamicTest> agreement() {
        CudaBackend backend = OnGpu.backend();
        return Agreement.of((n, o) -> new FlatMachine(n, backend, o)).tests();
    }

    @TestFactory
    Stream<DynamicTest> agreementInManyLanes() {
        return WideMachine.agreement(OnGpu.backend(), 20, 1, 2, 30, 31, 32, 33, 34, 999, 1000, 1001);
    }

    @TestFactory
    Stream<DynamicTest> agreementOfMachinesThatChangeThemselves() {
        CudaBackend backend = OnGpu.backend();
        return SelfAgreement.of((n, o) -> new FlatMachine(n, backend, o)).tests();
    }

    @ParameterizedTest
    @EnumSource
    void everyOpOnRows(Precision precision) {
        OpCases.checkRows(OnGpu.backend()::open, precision);
    }

    @ParameterizedTest
    @EnumSource
    void goldenProgramsInEveryWay(Precision precision) {
        for (CudaOptions o : FakeCuda.ways()) {
            GoldenPrograms.check(OnGpu.backend(o.withDeterministic(true))::open, precision, 1);
        }
    }
}
