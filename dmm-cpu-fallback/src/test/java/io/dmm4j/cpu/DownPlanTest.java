package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.flat.Runs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan says the same as its runs, row by row and in the same order. */
class DownPlanTest {
    private static final int Y = 90;
    private static final int X = 70;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 60, 500})
    void reachesEveryRowWithTheEntriesOfItsRunsInOrder(int count) {
        for (long seed = 0; seed < 50; seed++) {
            Runs runs = draw(count, seed);
            List<List<Long>> expected = new ArrayList<>();
            for (int i = 0; i < X; i++) {
                expected.add(new ArrayList<>());
            }
            for (int k = 0; k < runs.count(); k++) {
                for (int i = 0; i < runs.length()[k]; i++) {
                    expected.get(runs.xRow()[k] + i).add(entry(runs.yRow()[k] + i, runs.weight()[k]));
                }
            }
            assertEquals(expected, rows(DownPlan.adding(runs, Y, X)));
            DownPlan replacing = DownPlan.replacing(runs, Y, X, zeroed(seed));
            assertEquals(expected, rows(replacing));
            assertEquals(runs.multiplyAdds(), replacing.multiplyAdds());
        }
    }

    private static Runs draw(int count, long seed) {
        Random r = new Random(seed);
        int[][] a = new int[4][count];
        for (int k = 0; k < count; k++) {
            int length = 1 + (r.nextBoolean() ? 0 : r.nextInt(40));
            a[0][k] = r.nextInt(X - length + 1);
            a[1][k] = r.nextInt(Y - length + 1);
            a[2][k] = length;
            a[3][k] = r.nextInt(30);
        }
        return new Runs(a[0], a[1], a[2], a[3]);
    }

    private static BitSet zeroed(long seed) {
        Random r = new Random(seed);
        BitSet rows = new BitSet();
        for (int i = 0; i < 5; i++) {
            int from = r.nextInt(X);
            rows.set(from, from + r.nextInt(X - from + 1));
        }
        return rows;
    }

    private static long entry(int y, int weight) {
        return (long) y << 32 | weight;
    }

    /** The entries of every row; fails where groups meet or are out of order. */
    private static List<List<Long>> rows(DownPlan p) {
        List<List<Long>> rows = new ArrayList<>();
        for (int i = 0; i < X; i++) {
            rows.add(new ArrayList<>());
        }
        int free = Y;
        for (int g = 0; g < p.groups(); g++) {
            assertTrue(p.xRow[g] >= free, "groups ascend and do not meet");
            free = p.xRow[g] + p.length[g];
            for (int k = p.first[g]; k < p.first[g + 1]; k++) {
                for (int i = 0; i < p.length[g]; i++) {
                    rows.get(p.xRow[g] - Y + i).add(entry(p.yRow[k] + i, p.weight[k]));
                }
            }
        }
        return rows;
    }

    @Test
    void aFirstStageAlsoClearsTheRowsThatLaterStagesAddTo() {
        for (long seed = 0; seed < 50; seed++) {
            BitSet zeroed = zeroed(seed);
            DownPlan p = DownPlan.replacing(draw(5, seed), Y, X, zeroed);
            BitSet written = new BitSet();
            for (int g = 0; g < p.groups(); g++) {
                written.set(p.xRow[g] - Y, p.xRow[g] - Y + p.length[g]);
            }
            zeroed.andNot(written);
            assertTrue(zeroed.isEmpty(), "left as they were: " + zeroed);
        }
    }

    @Test
    void treesOfOneShapeAreNotCut() {
        Runs rigid = new Runs(new int[] {0, 8, 0, 8}, new int[] {0, 0, 8, 16}, new int[] {8, 8, 8, 8}, new int[4]);
        DownPlan p = DownPlan.adding(rigid, 24, 16);
        assertEquals(2, p.groups());
        assertEquals(4, p.entries());
    }

    @Test
    void longRunsAreCutSoThatThreadsCanShareThem() {
        Runs one = new Runs(new int[] {0}, new int[] {0}, new int[] {1 << 20}, new int[] {0});
        DownPlan p = DownPlan.adding(one, 1 << 20, 1 << 20);
        assertEquals((1 << 20) / DownPlan.LONGEST, p.groups());
        int[] shares = p.shares(3, 1, 16);
        for (int t = 0; t < 3; t++) {
            assertEquals(p.groups() / 3.0, shares[t + 1] - shares[t], 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void sharesAreAllGroupsInOrder(int parts) {
        for (int count : new int[] {0, 1, 100}) {
            DownPlan p = DownPlan.adding(draw(count, 3), Y, X);
            int[] shares = p.shares(parts, 8, 16);
            assertEquals(0, shares[0]);
            assertEquals(p.groups(), shares[parts]);
            for (int t = 0; t < parts; t++) {
                assertTrue(shares[t] <= shares[t + 1]);
            }
        }
    }
}
