package io.dmm4j.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a window a tape holds. */
class TapePlanTest {
    private static final TapePlan.Sizes SIZES = new TapePlan.Sizes(100, 30, 4);

    private static TapePlan fitting(int window, long numbers) {
        return TapePlan.fitting(SIZES, window, 1, 1, Long.MAX_VALUE, numbers);
    }

    @Test
    void tapesAreWholeWhereTheyFitAndSmallestElsewhere() {
        long whole = 30 + 200 * 100;
        assertEquals(whole, TapePlan.whole(200).numbers(SIZES));
        assertEquals(TapePlan.whole(200), fitting(200, whole));
        TapePlan small = fitting(200, whole - 1);
        assertEquals(TapePlan.smallest(SIZES, 200), small);
        assertTrue(small.recomputes() && small.numbers(SIZES) < whole / 5, small.toString());
        assertEquals(TapePlan.whole(1), fitting(1, 0));
    }

    @Test
    void smallerTapesKeepWhatIsNeededToComputeAgain() {
        TapePlan p = new TapePlan(10, 4);
        assertEquals(4 * 100 + 3 * 30 + 30 + 10 * 4, p.numbers(SIZES), "cycles, checkpoints, the end, what was fed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 140})
    void noTapeIsSmallerThanTheSmallest(int window) {
        long smallest = TapePlan.smallest(SIZES, window).numbers(SIZES);
        for (int n = 1; n <= window; n++) {
            assertTrue(smallest <= new TapePlan(window, n).numbers(SIZES), "segments of " + n);
        }
    }

    @Test
    void segmentsCoverAWindow() {
        TapePlan p = new TapePlan(10, 4);
        assertEquals(3, p.segments());
        for (int t = 0; t < 10; t++) {
            assertEquals(4 * p.segmentOf(t), p.first(t));
            assertTrue(p.segmentOf(t) < p.segments());
        }
    }

    /** Of what may be taken the smallest tape must fit; what is free shows when it is taken. */
    @Test
    void tooLittleMemoryIsRefused() {
        long least = TapePlan.smallest(SIZES, 50).numbers(SIZES) * 8 * 6;
        DmmException e =
                assertThrows(DmmException.class, () -> TapePlan.fitting(SIZES, 50, 6, 8, least - 1, Long.MAX_VALUE));
        assertEquals(
                "memory: found " + (least - 1) + " bytes, expected at least " + least
                        + " for the states of 50 cycles in 6 lanes, even if most are computed again",
                e.getMessage());
        assertEquals(TapePlan.smallest(SIZES, 50), TapePlan.fitting(SIZES, 50, 6, 8, least, 0));
        assertEquals(TapePlan.whole(50), TapePlan.fitting(SIZES, 50, 6, 8, 1 << 20, 1 << 20));
    }
}
