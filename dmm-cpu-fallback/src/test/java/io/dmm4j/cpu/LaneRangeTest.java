package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneRangeTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "7, 8", "8, 8", "13, 16", "16, 16", "17, 32", "33, 48", "64, 64"})
    void fewLanesArePaddedToAPowerOfTwoAndManyToCacheLines(int lanes, int width) {
        assertEquals(List.of(new LaneRange(0, lanes, width)), LaneRange.cut(0, lanes, 16, 64));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 64, 65, 100, 512, 1000})
    void sharesHoldEveryLaneOnceInOrder(int lanes) {
        for (int shares : new int[] {1, 2, 3, 8}) {
            for (int widest : new int[] {1, 16, 64}) {
                int next = 0;
                for (List<LaneRange> share : LaneRange.share(lanes, shares, 16, widest)) {
                    for (LaneRange r : share) {
                        assertEquals(next, r.first());
                        assertTrue(r.count() >= 1 && r.count() <= r.width() && r.width() <= widest, r.toString());
                        next += r.count();
                    }
                }
                assertEquals(lanes, next);
            }
        }
    }
}
