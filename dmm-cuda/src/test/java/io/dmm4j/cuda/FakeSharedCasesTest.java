package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import io.dmm4j.testing.OpCases;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend must pass, on a fake device; nothing may be left of it. */
class FakeSharedCasesTest {
    @ParameterizedTest
    @EnumSource
    void everyOpOnRows(Precision precision) {
        eachWay(backend -> OpCases.checkRows(backend::open, precision));
    }

    @ParameterizedTest
    @EnumSource
    void goldenPrograms(Precision precision) {
        eachWay(backend -> GoldenPrograms.check(backend::open, precision, 1));
    }

    private static void eachWay(Consumer<CudaBackend> check) {
        for (CudaOptions o : FakeCuda.ways()) {
            FakeGpu gpu = new FakeGpu();
            check.accept(FakeCuda.on(gpu, o));
            assertEquals(List.of(), withoutKernels(gpu.leaks()), o.toString());
        }
    }

    /** What is alive but for the kernels, which live as long as the device. */
    static List<String> withoutKernels(List<String> leaks) {
        return leaks.stream().filter(l -> !l.startsWith("the kernels of dmm4j")).toList();
    }
}
