package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowCommandTest {
    @Test
    void printsDotUnlessFilesAreNamed() {
        List<String> lines = Cli.lines("show", Cli.WORD_COUNT);
        assertEquals("digraph \"word-count\" {", lines.get(0));
        assertTrue(
                lines.contains("  \"input\" -> \"counts\" [taillabel=\"word\", headlabel=\"dict-2\", label=\"1\", "
                        + "penwidth=4.5, color=\"#2b6cb0\"];"),
                () -> String.join("\n", lines));
        assertEquals("}", lines.get(lines.size() - 1));
    }

    @Test
    void writesTheNamedFilesOnly(@TempDir Path folder) throws IOException {
        Path svg = folder.resolve("n.svg");
        Path dot = folder.resolve("n.dot");
        assertEquals(List.of(), Cli.lines("show", Cli.HANDCRAFTED, "--svg", svg.toString(), "--dot", dot.toString()));
        assertTrue(Files.readString(svg).startsWith("<svg "));
        assertTrue(Files.readString(dot).startsWith("digraph "));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }
}
