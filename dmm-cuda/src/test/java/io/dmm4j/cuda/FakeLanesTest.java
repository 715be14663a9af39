package io.dmm4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.cuda.fake.FakeGpu;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of lanes, and how they are cut, on a fake device. */
class FakeLanesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 31, 32, 33, 65})
    void anyNumberOfLanes(int lanes) {
        for (CudaOptions o : FakeCuda.ways()) {
            LaneCases.check(FakeCuda.on(new FakeGpu(), o), lanes, Precision.FLOAT32);
            LaneCases.check(FakeCuda.on(new FakeGpu(), o), lanes, Precision.FLOAT64);
        }
    }

    /** Operands larger than cuSPARSE takes are cut into slices of lanes; the numbers are the same but for rounding. */
    @Test
    void slicesOfLanesGiveWhatAllLanesGive() {
        CudaBackend whole = FakeCuda.on(new FakeGpu());
        CudaBackend cut = FakeCuda.on(new FakeGpu(), CudaOptions.DEFAULT.withMostElements(600));
        double[] expected = LaneCases.run(whole, 37, Precision.FLOAT64);
        double[] found = LaneCases.run(cut, 37, Precision.FLOAT64);
        assertArrayEquals(expected, found, 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 33})
    void recomputedStatesGiveTheSameBits(int lanes) {
        for (CudaOptions o : FakeCuda.ways()) {
            LaneCases.recomputed(FakeCuda.on(new FakeGpu(), o), lanes, Precision.FLOAT32);
            LaneCases.recomputed(FakeCuda.on(new FakeGpu(), o), lanes, Precision.FLOAT64);
        }
    }

    /** Where the tape of a window does not fit into the device, states are computed again without being asked. */
    @Test
    void aSmallDeviceComputesStatesAgain() {
        long reserve = 64L << 20;
        CudaBackend small = FakeCuda.on(new FakeGpu(reserve + (250 << 10)));
        double[] expected = LaneCases.run(FakeCuda.on(new FakeGpu()), 33, Precision.FLOAT64);
        assertArrayEquals(expected, LaneCases.run(small, 33, Precision.FLOAT64));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 33})
    void derivativesByInputs(int lanes) {
        for (CudaOptions o : FakeCuda.ways()) {
            LaneCases.byInputs(FakeCuda.on(new FakeGpu(), o), lanes);
        }
        LaneCases.byInputs(FakeCuda.on(new FakeGpu(), CudaOptions.DEFAULT.withMostElements(600)), lanes);
    }

    @Test
    void slicesCoverAllLanesAndFit() {
        for (int lanes : new int[] {1, 4, 5, 31, 1000, 1_000_003, Integer.MAX_VALUE - 7}) {
            for (int rows : new int[] {1, 7, 1000, 3_000_000}) {
                int next = 0;
                for (LaneSlice s : LaneSlice.cut(lanes, rows, Precision.FLOAT32)) {
                    assertEquals(next, s.first());
                    assertTrue(s.stride() >= s.count() && s.count() >= 1);
                    assertTrue((long) rows * s.stride() <= (1L << 31) - 128, rows + " rows, " + s);
                    next = Math.addExact(s.first(), s.count());
                }
                assertEquals(lanes, next);
            }
        }
        DmmException e = assertThrows(DmmException.class, () -> LaneSlice.cut(1, Integer.MAX_VALUE, Precision.FLOAT32));
        assertTrue(e.getMessage().contains("does not fit backend cuda"), e.getMessage());
        List<LaneSlice> few = LaneSlice.cut(33, 10, Precision.FLOAT32, 1 << 20, 13);
        assertEquals(List.of(12, 12, 9), few.stream().map(LaneSlice::count).toList());
        assertEquals(List.of(new LaneSlice(0, 33, 36, Precision.FLOAT32)), LaneSlice.cut(33, 10, Precision.FLOAT32));
    }
}
