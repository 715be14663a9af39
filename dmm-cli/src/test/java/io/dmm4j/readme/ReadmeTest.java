package io.dmm4j.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README says is what the code does. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void theExamplePrintsWhatItSays() throws IOException {
        String said = Files.readString(ROOT.resolve("README.md"));
        assertTrue(said.contains("// " + ReadmeExample.run()), () -> "the README does not say " + ReadmeExample.run());
    }

    @Test
    void theExampleIsTheOneThatRuns() throws IOException {
        List<String> readme = block(Files.readAllLines(ROOT.resolve("README.md")), "```java", "```");
        List<String> source = block(
                Files.readAllLines(Path.of("src/test/java/io/dmm4j/readme/ReadmeExample.java")),
                "        // README begins",
                "        // README ends");
        assertEquals(String.join("\n", source).stripIndent(), String.join("\n", readme));
        assertTrue(readme.size() <= 20, readme.size() + " lines, at most 20");
    }

    @Test
    void everyFileThatTheReadmeNamesIsThere() throws IOException {
        String said = Files.readString(ROOT.resolve("README.md"));
        for (String link : said.split("\\]\\(")) {
            String target = link.substring(0, Math.max(0, link.indexOf(')')));
            if (link.startsWith(target) && !target.isEmpty() && !target.contains(":") && !target.contains(" ")) {
                assertTrue(Files.exists(ROOT.resolve(target)), target);
            }
        }
    }

    private static List<String> block(List<String> lines, String begin, String end) {
        int from = lines.indexOf(begin) + 1;
        int n = lines.subList(from, lines.size()).indexOf(end);
        return Arrays.asList(lines.subList(from, from + n).toArray(String[]::new));
    }
}
