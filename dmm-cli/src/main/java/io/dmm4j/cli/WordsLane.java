package io.dmm4j.cli;

import io.dmm4j.json.Utf8Reader;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.Map;

/** The words of a file, which white space separates: one per cycle as {@code {word: 1}}. Only one is in memory. */
final class WordsLane implements Lane {
    private static final int LONGEST = 1 << 20;

    private final java.nio.file.Path file;
    private final Reader reader;
    private final Port port;
    private String word; // the next; null after the last
    private long line = 1; // where the reader stands
    private long lineOfNext; // where the next word stands
    private long lineOfLast; // where the latest word stood

    private WordsLane(java.nio.file.Path file, Port port) {
        this.file = file;
        this.port = port;
        try {
            reader = new BufferedReader(new Utf8Reader(Files.newInputStream(file)));
            word = read();
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /** Lanes of the words of a file. */
    static Source source(String file, Port port) {
        java.nio.file.Path path = Networks.file(file);
        return new Source() {
            @Override
            public Lane open() {
                return new WordsLane(path, port);
            }

            @Override
            public boolean isRepeatable() {
                return Files.isRegularFile(path);
            }
        };
    }

    @Override
    public boolean isOver() {
        return word == null;
    }

    @Override
    public Map<Port, VValue> next() {
        if (word == null) {
            return Map.of();
        }
        try {
            String now = word;
            lineOfLast = lineOfNext;
            word = read();
            return Map.of(port, VValue.of(Path.of(now), 1));
        } catch (IOException e) {
            throw DmmException.io(file, e);
        } catch (DmmException e) {
            throw new DmmException(place() + ": " + e.getMessage(), e);
        }
    }

    private String read() throws IOException {
        int c = reader.read();
        for (; c >= 0 && Character.isWhitespace(c); c = reader.read()) {
            line += c == '\n' ? 1 : 0;
        }
        lineOfNext = line;
        StringBuilder found = new StringBuilder();
        for (; c >= 0 && !Character.isWhitespace(c); c = reader.read()) {
            if (found.length() == LONGEST) {
                throw new DmmException("expected words of at most " + LONGEST + " characters");
            }
            found.append((char) c);
        }
        line += c == '\n' ? 1 : 0;
        return found.length() == 0 ? null : found.toString();
    }

    @Override
    public String place() {
        return file + ":" + lineOfLast;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }
}
