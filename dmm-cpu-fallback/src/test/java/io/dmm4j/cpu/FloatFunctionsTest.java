package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatFunctionsTest {
    private static final float[] EDGES = {
        0f,
        -0f,
        1f,
        -1f,
        0.625f,
        -0.625f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-20f,
        -1e-20f,
        88.72283f,
        88.73f,
        89f,
        -87.33f,
        -103.97f,
        -104f,
        -200f,
        200f,
        1e30f,
        -1e30f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    @ParameterizedTest
    @CsvSource({"EXP, 2", "TANH, 3", "SIGMOID, 3"})
    void areNearTheTrueValueAndTheSameOnVectors(Op op, int ulps) {
        float[] s = new float[2 * 400_000];
        int n = s.length / 2;
        Random r = new Random(1);
        for (int i = 0; i < n; i++) {
            float scale = new float[] {1e-3f, 1, 10, 120}[i % 4];
            s[i] = i < EDGES.length ? EDGES[i] : scale * (2 * r.nextFloat() - 1);
        }
        new FloatVectorKernels().map(op, s, n, 0, n, 0, 0);
        for (int i = 0; i < n; i++) {
            float found = FloatFunctions.map(op, s[i]);
            assertEquals(Float.floatToIntBits(found), Float.floatToIntBits(s[n + i]), () -> op + " on vectors");
            float wanted = (float) Scalars.map(op, s[i], 0, 0);
            boolean near = Float.compare(found, wanted) == 0 || Math.abs(found - wanted) <= ulps * Math.ulp(wanted);
            assertTrue(near, op + " of " + s[i] + ": found " + found + ", expected " + wanted);
        }
    }
}
