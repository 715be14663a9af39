package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.Runs;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which gradients of weights are summed, and the sums. */
class LinkDotsTest {
    private static final int ROWS = 5000;

    private final SplittableRandom random = new SplittableRandom(3);
    private final Runs runs = runs(700);

    private Runs runs(int count) {
        int[] x = random.ints(count, 0, ROWS - 8).sorted().toArray();
        int[] y = random.ints(count, 0, ROWS - 8).toArray();
        int[] length = random.ints(count, 1, 7).map(n -> n > 3 ? 1 : n).toArray();
        int[] weight = IntStream.range(0, count).map(k -> count - 1 - k).toArray();
        return new Runs(x, y, length, weight);
    }

    @Test
    void everyRunIsThereOnceInStretchesOfOutputs() {
        LinkDots p = new LinkDots(runs);
        BitSet seen = new BitSet();
        int turns = 0;
        for (int k = 0; k < p.count(); k++) {
            int original = runs.count() - 1 - p.weight[k];
            assertEquals(runs.xRow()[original], p.xRow[k]);
            assertEquals(runs.yRow()[original], p.yRow[k]);
            assertEquals(runs.length()[original], k < p.singles ? 1 : p.length[k - p.singles]);
            seen.set(original);
            turns += k > 0 && k != p.singles && p.xRow[k] < p.xRow[k - 1] ? 1 : 0;
        }
        assertEquals(runs.count(), seen.cardinality());
        assertTrue(turns > 0 && turns <= 8, "inputs follow each other in each of 5 stretches of both kinds: " + turns);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 48, 64, 128})
    void floatsAreSummedToTheSameBits(int stride) {
        float[] x = numbers(stride);
        float[] y = numbers(stride);
        float[] part = new float[AdjointKernels.BATCH * FloatAdjointKernels.LINE];
        LinkDots p = new LinkDots(runs);
        double[] plain = new double[p.count()];
        double[] vector = new double[p.count()];
        for (int i = 0; i < 2; i++) {
            FloatAdjointKernels.INSTANCE.dots(p, x, 3, y, 5, stride, part, plain);
            FloatVectorAdjoints.INSTANCE.dots(p, x, 3, y, 5, stride, part, vector);
        }
        assertArrayEquals(plain, vector);
        for (int k = 0; k < p.count(); k++) {
            double sum = 0;
            int n = k < p.singles ? stride : p.length[k - p.singles] * stride;
            for (int i = 0; i < n; i++) {
                sum += 2.0 * x[3 + p.xRow[k] * stride + i] * y[5 + p.yRow[k] * stride + i];
            }
            assertEquals(sum, plain[k], 1e-3, "run " + k);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 32, 64})
    void doublesAreSummedToTheSameBits(int stride) {
        double[] x = random.doubles(ROWS * stride + 8, -1, 1).toArray();
        double[] y = random.doubles(ROWS * stride + 8, -1, 1).toArray();
        double[] part = new double[AdjointKernels.BATCH * DoubleAdjointKernels.LINE];
        LinkDots p = new LinkDots(runs);
        double[] plain = new double[p.count()];
        double[] vector = new double[p.count()];
        DoubleAdjointKernels.INSTANCE.dots(p, x, 3, y, 5, stride, part, plain);
        DoubleVectorAdjoints.INSTANCE.dots(p, x, 3, y, 5, stride, part, vector);
        assertArrayEquals(plain, vector);
        assertTrue(Arrays.stream(plain).noneMatch(v -> v == 0));
    }

    private float[] numbers(int stride) {
        float[] x = new float[ROWS * stride + 8];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
        }
        return x;
    }
}
