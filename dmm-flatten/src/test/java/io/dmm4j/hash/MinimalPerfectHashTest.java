package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinimalPerfectHashTest {
    private static final int[] ARITIES = {2, 3};

    @Test
    void everySmallSizeKeepsItsOrderForEverySeed() {
        for (int n = 0; n <= 64; n++) {
            for (int seed = 0; seed < 40; seed++) {
                for (int arity : ARITIES) {
                    checkAll(randomKeys(n, 1000 * n + seed), settings(arity, seed));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1023, 1024, 2047, 2048, 2049, 100_000})
    void largerSizesKeepTheirOrder(int n) {
        for (int seed = 0; seed < Math.max(3, 20_000 / n); seed++) {
            for (int arity : ARITIES) {
                checkAll(randomKeys(n, seed), settings(arity, seed));
            }
        }
    }

    @Test
    void keysOfAnyPatternKeepTheirOrder() {
        IntToLongFunction[] patterns = {
            i -> i,
            i -> -i - 1L,
            i -> (long) i << 32,
            i -> (long) i << 48,
            i -> i * 0x9E3779B97F4A7C15L,
            i -> Long.reverse(i)
        };
        for (IntToLongFunction pattern : patterns) {
            long[] keys = IntStream.range(0, 5000).mapToLong(pattern).toArray();
            for (int arity : ARITIES) {
                checkAll(keys, settings(arity, 7));
            }
        }
    }

    @Test
    void nothingIsFoundAmongNoKeys() {
        MinimalPerfectHash hash = MinimalPerfectHash.of(new long[0]);
        assertEquals(0, hash.size());
        assertEquals(-1, hash.find(0));
        assertEquals(-1, hash.find(-1));
        hash.findAll(new long[0], new int[0]);
    }

    @Test
    void triesAreFewAndBounded() {
        assertTriesPerBucket(3, 1.5);
        assertTriesPerBucket(2, 4.5);
    }

    private static void assertTriesPerBucket(int arity, double most) {
        MinimalPerfectHash hash = MinimalPerfectHash.of(randomKeys(200_000, 5), settings(arity, 5));
        assertEquals(195, hash.buckets());
        assertTrue(hash.tries() >= hash.buckets());
        assertTrue(hash.tries() <= most * hash.buckets(), () -> hash.tries() + " tries of arity " + arity);
    }

    @Test
    void aboutFiveBytesPerKeyBeyondTheKeys() {
        long[] keys = randomKeys(100_000, 1);
        assertEquals(5.05, MinimalPerfectHash.of(keys, settings(3, 0)).bytes() / 1e5, 0.05);
        assertEquals(8.45, MinimalPerfectHash.of(keys, settings(2, 0)).bytes() / 1e5, 0.05);
    }

    @Test
    void equalSettingsGiveEqualBitsAndAnotherSeedDoesNot() {
        long[] keys = randomKeys(10_000, 3);
        for (int arity : ARITIES) {
            MinimalPerfectHash hash = MinimalPerfectHash.of(keys, settings(arity, 11));
            assertTrue(hash.sameBits(MinimalPerfectHash.of(keys.clone(), settings(arity, 11))));
            assertFalse(hash.sameBits(MinimalPerfectHash.of(keys, settings(arity, 12))));
        }
    }

    @Test
    void equalKeysAreNamedWithBothPositions() {
        long[] keys = randomKeys(5000, 9);
        keys[4321] = keys[17];
        for (int arity : ARITIES) {
            DmmException e = assertThrows(DmmException.class, () -> MinimalPerfectHash.of(keys, settings(arity, 0)));
            assertEquals("positions 17 and 4321 both hold " + keys[17] + ", expected different keys", e.getMessage());
        }
    }

    @Test
    void manyEqualKeysAreRefusedAtOnce() {
        long[] keys = new long[100_000];
        DmmException e = assertThrows(DmmException.class, () -> MinimalPerfectHash.of(keys));
        assertEquals("positions 0 and 1 both hold 0, expected different keys", e.getMessage());
    }

    @Test
    void whenTheTriesAreUsedUpTheErrorSaysSo() {
        HashSettings once = settings(2, 0).withMaxTries(1);
        DmmException e = assertThrows(DmmException.class, () -> MinimalPerfectHash.of(randomKeys(20_000, 0), once));
        assertTrue(
                e.getMessage()
                        .matches("no perfect hash of 20000 keys found: 1 hypergraphs of a bucket of \\d+ keys all have"
                                + " a cycle \\(seed 0\\); another seed or a larger bound on the tries will do"),
                e.getMessage());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (int arity : new int[] {-1, 0, 1, 4}) {
            assertThrows(DmmException.class, () -> HashSettings.DEFAULT.withArity(arity));
        }
        assertThrows(DmmException.class, () -> HashSettings.DEFAULT.withMaxTries(0));
        DmmException e = assertThrows(DmmException.class, () -> HashSettings.DEFAULT.withMaxTries(65537));
        assertEquals("hash settings: maxTries is 65537, expected 1 to 65536", e.getMessage());
        assertEquals(5, HashSettings.DEFAULT.withSeed(5).seed());
    }

    /** Members at their positions, others absent; one by one and in batches. */
    private static void checkAll(long[] keys, HashSettings settings) {
        MinimalPerfectHash hash = MinimalPerfectHash.of(keys, settings);
        int[] found = new int[keys.length];
        hash.findAll(keys, found);
        assertArrayEquals(IntStream.range(0, keys.length).toArray(), found);
        for (int i = 0; i < keys.length; i++) {
            if (hash.find(keys[i]) != i || hash.key(i) != keys[i]) {
                assertEquals(i, hash.find(keys[i]));
                assertEquals(keys[i], hash.key(i));
            }
        }
        checkAbsent(hash, keys);
        assertTrue(hash.tries() <= (long) settings.maxTries() * hash.buckets());
    }

    private static void checkAbsent(MinimalPerfectHash hash, long[] keys) {
        Set<Long> members = new HashSet<>();
        Arrays.stream(keys).forEach(members::add);
        long[] others = randomKeys(keys.length + 100, ~keys.length);
        for (int i = 0; i < keys.length; i++) {
            others[i] = members.contains(keys[i] ^ 1) ? others[i] : keys[i] ^ 1;
        }
        int[] found = new int[others.length];
        hash.findAll(others, found);
        for (int i = 0; i < others.length; i++) {
            if (!members.contains(others[i])) {
                assertEquals(-1, found[i]);
                assertEquals(-1, hash.find(others[i]));
            }
        }
    }

    private static HashSettings settings(int arity, long seed) {
        return HashSettings.DEFAULT.withArity(arity).withSeed(seed);
    }

    /** Different keys. */
    private static long[] randomKeys(int n, long seed) {
        return new SplittableRandom(seed).longs().distinct().limit(n).toArray();
    }
}
