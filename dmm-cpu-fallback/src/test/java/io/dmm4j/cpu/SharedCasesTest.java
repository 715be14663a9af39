package io.dmm4j.cpu;

import io.dmm4j.spi.Precision;
import io.dmm4j.testing.GoldenPrograms;
import io.dmm4j.testing.OpCases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every backend must pass. */
class SharedCasesTest {
    @ParameterizedTest
    @EnumSource
    void everyOpOnRowsInSinglePrecision(Way way) {
        OpCases.checkRows(way::open, Precision.FLOAT32);
    }

    @ParameterizedTest
    @EnumSource
    void everyOpOnRowsInDoublePrecision(Way way) {
        OpCases.checkRows(way::open, Precision.FLOAT64);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, 1", "PLAIN, 2", "VECTOR, 1", "VECTOR, 3", "PLAIN_SHARED, 2", "VECTOR_SHARED, 3"})
    void goldenPrograms(Way way, int threads) {
        GoldenPrograms.check(way::open, Precision.FLOAT32, threads);
        GoldenPrograms.check(way::open, Precision.FLOAT64, threads);
        GoldenPrograms.check(GoldenPrograms.HELD, way::open, Precision.FLOAT32, threads);
        GoldenPrograms.check(GoldenPrograms.HELD, way::open, Precision.FLOAT64, threads);
    }

    @ParameterizedTest
    @EnumSource
    void goldenProgramsOnTheBackendItself(Precision precision) {
        GoldenPrograms.check(new CpuBackend()::open, precision, 2);
    }
}
