package io.dmm4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Limits;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad input, and the whole message it gets. */
class BadJsonTest {
    @TempDir
    Path directory;

    private static Arguments bad(String json, String message) {
        return Arguments.of(json.replace('\'', '"'), message.replace('`', '"'));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                bad("", "t:1:1: expected a number or an object, found the end of the input"),
                bad(" \n ", "t:2:2: expected a number or an object, found the end of the input"),
                bad("{", "t:1:2: the input ends too early"),
                bad("{'a", "t:1:4: the input ends too early"),
                bad("{'a':", "t:1:6 at /a: the input ends too early"),
                bad("{'a':1", "t:1:7 at /a: the input ends too early"),
                bad("{'a':{'b':2}", "t:1:13 at /a: the input ends too early"),
                bad("{'a':1,}", "t:1:8 at /a: unexpected '}', expected a key in double quotes"),
                bad("{a:1}", "t:1:2: unexpected 'a', expected a key in double quotes"),
                bad("{,}", "t:1:2: unexpected ',', expected a key in double quotes"),
                bad("{'a' 1}", "t:1:6 at /a: unexpected '1', expected a colon to separate field name and value"),
                bad("{'a':1 'b':2}", "t:1:8 at /a: unexpected '`', expected comma to separate Object entries"),
                bad("{'a':1]", "t:1:7 at /a: unexpected close marker ']', expected '}'"),
                bad("{'a':1}}", "t:1:8: unexpected close marker '}': no open Object to close"),
                bad("@", "t:1:1: unexpected '@', expected a JSON value"),
                bad("\u200B1", "t:1:1: unexpected character U+200B, expected a JSON value"),
                bad("// one\n1", "t:1:1: unexpected '/', expected a JSON value"),
                bad("tru", "t:1:4: unrecognized token 'tru', expected a JSON value"),
                bad("{'a':nul}", "t:1:9 at /a: unrecognized token 'nul', expected a JSON value"),
                bad(
                        "{'a\n':1}",
                        "t:1:4: unexpected character U+000A: has to be escaped using backslash to be included in name"),
                bad("{'\\uZZ':1}", "t:1:5: unexpected 'Z', expected a hex-digit for character escape sequence"),
                // duplicate keys
                bad("{'a':1,'a':2}", "t:1:11 at /a: expected each key once, found `a` again"),
                bad("{'c':{'b':1,'b':2}}", "t:1:16 at /c/b: expected each key once, found `b` again"),
                bad("{':number':1,':number':1}", "t:1:23 at /:number: expected each key once, found `:number` again"),
                bad(
                        "{'it's':1,'it's':2}".replace("'s", "\\u0027s"),
                        "t:1:27 at /it's: expected each key once, found `it's` again"),
                // numbers
                bad("NaN", "t:1:1: expected a finite number, found NaN"),
                bad("{'a':Infinity}", "t:1:6 at /a: expected a finite number, found Infinity"),
                bad("{'a':-Infinity}", "t:1:6 at /a: expected a finite number, found -Infinity"),
                bad("-INF", "t:1:1: expected a finite number, found -INF"),
                bad("{'a':{':number':1e999}}", "t:1:17 at /a/:number: expected a finite number, found 1e999"),
                bad("-1e999", "t:1:1: expected a finite number, found -1e999"),
                bad(
                        "9".repeat(400),
                        "t:1:1: expected a finite number, found " + "9".repeat(60) + "..." + "9".repeat(60)),
                bad("01", "t:1:2: invalid numeric value: Leading zeroes not allowed"),
                bad(
                        "+1",
                        "t:1:2: unexpected '+' in numeric value: JSON spec does not allow numbers to have plus signs"),
                bad(".5", "t:1:1: unexpected '.', expected a JSON value"),
                bad("{'a':1.}", "t:1:7 at /a: unexpected '}' in numeric value: Decimal point not followed by a digit"),
                bad(
                        "{'a':1e}",
                        "t:1:7 at /a: unexpected '}' in numeric value: Exponent indicator not followed by a digit"),
                bad("0x10", "t:1:2: unexpected 'x', expected the end of the input"),
                // other kinds
                bad("null", "t:1:1: expected a number or an object, found null"),
                bad("true", "t:1:1: expected a number or an object, found true"),
                bad("'x'", "t:1:1: expected a number or an object, found the string `x`"),
                bad("'a\\n\\u001bb'", "t:1:1: expected a number or an object, found the string `a??b`"),
                bad("[1]", "t:1:1: expected a number or an object, found an array"),
                bad("{'a':{'b/c~':[1]}}", "t:1:14 at /a/b~1c~0: expected a number or an object, found an array"),
                bad("{\n  'a': null}", "t:2:8 at /a: expected a number or an object, found null"),
                bad("{':number':{}}", "t:1:12 at /:number: expected a number, found an object"),
                bad("{':number':'1'}", "t:1:12 at /:number: expected a number, found the string `1`"),
                // more than one value
                bad("1 2", "t:1:3: expected the end of the input, found 2"),
                bad("1,2", "t:1:2: unexpected ',', expected the end of the input"),
                bad("{}\n{}", "t:2:1: expected the end of the input, found an object"),
                bad("{} x", "t:1:5: unrecognized token 'x', expected a JSON value"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void text(String json, String message) {
        assertEquals(
                message,
                assertThrows(DmmException.class, () -> VJson.read(json, "t")).getMessage());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void fileGivesTheSameMessage(String json, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.json"), json);
        String inFile = assertThrows(DmmException.class, () -> VJson.read(file)).getMessage();
        String expected = message.replaceFirst("^t", java.util.regex.Matcher.quoteReplacement(file.toString()));
        assertEquals(expected, inFile);
    }

    @Test
    void tooDeep() {
        String open = "{\"a\":".repeat(Limits.MAX_DEPTH + 1);
        String pointer = "/a".repeat(30) + "..." + "/a".repeat(30);
        assertEquals(
                "t:1:50006 at " + pointer + ": expected a V-value at most 10000 levels deep",
                assertThrows(DmmException.class, () -> VJson.read(open + "1", "t"))
                        .getMessage());
        assertEquals(
                "t:1:50006 at " + pointer + ": expected a V-value at most 10000 levels deep",
                assertThrows(DmmException.class, () -> VJson.read(open + "{}", "t"))
                        .getMessage());
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Path absent = directory.resolve("absent.json");
        assertEquals(absent + ": no such file", message(absent));
        assertEquals(directory + ": expected a file, found a directory", message(directory));
        Path below = Files.writeString(directory.resolve("file"), "1").resolve("net.json");
        assertEquals(below + ": not a directory", message(below));
    }

    @Test
    void bytesThatAreNotText() throws IOException {
        Path broken = directory.resolve("broken.json");
        byte[] text = "{\"a\":1,\"b?\":2}".getBytes(StandardCharsets.UTF_8);
        text[9] = (byte) 0xff;
        Files.write(broken, text);
        assertEquals(broken + ": byte 10 is not valid UTF-8", message(broken));
    }

    @Test
    void bytesThatAreNotTextFarIntoTheFile() throws IOException {
        Path broken = directory.resolve("broken.json");
        byte[] text = " ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        text[99_999] = (byte) 0xc3; // the first half of a character
        Files.write(broken, text);
        assertEquals(broken + ": byte 100000 is not valid UTF-8", message(broken));
    }

    @Test
    void readerThatFails() {
        Reader failing = new Reader() {
            @Override
            public int read(char[] target, int from, int length) throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public void close() throws IOException {
                throw new IOException("already gone");
            }
        };
        JsonInput in = JsonInput.of(failing, "socket");
        assertEquals(
                "socket:1:1: connection reset",
                assertThrows(DmmException.class, in::peek).getMessage());
        assertEquals(
                "socket:1:1: already gone",
                assertThrows(DmmException.class, in::close).getMessage());
    }

    private static String message(Path file) {
        return assertThrows(DmmException.class, () -> VJson.read(file)).getMessage();
    }
}
