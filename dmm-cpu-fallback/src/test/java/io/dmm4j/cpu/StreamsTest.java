package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dmm4j.flat.Runs;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of the loop over groups of one row. */
class StreamsTest {
    private static final int ROWS = 12;

    /** All four forms against sums that are written out; weights lie elsewhere in the same array, in order or not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsByEveryForm(boolean adds) {
        SplittableRandom random = new SplittableRandom(5);
        Runs runs = runs(random);
        DownPlan p = adds
                ? DownPlan.adding(runs, ROWS, ROWS)
                : DownPlan.replacing(runs, ROWS, ROWS, BitSet.valueOf(new long[] {(1 << ROWS) - 1}));
        float[] s = new float[FloatScalarKernels.BASE + 3 * ROWS + p.entries()];
        for (int i = 0; i < s.length; i++) {
            s[i] = (random.nextInt(9) - 4) / 4f;
        }
        int at = FloatScalarKernels.BASE + 2 * ROWS;
        for (boolean inOrder : new boolean[] {false, true}) {
            float[] expected = s.clone();
            float[] found = s.clone();
            for (int g = 0; g < p.groups(); g++) {
                float sum = adds ? s[FloatScalarKernels.BASE + p.xRow[g]] : 0;
                for (int k = p.first[g]; k < p.first[g + 1]; k++) {
                    sum += s[at + (inOrder ? k : p.weight[k])] * s[FloatScalarKernels.BASE + p.yRow[k]];
                }
                expected[FloatScalarKernels.BASE + p.xRow[g]] = sum;
            }
            FloatStreams.down(p, found, at, inOrder, found, 0, p.groups());
            assertArrayEquals(expected, found, "in order: " + inOrder);
        }
    }

    /** Links of single rows; one row in four has none. */
    private static Runs runs(SplittableRandom random) {
        int n = 40;
        int[][] r = new int[4][n];
        for (int k = 0; k < n; k++) {
            r[0][k] = random.nextInt(ROWS) / 4 * 4 + random.nextInt(3);
            r[1][k] = random.nextInt(ROWS);
            r[2][k] = 1;
            r[3][k] = random.nextInt(n);
        }
        return new Runs(r[0], r[1], r[2], r[3]);
    }
}
