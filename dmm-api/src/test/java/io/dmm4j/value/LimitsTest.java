package io.dmm4j.value;

import static io.dmm4j.value.Trees.chain;
import static io.dmm4j.value.Trees.doubled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.json.VJson;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Deep trees, and trees that are large only by sharing. */
class LimitsTest {
    private static final int DEEP = 9_999;

    private static String message(Runnable attempt) {
        return assertThrows(DmmException.class, attempt::run).getMessage();
    }

    @Test
    void deepTreesDoNotOverflowTheStack() {
        VValue x = chain(DEEP, 1);
        VValue y = chain(DEEP, 1);
        assertNotSame(x, y);
        assertEquals(x, y);
        assertEquals(DEEP, x.depth());
        assertEquals(DEEP + 1, x.size());
        assertEquals(2.0 * (DEEP + 1), x.plus(y).sum());
        assertSame(VValue.EMPTY, x.minus(y));
        assertEquals(x.plus(y), x.times(2));
        assertEquals(x.times(2), VValue.linearCombination(new double[] {3, -1}, new VValue[] {x, y}));
        assertEquals(DEEP + 1, x.dot(y));
        assertEquals(DEEP + 1, x.l1());
        assertEquals(Math.sqrt(DEEP + 1), x.l2());
        assertEquals(1, x.maxNorm());
        assertTrue(x.lessOrEqual(y));
        assertEquals(x, x.zip(y, Math::max));
        assertSame(VValue.EMPTY, x.trim(1));
        assertEquals((DEEP + 1) * (DEEP + 2) / 2.0, x.mask(y).sum());
    }

    @Test
    void deepPathsDoNotOverflowTheStack() {
        VValue x = chain(DEEP, 1);
        Path bottom = Path.of(Collections.nCopies(DEEP, "rest"));
        VValue lone = VValue.of(bottom, 5);
        assertEquals(5, lone.number(bottom));
        assertEquals(lone, VValue.builder().put(bottom, 5).build());
        assertEquals(5, x.maskedSum(lone).number());
        assertEquals(
                5,
                lone.applyMatrix(VValue.of(bottom, 1).prefix(Path.of("row")), 1)
                        .child("row")
                        .number());
        assertEquals(5, VValue.of(5).applyMatrix(VValue.of(bottom, 1), DEEP).number(bottom));
        assertEquals(bottom, Path.parse(bottom.toString()));
        assertEquals(0, bottom.compareTo(Path.of(bottom.labels())));
    }

    @Test
    void deepTreesArePrintedAndRead() {
        VValue x = chain(DEEP, 0.5);
        assertEquals(x.toString(), VJson.toString(x));
        assertEquals(x, VJson.read(x.toString(), "test"));
        assertEquals(x, VJson.read(VJson.toPrettyString(x), "test"));
    }

    @Test
    void tooDeepIsAnError() {
        VValue deepest = chain(Limits.MAX_DEPTH, 1);
        assertEquals(
                "a V-value would be 10001 levels deep, expected at most 10000",
                message(() -> deepest.prefix(Path.of("one more"))));
        Path tooDeep = Path.of(Collections.nCopies(Limits.MAX_DEPTH + 1, "a"));
        assertEquals(
                "a V-value would be 10001 levels deep, expected at most 10000",
                message(() -> VValue.builder().put(tooDeep, 1).build()));
    }

    @Test
    void doublingBySharingHitsTheSizeLimit() {
        VValue most = doubled(26);
        assertEquals(1L << 26, most.size());
        String expected = "a V-value would hold 134217728 numbers, expected at most 100000000";
        assertEquals(expected, message(() -> doubled(27)));
        assertEquals(expected, message(() -> most.prefix(Path.of("a")).plus(most.prefix(Path.of("b")))));
    }

    @Test
    void whatIsLargeBySharingStaysSharedInResults() {
        VValue most = doubled(26);
        VValue twice = most.times(2);
        assertEquals(1L << 26, twice.size());
        assertSame(twice.child("a"), twice.child("b"));
        assertEquals(twice.hashCode(), most.plus(doubled(26)).hashCode());
        assertSame(VValue.EMPTY, most.minus(doubled(26)));
        assertTrue(most.lessOrEqual(twice));
        assertEquals(twice.hashCode(), most.mask(VValue.of(2)).hashCode());
        assertEquals(twice.hashCode(), most.zip(doubled(26), Double::sum).hashCode());
    }

    @Test
    void countsSaturate() {
        assertEquals(Long.MAX_VALUE, Limits.saturatedSum(Long.MAX_VALUE - 1, 2));
        assertEquals(Long.MAX_VALUE, Limits.saturatedSum(Long.MAX_VALUE, Long.MAX_VALUE));
        assertEquals(3, Limits.saturatedSum(1, 2));
    }
}
