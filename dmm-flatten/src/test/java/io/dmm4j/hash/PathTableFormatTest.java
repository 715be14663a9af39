package io.dmm4j.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class PathTableFormatTest {
    private static PathTable small() {
        int[] parents = {2, 2, -1, 0};
        int[] labels = {1, 0, 7, 7};
        return PathTable.of(
                parents, labels, 3, HashSettings.DEFAULT.withSeed(-5).withArity(2));
    }

    @Test
    void aTableSurvivesAFileToTheBit() throws IOException {
        int n = 50_000; // several blocks of the reader
        PathTable large = PathTable.of(
                IntStream.range(0, n).map(i -> i / 3 - 1).toArray(),
                IntStream.range(0, n).toArray());
        for (PathTable table : new PathTable[] {PathTable.builder().build(), small(), large}) {
            byte[] file = save(table);
            PathTable loaded = load(file);
            assertTrue(loaded.sameBits(table));
            assertEquals(table.settings(), loaded.settings());
            assertEquals(table.tries(), loaded.tries());
            assertArrayEquals(file, save(loaded));
        }
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        ByteBuffer expected = ByteBuffer.allocate(20 + 24 + 32 + 4);
        expected.put("DMMpaths".getBytes()).putInt(1).putLong(24 + 32);
        expected.putInt(2).putLong(-5).putInt(500).putInt(3).putInt(4);
        expected.putInt(2)
                .putInt(1)
                .putInt(2)
                .putInt(0)
                .putInt(-1)
                .putInt(7)
                .putInt(0)
                .putInt(7);
        assertArrayEquals(sealed(expected), save(small()));
    }

    @Test
    void nothingAfterTheTableIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        small().save(out);
        small().save(out);
        out.write(42);
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
        PathTable.load(in, "first");
        PathTable.load(in, "second");
        assertEquals(42, in.read());
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] file = save(small());
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            DmmException e = assertThrows(DmmException.class, () -> load(cut));
            assertTrue(e.getMessage().matches("f: the path table ends early, at least \\d+ more bytes were expected"));
        }
    }

    @Test
    void aFlippedBitIsFoundWhereverItIs() throws IOException {
        byte[] file = save(small());
        for (int bit = 0; bit < 8 * file.length; bit++) {
            byte[] bad = file.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            DmmException e = assertThrows(DmmException.class, () -> load(bad), "bit " + bit);
            assertTrue(e.getMessage().startsWith("f: "), e.getMessage());
        }
    }

    @Test
    void otherFilesAndVersionsAreRefused() throws IOException {
        assertError("f: expected a path table, found something else", new byte[100]);
        byte[] newer = save(small());
        newer[11] = 2;
        assertError("f: expected a path table of version 1, found 2", newer);
        byte[] flipped = save(small());
        flipped[50] ^= 1;
        assertError("f: the path table is damaged, its checksum or its counts do not fit", flipped);
    }

    @Test
    void aFileWithAGoodChecksumMustStillHoldATable() {
        assertError("f: path 0 is its own ancestor, expected parents that lead to the root", file(3, 1, 1, 0, 0));
        assertError(
                "f: a path table has 1 nodes and 2 paths, expected at most as many paths as nodes",
                file(3, 2, 1, -1, 0));
        assertError("f: hash settings: arity is 7, expected 2 or 3", file(7, 1, 1, -1, 0));
        assertError(
                "f: positions 0 and 1 both hold the path of label ids /0, expected different keys",
                file(3, 2, 2, -1, 0, -1, 0));
        String damaged = "f: the path table is damaged, its checksum or its counts do not fit";
        assertError(damaged, file(3, 1, Integer.MAX_VALUE, -1, 0));
        assertError(damaged, file(3, 1, -1, -1, 0));
        assertError(damaged, file(3, 1, 1, -1, 0, 0));
    }

    /** A file with these numbers and a checksum that fits. */
    private static byte[] file(int arity, int paths, int nodes, int... pairs) {
        ByteBuffer file = ByteBuffer.allocate(20 + 24 + 4 * pairs.length + 4);
        file.put("DMMpaths".getBytes()).putInt(1).putLong(24 + 4L * pairs.length);
        file.putInt(arity).putLong(0).putInt(500).putInt(paths).putInt(nodes);
        for (int number : pairs) {
            file.putInt(number);
        }
        return sealed(file);
    }

    private static byte[] sealed(ByteBuffer file) {
        CRC32C sum = new CRC32C();
        sum.update(file.array(), 0, file.position());
        return file.putInt((int) sum.getValue()).array();
    }

    private static void assertError(String expected, byte[] file) {
        DmmException e = assertThrows(DmmException.class, () -> load(file));
        assertEquals(expected, e.getMessage());
    }

    private static byte[] save(PathTable table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.save(out);
        return out.toByteArray();
    }

    private static PathTable load(byte[] file) throws IOException {
        return PathTable.load(new ByteArrayInputStream(file), "f");
    }
}
