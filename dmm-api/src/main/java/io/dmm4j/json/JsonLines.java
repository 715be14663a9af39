package io.dmm4j.json;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;

/**
 * Reads JSON lines: one value per line, in UTF-8. Lines of white space are skipped, and counted. Errors give file, line
 * and column. The lines are read one at a time, so a stream may be longer than memory.
 */
public final class JsonLines implements AutoCloseable {
    private final String source;
    private final java.nio.file.Path file; // null if the input is no file
    private final BufferedReader reader;
    private int line; // the number of the last line read, from 1

    private JsonLines(String source, java.nio.file.Path file, BufferedReader reader) {
        this.source = source;
        this.file = file;
        this.reader = reader;
    }

    /** Opens a file. */
    public static JsonLines open(java.nio.file.Path file) {
        try {
            return new JsonLines(file.toString(), file, new BufferedReader(new Utf8Reader(Files.newInputStream(file))));
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /** Reads from a reader, and closes it when this is closed. */
    public static JsonLines of(Reader reader, String sourceName) {
        return new JsonLines(sourceName, null, new BufferedReader(reader));
    }

    /** The next line, to be read to its {@link JsonInput#endInput}; {@code null} after the last. */
    public JsonInput next() {
        try {
            String text = reader.readLine();
            for (line++; text != null && text.isBlank(); line++) {
                text = reader.readLine();
            }
            return text == null ? null : JsonInput.ofLine(text, source, line);
        } catch (IOException e) {
            throw words(e);
        }
    }

    /** The V-value that is the next line; {@code null} after the last. */
    public VValue nextVValue() {
        JsonInput in = next();
        return in == null ? null : VJson.readAll(in);
    }

    private DmmException words(IOException e) {
        return file == null ? new DmmException(source + ": " + e.getMessage(), e) : DmmException.io(file, e);
    }

    /** Closes the file or reader. */
    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw words(e);
        }
    }
}
