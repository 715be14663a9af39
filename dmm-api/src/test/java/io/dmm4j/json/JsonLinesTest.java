package io.dmm4j.json;

import static io.dmm4j.value.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    Path directory;

    @Test
    void oneValuePerLine() throws IOException {
        Path file = Files.writeString(directory.resolve("f.jsonl"), "{\"a\":1}\n\n  2\r\n{}");
        try (JsonLines lines = JsonLines.open(file)) {
            assertEquals(tree("{'a':1}"), lines.nextVValue());
            assertEquals(tree("2"), lines.nextVValue());
            assertEquals(tree("{}"), lines.nextVValue());
            assertNull(lines.nextVValue());
            assertNull(lines.next());
        }
    }

    @Test
    void noLines() {
        assertNull(JsonLines.of(new StringReader(""), "empty").next());
        assertNull(JsonLines.of(new StringReader(" \n\n"), "blank").nextVValue());
    }

    @Test
    void errorsNameTheLine() {
        JsonLines lines = JsonLines.of(new StringReader("1\n\n{\"a\":tru}\n{\"a\":\"x\"}\n1 2\n{\"a\":"), "f.jsonl");
        lines.nextVValue();
        assertEquals("f.jsonl:3:9 at /a: unrecognized token 'tru', expected a JSON value", message(lines));
        assertEquals("f.jsonl:4:6 at /a: expected a number or an object, found the string \"x\"", message(lines));
        assertEquals("f.jsonl:5:3: expected the end of the input, found 2", message(lines));
        assertEquals("f.jsonl:6:6 at /a: the input ends too early", message(lines));
        assertNull(lines.nextVValue());
    }

    @Test
    void objectsOfOtherKinds() {
        JsonInput in = JsonLines.of(new StringReader("\n{\"cycle\":3,\"name\":7}"), "f.jsonl")
                .next();
        in.beginObject();
        in.nextField();
        assertEquals(3, in.readInt());
        in.nextField();
        assertEquals(
                "f.jsonl:2:19 at /name: expected a string, found 7",
                assertThrows(DmmException.class, in::readString).getMessage());
    }

    @Test
    void filesThatCannotBeRead() throws IOException {
        Path absent = directory.resolve("absent.jsonl");
        DmmException none = assertThrows(DmmException.class, () -> JsonLines.open(absent));
        assertEquals(absent + ": no such file", none.getMessage());
        Path broken = Files.write(directory.resolve("broken.jsonl"), new byte[] {'"', (byte) 0xff, '"', '\n'});
        assertEquals(broken + ": byte 2 is not valid UTF-8", message(JsonLines.open(broken)));
        assertEquals(directory + ": expected a file, found a directory", message(JsonLines.open(directory)));
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
        JsonLines lines = JsonLines.of(failing, "socket");
        assertEquals("socket: connection reset", message(lines));
        assertEquals(
                "socket: already gone",
                assertThrows(DmmException.class, lines::close).getMessage());
    }

    private static String message(JsonLines lines) {
        return assertThrows(DmmException.class, lines::nextVValue).getMessage();
    }
}
