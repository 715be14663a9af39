package io.dmm4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    private static void document(JsonOutput out) {
        out.beginObject().field("name").value("a \"b\"\n\uD83D\uDE00\uD800é");
        out.field("list")
                .beginArray()
                .value(1L)
                .value(0.5)
                .value(true)
                .value(2.0)
                .endArray();
        out.field("empty").beginArray().endArray();
        out.field("tree").value(VValue.of(Path.of("x"), 3).withNumber(1)).endObject();
    }

    @Test
    void compact() {
        StringBuilder text = new StringBuilder();
        try (JsonOutput out = JsonOutput.compact(text)) {
            document(out);
        }
        assertEquals(
                "{\"name\":\"a \\\"b\\\"\\n\\uD83D\\uDE00\\uD800é\",\"list\":[1,0.5,true,2],\"empty\":[],"
                        + "\"tree\":{\":number\":1,\"x\":3}}",
                text.toString());
    }

    @Test
    void pretty() {
        StringWriter text = new StringWriter();
        JsonOutput out = JsonOutput.pretty(text);
        document(out);
        out.flush();
        assertEquals(
                """
                {
                  "name": "a \\"b\\"\\n\\uD83D\\uDE00\\uD800é",
                  "list": [
                    1,
                    0.5,
                    true,
                    2
                  ],
                  "empty": [],
                  "tree": {
                    ":number": 1,
                    "x": 3
                  }
                }""",
                text.toString());
    }

    @Test
    void targetIsFlushedAndStaysOpen() {
        boolean[] closed = {false};
        StringWriter text = new StringWriter() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        JsonOutput.compact(text).value(1L).close();
        assertEquals("1", text.toString());
        assertTrue(!closed[0]);
    }

    @Test
    void numbersThatAreNotFiniteAreNamedByPlace() {
        JsonOutput out = JsonOutput.compact(new StringBuilder())
                .beginObject()
                .field("loss")
                .beginArray()
                .value(1.5);
        assertEquals(
                "expected finite numbers to write as JSON, found NaN at /loss/1",
                assertThrows(DmmException.class, () -> out.value(Double.NaN)).getMessage());
    }

    @Test
    void callsThatMakeNoJson() {
        JsonOutput out = JsonOutput.compact(new StringBuilder()).beginObject();
        assertThrows(IllegalStateException.class, () -> out.value(1L));
        assertThrows(IllegalStateException.class, out::endArray);
    }

    @Test
    void failedWrites() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("disk full");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        JsonOutput out = JsonOutput.compact(full).value(1L);
        assertEquals(
                "cannot write JSON: disk full",
                assertThrows(DmmException.class, out::flush).getMessage());
    }
}
