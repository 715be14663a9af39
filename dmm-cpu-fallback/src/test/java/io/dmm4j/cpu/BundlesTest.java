package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.flat.Runs;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that read the same outputs, bundled or not, give the same bits. */
class BundlesTest {
    private static final int Y = 40;
    private static final int X = 200;

    /** {@code rows} input rows that read the same {@code columns} outputs, every third input row from 3 on. */
    private static Runs dense(int rows, int columns) {
        int n = rows * columns;
        int[] x = new int[n];
        int[] y = new int[n];
        int[] w = new int[n];
        for (int r = 0, k = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++, k++) {
                x[k] = 3 + 3 * r;
                y[k] = (7 * c + 1) % Y;
                w[k] = k;
            }
        }
        int[] length = new int[n];
        Arrays.fill(length, 1);
        return new Runs(x, y, length, w);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 50})
    void bundlesGiveTheBitsOfRows(int rows) {
        for (int columns : new int[] {1, 2, 5, 31}) {
            for (boolean adds : new boolean[] {false, true}) {
                Runs runs = dense(rows, columns);
                DownPlan plan = adds ? DownPlan.adding(runs, Y, X) : DownPlan.replacing(runs, Y, X, new BitSet());
                compare(plan, new FloatScalarKernels());
                compare(plan, new FloatVectorKernels());
                compare(plan, new DoubleVectorKernels());
                compare(plan, new DoubleScalarKernels());
            }
        }
    }

    private static <A> void compare(DownPlan plan, Kernels<A> kernels) {
        @SuppressWarnings("unchecked")
        Cells<A> cells = (Cells<A>) (kernels.name().contains("Vector") ? cellsOf(kernels) : kernels);
        Links<A> bundled = Links.of(plan, cells, true);
        Links<A> alone = Links.of(plan, cells, false);
        double[] weights = new Random(1).doubles(plan.entries(), -1, 1).toArray();
        bundled.setParameters(cells, weights);
        alone.setParameters(cells, weights);
        for (int parts = 1; parts <= 3; parts++) {
            assertArrayEquals(run(alone, cells, kernels, 1), run(bundled, cells, kernels, parts));
        }
    }

    private static Cells<?> cellsOf(Kernels<?> vector) {
        return vector instanceof FloatVectorKernels ? new FloatScalarKernels() : new DoubleScalarKernels();
    }

    private static <A> double[] run(Links<A> links, Cells<A> cells, Kernels<A> kernels, int parts) {
        A s = cells.array(cells.base() + Y + X + Cells.SLACK);
        Random random = new Random(2);
        for (int i = 0; i < Y + X; i++) {
            cells.set(s, cells.base() + i, random.nextGaussian());
        }
        int[] bounds = links.shares(parts, 1, cells.line());
        for (int p = 0; p < parts; p++) {
            links.down(kernels, s, 1, bounds[p], bounds[p + 1], parts == 1, cells.array(Cells.SLACK));
        }
        double[] all = new double[Y + X];
        cells.store(s, cells.base(), all, 0, all.length);
        return all;
    }

    @Test
    void rowsThatReadTheSameAreBundledAndOthersAreNot() {
        BitSet bundled = new BitSet();
        DownPlan plan = DownPlan.replacing(dense(20, 5), Y, X, new BitSet());
        Bundles b = Bundles.of(plan, 16, bundled);
        assertArrayEquals(new int[] {16, 4}, b.rows);
        assertEquals(20, bundled.cardinality());
        assertEquals(0, plan.without(bundled).groups());

        Runs differ = new Runs(new int[] {0, 2, 4}, new int[] {0, 1, 0}, new int[] {1, 1, 2}, new int[] {0, 1, 2});
        bundled.clear();
        assertEquals(0, Bundles.of(DownPlan.adding(differ, Y, X), 16, bundled).count());
        assertEquals(0, bundled.cardinality());
    }
}
