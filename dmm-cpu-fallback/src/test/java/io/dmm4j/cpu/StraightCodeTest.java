package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Compiled movements against the plain loops, op by op; whole programs are in {@link SameBitsTest}. */
class StraightCodeTest {
    private static final int ROWS = 60;
    private static final double[] SPECIAL = {
        0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, 88, -104, 0.625
    };

    /** Apart, in place, and so that results are read again: numbers of all kinds. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "IN",
                "PARAM",
                "CONST",
                "NUMBER",
                "SUBTREE",
                "PREFIX",
                "STOP_GRADIENT",
                "MASK",
                "MASKED_SUM",
                "NAMED"
            })
    void everyOpGivesTheBitsOfTheLoops(Op op) {
        Random random = new Random(op.ordinal());
        for (int i = 0; i < 60; i++) {
            int n = 1 + random.nextInt(6);
            int d = random.nextInt(ROWS - 6);
            FlatOps ops = new FlatOps.Builder()
                    .add(op, n, d, near(d, random), near(d, random), near(d, random), random.nextInt(3), 2)
                    .build();
            float[] floats = new float[FloatScalarKernels.BASE + ROWS + Cells.SLACK];
            double[] doubles = new double[DoubleScalarKernels.BASE + ROWS + Cells.SLACK];
            for (int r = 0; r < ROWS; r++) {
                double x = random.nextInt(3) > 0 ? random.nextGaussian() : SPECIAL[random.nextInt(SPECIAL.length)];
                floats[FloatScalarKernels.BASE + r] = (float) x;
                doubles[DoubleScalarKernels.BASE + r] = x;
            }
            String what = op + " of " + n + " rows, draw " + i;
            assertArrayEquals(
                    loops(ops, floats, new FloatScalarKernels()), code(ops, floats, new FloatScalarKernels()), what);
            assertArrayEquals(
                    loops(ops, doubles, new DoubleScalarKernels()),
                    code(ops, doubles, new DoubleScalarKernels()),
                    what);
        }
    }

    /** The destination itself, or rows before, behind or among it. */
    private static int near(int d, Random random) {
        return random.nextInt(3) == 0 ? d : random.nextInt(ROWS - 6);
    }

    private static float[] loops(FlatOps ops, float[] s, FloatScalarKernels kernels) {
        float[] copy = s.clone();
        UpPlan.of(ops).run(kernels, copy, FloatScalarKernels.BASE, 1);
        return copy;
    }

    private static double[] loops(FlatOps ops, double[] s, DoubleScalarKernels kernels) {
        double[] copy = s.clone();
        UpPlan.of(ops).run(kernels, copy, DoubleScalarKernels.BASE, 1);
        return copy;
    }

    private static float[] code(FlatOps ops, float[] s, FloatScalarKernels cells) {
        float[] copy = s.clone();
        StraightCode.up(ops, cells).run(copy, null, null);
        return copy;
    }

    private static double[] code(FlatOps ops, double[] s, DoubleScalarKernels cells) {
        double[] copy = s.clone();
        StraightCode.up(ops, cells).run(copy, null, null);
        return copy;
    }
}
