package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Runs commands in this JVM. */
record Cli(int code, String out, String err) {
    static final String HANDCRAFTED = "example:duplicate-detector/handcrafted";
    static final String TRAINABLE = "example:duplicate-detector/trainable";
    static final String WORD_COUNT = "example:word-count";

    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Dmm.execute(new PrintWriter(out), new PrintWriter(err), args);
        String sentences = err.toString().replaceAll("dmm: info: .*\\R", ""); // said once per JVM
        return new Cli(code, out.toString(), sentences);
    }

    /** The lines of a command that must succeed. */
    static List<String> lines(String... args) {
        Cli done = run(args);
        assertEquals("", done.err());
        assertEquals(0, done.code());
        return done.out().lines().toList();
    }

    static String line(String... args) {
        List<String> lines = lines(args);
        assertEquals(1, lines.size(), () -> "expected one line, found " + lines);
        return lines.get(0);
    }
}
