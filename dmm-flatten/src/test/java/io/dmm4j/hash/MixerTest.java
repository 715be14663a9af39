package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixerTest {
    @Test
    void cellsAndBucketsStayInRangeAtTheExtremes() {
        long[] bits = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFFFFFFL, 0xFFFFFFFF00000000L};
        for (long x : bits) {
            for (int size : new int[] {1, 2, 3, 1000, 65535}) {
                int[] places = {
                    Mixer.bucket(x, size),
                    Mixer.firstOf3(x, size),
                    Mixer.secondOf3(x, size),
                    Mixer.thirdOf3(x, size),
                    Mixer.firstOf2(x, size),
                    Mixer.secondOf2(x, size)
                };
                for (int place : places) {
                    assertTrue(place >= 0 && place < size, () -> place + " of " + size);
                }
            }
        }
    }

    @Test
    void allOnesReachTheLastPlace() {
        assertEquals(Integer.MAX_VALUE - 1, Mixer.bucket(-1, Integer.MAX_VALUE));
        assertEquals(999, Mixer.firstOf3(-1, 1000));
        assertEquals(999, Mixer.secondOf3(-1, 1000));
        assertEquals(999, Mixer.thirdOf3(-1, 1000));
        assertEquals(999, Mixer.firstOf2(-1, 1000));
        assertEquals(999, Mixer.secondOf2(-1, 1000));
    }

    /** Flipping any bit of a key flips about half of the bits of its hash. */
    @Test
    void everyBitOfAKeyMatters() {
        SplittableRandom random = new SplittableRandom(1);
        for (int bit = 0; bit < 64; bit++) {
            int flipped = 0;
            for (int i = 0; i < 1000; i++) {
                long key = random.nextLong();
                flipped += Long.bitCount(Mixer.mix(key, 5) ^ Mixer.mix(key ^ 1L << bit, 5));
            }
            assertEquals(32, flipped / 1000.0, 1.5, "bit " + bit);
        }
    }

    @Test
    void everyTryDrawsOtherCells() {
        long mixed = Mixer.mix(12345, 0);
        for (int attempt = 1; attempt < 1000; attempt++) {
            assertNotEquals(Mixer.spread(mixed, attempt - 1), Mixer.spread(mixed, attempt));
        }
    }

    @Test
    void regionsComeBackFromTheirLong() {
        for (int first : new int[] {0, 1, 1 << 20, Integer.MAX_VALUE}) {
            for (int part : new int[] {1, 431, 65535}) {
                for (int attempt : new int[] {0, 1, 65535}) {
                    long region = Regions.pack(first, part, attempt);
                    assertEquals(first, Regions.first(region));
                    assertEquals(part, Regions.part(region));
                    assertEquals(attempt, Regions.attempt(region));
                }
            }
        }
    }
}
