package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of lanes, repetition and leaks on a GPU. */
class LanesOnGpuTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 30, 31, 32, 33, 34, 63, 64, 65, 999, 1000, 1001})
    void anyNumberOfLanes(int lanes) {
        for (CudaOptions o : FakeCuda.ways()) {
            LaneCases.check(OnGpu.backend(o), lanes, Precision.FLOAT32);
            LaneCases.check(OnGpu.backend(o), lanes, Precision.FLOAT64);
        }
    }

    @ParameterizedTest
    @EnumSource
    void deterministicRunsGiveTheSameBits(Precision precision) {
        for (int lanes : new int[] {1, 33, 256}) {
            CudaOptions o = CudaOptions.DEFAULT.withDeterministic(true);
            LaneCases.sameBits(OnGpu.backend(o), lanes, precision);
            LaneCases.sameBits(OnGpu.backend(o.withDown(CudaOptions.Way.RUNS)), lanes, precision);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 33, 1000})
    void recomputedStatesAndDerivativesByInputs(int lanes) {
        CudaBackend backend = OnGpu.backend(CudaOptions.DEFAULT.withDeterministic(true));
        for (Precision p : Precision.values()) {
            LaneCases.recomputed(backend, lanes, p);
        }
        LaneCases.byInputs(backend, lanes);
    }

    /** Slices of lanes are what operands of more than 2^31 numbers are cut into. */
    @Test
    void slicesOfLanesGiveWhatAllLanesGive() {
        double[] expected = LaneCases.run(OnGpu.backend(), 37, Precision.FLOAT64);
        CudaBackend cut = OnGpu.backend(CudaOptions.DEFAULT.withMostElements(600));
        assertArrayEquals(expected, LaneCases.run(cut, 37, Precision.FLOAT64), 1e-9);
    }

    /** The driver keeps some memory for itself at first, so the rounds begin after a few. */
    @Test
    void roundsOfOpeningAndClosingLeakNothing() {
        CudaBackend backend = OnGpu.backend();
        FlatProgram p = GoldenPrograms.load("duplicates").program();
        long free = 0;
        int rounds = Integer.getInteger("dmm.rounds", 10_000);
        int before = Math.min(100, rounds);
        for (int i = 0; i < rounds + before; i++) {
            free = i == before ? OnGpu.freeBytes() : free;
            try (Executor x = backend.open(p, ExecutorOptions.of(32, 2))) {
                x.run(2, new Events());
                x.run(2, new Events());
            }
        }
        long lost = free - OnGpu.freeBytes();
        assertTrue(lost < 8 << 20, lost + " bytes are gone after " + rounds + " rounds");
    }
}
