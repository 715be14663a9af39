package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Safetensors again(Safetensors content) {
        Path file = folder.resolve("a.safetensors");
        content.write(file);
        return Safetensors.read(file);
    }

    private Tensor again(Tensor t) {
        return again(new Safetensors(Map.of(), Map.of("t", t))).tensors().get("t");
    }

    @Test
    void doublesKeepTheirBits() {
        long[] bits = {
            0, Long.MIN_VALUE, 0x7ff8_0000_dead_beefL, 0x7ff0_0000_0000_0001L, 0xfff4_5678_9abc_def0L, 1, 0x7ff0L << 48
        };
        double[] values =
                Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
        double[] read = again(Tensor.of(values)).doubles();
        assertArrayEquals(
                bits, Arrays.stream(read).mapToLong(Double::doubleToRawLongBits).toArray());
    }

    @Test
    void floatsKeepTheirBits() {
        int[] bits = {0, Integer.MIN_VALUE, 0x7fc0_beef, 0x7f80_0001, 0xffa1_2345, 1, 0x7f80_0000};
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        float[] read = again(Tensor.of(values)).floats();
        for (int i = 0; i < bits.length; i++) {
            assertEquals(bits[i], Float.floatToRawIntBits(read[i]));
        }
    }

    @Test
    void integersAndBytes() {
        long[] longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        int[] ints = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE};
        byte[] bytes = {-128, -1, 0, 127};
        assertArrayEquals(longs, again(Tensor.of(longs)).longs());
        assertArrayEquals(ints, again(Tensor.of(ints)).ints());
        assertArrayEquals(bytes, again(Tensor.of(bytes)).bytes());
    }

    @Test
    void shapes() {
        Tensor matrix = again(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}).shaped(2, 3));
        assertArrayEquals(new long[] {2, 3}, matrix.shape());
        assertEquals("F32[2, 3]", matrix.toString());
        assertArrayEquals(new long[0], again(Tensor.of(new int[] {42}).shaped()).shape());
        Tensor empty = again(Tensor.of(new double[0]).shaped(4, 0, Long.MAX_VALUE));
        assertArrayEquals(new long[] {4, 0, Long.MAX_VALUE}, empty.shape());
        assertEquals(0, empty.doubles().length);
        Tensor six = Tensor.of(new int[6]);
        assertThrows(IllegalArgumentException.class, () -> six.shaped(7));
        assertThrows(IllegalArgumentException.class, () -> six.shaped(-2, -3));
    }

    @Test
    void manyChunks() {
        Random random = new Random(1);
        double[] values = random.doubles(300_001).toArray();
        byte[] bytes = new byte[(1 << 20) + 1];
        random.nextBytes(bytes);
        Map<String, Tensor> tensors = Map.of("values", Tensor.of(values), "bytes", Tensor.of(bytes));
        Safetensors read = again(new Safetensors(Map.of(), tensors));
        assertArrayEquals(values, read.tensors().get("values").doubles());
        assertArrayEquals(bytes, read.tensors().get("bytes").bytes());
    }

    @Test
    void namesAndTextsOfAnyKind() {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int i = 0;
        for (String name : List.of("", "é漢😀", "\"\\/\n\0", "crc32c\":\"00000000", "<script>", "dtype")) {
            texts.put(name, name + "!");
            tensors.put(name, Tensor.of(new int[] {i++}));
        }
        Safetensors read = again(new Safetensors(texts, tensors));
        assertEquals(texts, read.metadata());
        assertEquals(tensors.keySet(), read.tensors().keySet());
        tensors.forEach((name, t) ->
                assertArrayEquals(t.ints(), read.tensors().get(name).ints()));
    }

    @Test
    void nothingAtAll() {
        Safetensors read = again(new Safetensors(Map.of(), Map.of()));
        assertTrue(read.metadata().isEmpty());
        assertTrue(read.tensors().isEmpty());
    }

    @Test
    void numbersAreAlignedAndTheHeaderIsPadded() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("bytes", Tensor.of(new byte[3]));
        tensors.put("floats", Tensor.of(new float[3]));
        tensors.put("doubles", Tensor.of(new double[1]));
        Safetensors content = new Safetensors(Map.of("a", "b"), tensors);
        assertEquals(
                List.of("doubles", "floats", "bytes"),
                List.copyOf(again(content).tensors().keySet()));
        byte[] file = Files.readAllBytes(folder.resolve("a.safetensors"));
        long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals(0, header % 8);
        assertEquals(8 + header + 8 + 12 + 3, file.length);
        content.write(folder.resolve("b.safetensors"));
        assertArrayEquals(file, Files.readAllBytes(folder.resolve("b.safetensors")));
    }

    @Test
    void namesOfTheFormatAreNotForUse() {
        Safetensors sum = new Safetensors(Map.of("crc32c", ""), Map.of());
        Safetensors meta = new Safetensors(Map.of(), Map.of("__metadata__", Tensor.of(new int[0])));
        Path file = folder.resolve("x");
        assertThrows(IllegalArgumentException.class, () -> sum.write(file));
        assertThrows(IllegalArgumentException.class, () -> meta.write(file));
        assertFalse(Files.exists(file));
    }

    @Test
    void kindsAreNotConverted() {
        DmmException e =
                assertThrows(DmmException.class, () -> Tensor.of(new float[1]).doubles());
        assertEquals("expected numbers of kind F64, found F32", e.getMessage());
    }

    // ---------------------------------------------------------------- files of other programs, and bad ones

    private Path file(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        Path file = folder.resolve("f");
        return Files.write(file, bytes.array());
    }

    @Test
    void filesOfOtherPrograms() throws IOException {
        Safetensors read = Safetensors.read(file(
                "{\"b\":{\"data_offsets\":[4,8],\"dtype\":\"I32\",\"shape\":[]},"
                        + "\"a\":{\"shape\":[1,1],\"dtype\":\"F32\",\"data_offsets\":[0,4]}}  ",
                8));
        assertEquals(List.of("a", "b"), List.copyOf(read.tensors().keySet()));
        assertArrayEquals(new int[1], read.tensors().get("b").ints());
    }

    private void refused(String sentence, String header, int dataBytes) throws IOException {
        Path file = file(header, dataBytes);
        DmmException e = assertThrows(DmmException.class, () -> Safetensors.read(file), sentence);
        assertEquals(file + sentence, e.getMessage());
    }

    private static String tensor(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets
                + "}";
    }

    @Test
    void badTensors() throws IOException {
        refused(
                ":1:15 at /t/dtype: unknown kind of numbers 'F16' (known: F32, F64, I32, I64, U8)",
                "{" + tensor("t", "F16", "[1]", "[0,2]") + "}",
                2);
        refused(
                ":1:6 at /t: expected 8 bytes for shape [2], found 4 between the data_offsets of tensor 't'",
                "{" + tensor("t", "F32", "[2]", "[0,4]") + "}",
                4);
        refused(
                ":1:6 at /t: expected two ascending offsets, found [4, 0] as data_offsets of tensor 't'",
                "{" + tensor("t", "F32", "[1]", "[4,0]") + "}",
                4);
        refused(
                ":1:6 at /t: expected a shape with at most 2147483639 elements, found [-1] as shape of tensor 't'",
                "{" + tensor("t", "F32", "[-1]", "[0,4]") + "}",
                4);
        refused(
                ":1:6 at /t: expected a shape with at most 2147483639 elements, "
                        + "found [4294967296, 4294967296, 2] as shape of tensor 't'",
                "{" + tensor("t", "F32", "[4294967296,4294967296,2]", "[0,0]") + "}",
                0);
        refused(
                ":1:6 at /t: expected dtype, shape and data_offsets of tensor 't'",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                4);
        refused(":1:7 at /t/x: unknown field 'x' (known: data_offsets, dtype, shape)", "{\"t\":{\"x\":1}}", 4);
    }

    @Test
    void tensorsThatDoNotFillTheFile() throws IOException {
        String first = "{" + tensor("a", "F32", "[2]", "[0,8]");
        refused(
                ": expected tensor 'b' to begin at byte 8 of the data, where the one before it ends, found 4",
                first + "," + tensor("b", "F32", "[2]", "[4,12]") + "}",
                12);
        refused(
                ": expected tensor 'b' to begin at byte 8 of the data, where the one before it ends, found 9",
                first + "," + tensor("b", "F32", "[1]", "[9,13]") + "}",
                13);
        refused(": expected 8 bytes of data, found 7; the file is cut off", first + "}", 7);
        refused(": expected 8 bytes of data, found 9; something was appended to the file", first + "}", 9);
    }

    @Test
    void badHeaders() throws IOException {
        String a = tensor("a", "F32", "[0]", "[0,0]");
        assertTrue(message("{" + a + "," + a + "}").contains("expected each key once, found \"a\" again"));
        assertTrue(message("{\"__metadata__\":{\"a\":1}}").endsWith("expected a string, found 1"));
        assertTrue(message("[]").endsWith("expected the header of a safetensors file to begin with '{'"));
        assertTrue(message("{\"a\"}").contains("1:"));
        assertTrue(message("{} x").contains("expected"));
        assertTrue(message("{\"__metadata__\":{\"x\":\"\",\"crc32c\":\"00000000\"}}")
                .endsWith("it was altered or written anew by another program"));
    }

    private String message(String header) throws IOException {
        Path file = file(header, 0);
        return assertThrows(DmmException.class, () -> Safetensors.read(file), header)
                .getMessage();
    }

    @Test
    void noSafetensorsFile() throws IOException {
        Path file = folder.resolve("f");
        assertEquals(file + ": no such file", refusal(file));
        Files.write(file, new byte[7]);
        assertEquals(file + ": expected a safetensors file, found 7 bytes", refusal(file));
        for (long length : new long[] {0, 1, 100_000_001, -1}) {
            ByteBuffer bytes = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
            Files.write(file, bytes.putLong(length).array());
            assertTrue(refusal(file).endsWith("from 2 to 100000000, found " + Long.toUnsignedString(length)));
        }
        assertEquals(folder + ": expected a file, found a directory", refusal(folder));
    }

    private static String refusal(Path file) {
        return assertThrows(DmmException.class, () -> Safetensors.read(file)).getMessage();
    }
}
