package io.dmm4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.json.JsonInput.Kind;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonInputTest {
    private static JsonInput in(String json) {
        return JsonInput.of(json.replace('\'', '"'), "net.json");
    }

    private static String message(String json, Consumer<JsonInput> reader) {
        JsonInput in = in(json);
        return assertThrows(DmmException.class, () -> reader.accept(in)).getMessage();
    }

    @Test
    void objectsArraysAndAllKinds() {
        JsonInput in =
                in("{'s':'x','d':1.5,'i':-7,'l':9007199254740993,'t':true,'f':false,'n':null,'v':{'a':2},'e':[]}");
        in.beginObject();
        List<String> fields = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            fields.add(field);
            values.add(in.peek());
            switch (field) {
                case "s" -> values.add(in.readString());
                case "d" -> values.add(in.readDouble());
                case "i" -> values.add(in.readInt());
                case "l" -> values.add(in.readLong());
                case "t", "f" -> values.add(in.readBoolean());
                case "n" -> in.readNull();
                case "v" -> values.add(in.readVValue());
                default -> {
                    in.beginArray();
                    assertFalse(in.hasNext());
                    in.endArray();
                }
            }
        }
        in.endObject();
        in.endInput();
        in.close();
        assertEquals(List.of("s", "d", "i", "l", "t", "f", "n", "v", "e"), fields);
        assertEquals(
                List.of(
                        Kind.STRING,
                        "x",
                        Kind.NUMBER,
                        1.5,
                        Kind.NUMBER,
                        -7,
                        Kind.NUMBER,
                        9007199254740993L,
                        Kind.BOOLEAN,
                        true,
                        Kind.BOOLEAN,
                        false,
                        Kind.NULL,
                        Kind.OBJECT,
                        VValue.of(2).prefix(io.dmm4j.value.Path.of("a")),
                        Kind.ARRAY),
                values);
    }

    @Test
    void arraysOfValues() {
        JsonInput in = in(" [1, {'a': 2}, 3] ");
        in.beginArray();
        double sum = 0;
        while (in.hasNext()) {
            sum += in.readVValue().sum();
        }
        in.endArray();
        assertEquals(6, sum);
        assertEquals(Kind.END, in.peek());
        in.endInput();
    }

    @Test
    void severalValuesInARow() {
        JsonInput in = JsonInput.of(new StringReader("1 2\n3"), "stream");
        int count = 0;
        for (; in.hasNext(); count++) {
            in.readInt();
        }
        assertEquals(3, count);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "42          | string  | net.json:1:1: expected a string, found 42",
                "{}          | string  | net.json:1:1: expected a string, found an object",
                "'x'         | number  | net.json:1:1: expected a number, found the string \"x\"",
                "1.0         | int     | net.json:1:1: expected an integer, found 1.0",
                "'1'         | int     | net.json:1:1: expected an integer, found the string \"1\"",
                "2147483648  | int     | net.json:1:1: expected an integer of 32 bits, found 2147483648",
                "9223372036854775808 | int | net.json:1:1: expected an integer of 64 bits, found 9223372036854775808",
                "1e999       | number  | net.json:1:1: expected a finite number, found 1e999",
                "0           | boolean | net.json:1:1: expected true or false, found 0",
                "[]          | object  | net.json:1:1: expected an object, found an array",
                "{}          | array   | net.json:1:1: expected an array, found an object",
                "false       | null    | net.json:1:1: expected null, found false",
            })
    void wrongKinds(String json, String kind, String message) {
        assertEquals(message, message(json, in -> {
            switch (kind) {
                case "string" -> in.readString();
                case "number" -> in.readDouble();
                case "int" -> in.readInt();
                case "boolean" -> in.readBoolean();
                case "object" -> in.beginObject();
                case "array" -> in.beginArray();
                default -> in.readNull();
            }
        }));
    }

    @Test
    void wrongEnds() {
        assertEquals(
                "net.json:1:2 at /a: expected the end of the object, found the key \"a\"", message("{'a':1}", in -> {
                    in.beginObject();
                    in.endObject();
                }));
        assertEquals("net.json:1:2 at /0: expected the end of the array, found 1", message("[1]", in -> {
            in.beginArray();
            in.endArray();
        }));
        assertEquals("net.json:1:2: expected a string, found the end of the array", message("[]", in -> {
            in.beginArray();
            in.readString();
        }));
        assertEquals("net.json:1:2: expected a string, found the end of the object", message("{}", in -> {
            in.beginObject();
            assertNull(in.nextField());
            in.readString();
        }));
    }

    @Test
    void errorsNameTheValueThatWasTakenLast() {
        JsonInput in = in("{\n 'neurons': [\n  {'name': 'a'},\n  {'type': 'tmer', 'x': 1}]}");
        in.beginObject();
        assertEquals("neurons", in.nextField());
        in.beginArray();
        in.beginObject();
        in.nextField();
        in.readString();
        in.endObject();
        assertTrue(in.hasNext());
        in.beginObject();
        JsonInput.Mark neuron = in.mark();
        assertEquals("type", in.nextField());
        assertEquals(
                "net.json:4:4 at /neurons/1/type: unknown field",
                in.fail("unknown field").getMessage());
        in.readString();
        assertEquals(
                "net.json:4:12 at /neurons/1/type: unknown type",
                in.fail("unknown type").getMessage());
        in.nextField();
        assertEquals(
                "net.json:4:3 at /neurons/1: no name",
                in.failAt(neuron, "no name").getMessage());
    }

    @Test
    void longTextsAreShortenedInErrors() {
        String json = "'" + "x".repeat(1000) + "'";
        String expected =
                "net.json:1:1: expected a number, found the string \"" + "x".repeat(60) + "..." + "x".repeat(60) + '"';
        assertEquals(expected, message(json, JsonInput::readDouble));
    }
}
