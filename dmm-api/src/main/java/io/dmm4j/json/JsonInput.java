package io.dmm4j.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;

/**
 * A pull reader for JSON that says, in one sentence, what it expected, what it found, and where: {@code net.json:12:7 at
 * /neurons/3/type: expected a string, found 42}. Each {@code read} and {@code begin} method takes the next value if it
 * is of that kind and fails otherwise.
 *
 * <pre>{@code
 * in.beginObject();
 * for (String field = in.nextField(); field != null; field = in.nextField()) {
 *     switch (field) {
 *         case "name" -> name = in.readString();
 *         default -> throw in.fail(Names.unknown("field", field, List.of("name")));
 *     }
 * }
 * in.endObject();
 * in.endInput();
 * }</pre>
 *
 * <p>Refused, besides malformed JSON: duplicate keys, NaN and infinities, numbers too large for a double, V-values beyond
 * the {@link io.dmm4j.value.Limits}, and anything after the value. Lines and columns count from 1, in characters. Files
 * are UTF-8. All errors are {@link DmmException}s, failed reads among them.
 */
public final class JsonInput implements AutoCloseable {
    /** The kinds of JSON values, and what may stand in place of one. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        /** The end of the object, array or input at hand. */
        END
    }

    /** A place in the input, for errors that show only later. */
    public record Mark(String source, int line, int column, String pointer) {
        @Override
        public String toString() {
            return source + ":" + line + ":" + column + (pointer.isEmpty() ? "" : " at " + JsonText.shorten(pointer));
        }
    }

    private final String source;
    private final java.nio.file.Path file; // null if the input is text
    private final JsonParser parser;
    private final int linesBefore;
    private boolean taken = true; // the parser's current token has been handed out

    private JsonInput(String source, java.nio.file.Path file, JsonParser parser, int linesBefore) {
        this.source = source;
        this.file = file;
        this.parser = parser;
        this.linesBefore = linesBefore;
    }

    /** Opens a file, which is UTF-8. */
    public static JsonInput open(java.nio.file.Path file) {
        try {
            JsonParser parser = JsonText.FACTORY.createParser(new Utf8Reader(Files.newInputStream(file)));
            return new JsonInput(file.toString(), file, parser, 0);
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /**
     * Reads text.
     *
     * @param sourceName what errors call it
     */
    public static JsonInput of(String text, String sourceName) {
        return ofLine(text, sourceName, 1);
    }

    /** Reads from a reader, and closes it when this is closed. */
    public static JsonInput of(Reader reader, String sourceName) {
        try {
            return new JsonInput(sourceName, null, JsonText.FACTORY.createParser(reader), 0);
        } catch (IOException e) {
            throw new DmmException(sourceName + ": " + e.getMessage(), e);
        }
    }

    /** Reads text that begins at a line of its source. */
    static JsonInput ofLine(String text, String sourceName, int line) {
        try {
            return new JsonInput(sourceName, null, JsonText.FACTORY.createParser(text), line - 1);
        } catch (IOException e) {
            throw new DmmException(sourceName + ":" + line + ": " + e.getMessage(), e);
        }
    }

    // ---------------------------------------------------------------- values

    /** The kind of the next value. */
    public Kind peek() {
        JsonToken token = next();
        return token == null
                ? Kind.END
                : switch (token) {
                    case START_OBJECT -> Kind.OBJECT;
                    case START_ARRAY -> Kind.ARRAY;
                    case VALUE_STRING -> Kind.STRING;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
                    case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
                    case VALUE_NULL -> Kind.NULL;
                    default -> Kind.END;
                };
    }

    /** Takes the beginning of an object. */
    public void beginObject() {
        expect(Kind.OBJECT, "an object");
    }

    /** Takes the next key of the object at hand; {@code null}, and nothing is taken, at its end. */
    public String nextField() {
        if (next() != JsonToken.FIELD_NAME) {
            return null;
        }
        taken = true;
        return text();
    }

    /** Takes the end of the object at hand. */
    public void endObject() {
        end(JsonToken.END_OBJECT, "the end of the object");
    }

    /** Takes the beginning of an array. */
    public void beginArray() {
        expect(Kind.ARRAY, "an array");
    }

    /** Whether the array at hand, or the input outside of all arrays, has another value. */
    public boolean hasNext() {
        return peek() != Kind.END;
    }

    /** Takes the end of the array at hand. */
    public void endArray() {
        end(JsonToken.END_ARRAY, "the end of the array");
    }

    /** Takes a string. */
    public String readString() {
        expect(Kind.STRING, "a string");
        return text();
    }

    /** Takes {@code true} or {@code false}. */
    public boolean readBoolean() {
        expect(Kind.BOOLEAN, "true or false");
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    /** Takes {@code null}. */
    public void readNull() {
        expect(Kind.NULL, "null");
    }

    /** Takes a number; one too large for a double is an error, one too small is 0. */
    public double readDouble() {
        expect(Kind.NUMBER, "a number");
        try {
            double x = Double.parseDouble(text());
            if (Double.isFinite(x)) {
                return x;
            }
        } catch (NumberFormatException e) {
            // the parser also lets INF pass, to be refused here with NaN and the like
        }
        throw expected("a finite number");
    }

    /** Takes a number that is an integer of 32 bits, written without point and exponent. */
    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw expected("an integer of 32 bits");
        }
        return (int) value;
    }

    /** Takes a number that is an integer of 64 bits, written without point and exponent. */
    public long readLong() {
        expect(Kind.NUMBER, "an integer");
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw expected("an integer");
        }
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw expected("an integer of 64 bits");
        }
    }

    /** Takes a V-value: a number, or an object of V-values whose key {@code :number}, if there, holds a number. */
    public VValue readVValue() {
        return new VValueReader(this).read();
    }

    /** Fails unless the input is at its end. */
    public void endInput() {
        if (next() != null) {
            throw expected("the end of the input");
        }
        taken = true;
    }

    // ---------------------------------------------------------------- errors

    /** The place of the value that was taken last, or of the next one if it has been looked at. */
    public Mark mark() {
        JsonLocation at = parser.currentToken() == null ? parser.currentLocation() : parser.currentTokenLocation();
        return mark(at);
    }

    /** The line of {@link #mark}, without the cost of its pointer. */
    public int line() {
        return linesBefore + Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    /** The column of {@link #mark}, without the cost of its pointer. */
    public int column() {
        return Math.max(1, parser.currentTokenLocation().getColumnNr());
    }

    private Mark mark(JsonLocation at) {
        String pointer = JsonText.pointer(parser.getParsingContext());
        return new Mark(source, linesBefore + Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), pointer);
    }

    /** An error at {@link #mark}, to be thrown. */
    public DmmException fail(String what) {
        return failAt(mark(), what);
    }

    /** An error at a place marked before, to be thrown. */
    public DmmException failAt(Mark where, String what) {
        return new DmmException(where + ": " + what);
    }

    /** The error that something else was expected than the value at {@link #mark}, to be thrown. */
    public DmmException expected(String what) {
        return fail("expected " + what + ", found " + found());
    }

    /** The current token in words. */
    private String found() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "the end of the input";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case END_OBJECT -> "the end of the object";
            case END_ARRAY -> "the end of the array";
            case FIELD_NAME -> "the key " + JsonText.quote(text());
            case VALUE_STRING -> "the string " + JsonText.quote(text());
            default -> JsonText.shorten(text());
        };
    }

    // ---------------------------------------------------------------- tokens

    /** The next token, looked at but not taken; {@code null} at the end. */
    private JsonToken next() {
        try {
            if (taken) {
                taken = false;
                parser.nextToken();
            }
            return parser.currentToken();
        } catch (IOException e) {
            throw words(e);
        }
    }

    private void expect(Kind kind, String words) {
        if (peek() != kind) {
            throw expected(words);
        }
        taken = true;
    }

    private void end(JsonToken token, String words) {
        if (next() != token) {
            throw expected(words);
        }
        taken = true;
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw words(e);
        }
    }

    private DmmException words(IOException e) {
        if (e instanceof JsonProcessingException wrong) {
            JsonLocation at = wrong.getLocation() == null ? parser.currentLocation() : wrong.getLocation();
            return new DmmException(mark(at) + ": " + JsonText.words(wrong), e);
        }
        return file == null ? new DmmException(mark() + ": " + e.getMessage(), e) : DmmException.io(file, e);
    }

    /** Closes the file or reader. */
    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw words(e);
        }
    }
}
