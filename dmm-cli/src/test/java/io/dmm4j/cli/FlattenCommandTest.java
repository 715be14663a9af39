package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static io.dmm4j.cli.Cli.TRAINABLE;
import static io.dmm4j.cli.Cli.WORD_COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.net.SharedData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlattenCommandTest {
    @Test
    void printsSizesTablesRunsAndOps() {
        List<String> lines = Cli.lines("flatten", HANDCRAFTED, "--text", "a.");
        assertTrue(
                lines.contains("links    9, of which 9 carry something, 9 of these in one run (100.0 %)"),
                () -> lines + "");
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("table    state rows: ") && l.contains("bits per path")));
        assertTrue(
                lines.stream().anyMatch(l -> l.startsWith("table    weights: 9 paths") && l.contains(" tries for ")));
        assertTrue(lines.stream().anyMatch(l -> l.endsWith("/out/input/char/a")));
        assertTrue(lines.stream().anyMatch(l -> l.endsWith("    accum.dict-1 <- accum.dict * 1")));
        assertTrue(lines.stream().anyMatch(l -> l.contains(" = MAX_NORM ")));
    }

    @Test
    void nearlyAllLinksOfTheTrainedDetectorAreOneRun() {
        String matrix = SharedData.file("dmm/2500-steps-matrix.json").toString();
        String links = Cli.lines("flatten", TRAINABLE, "--matrix", matrix, "--text", "test string.", "--brief").stream()
                .filter(l -> l.startsWith("links"))
                .findFirst()
                .orElseThrow();
        double percent = Double.parseDouble(links.replaceAll(".*\\(|[^0-9]*$", ""));
        assertTrue(percent >= 99, links);
    }

    @Test
    void aProgramThatIsSavedWithoutKnowingWordsTakesSome(@TempDir Path folder) {
        String saved = folder.resolve("saved.json").toString();
        Cli.lines("flatten", WORD_COUNT, "--save", saved);
        assertEquals(
                Cli.lines("run", WORD_COUNT, "--text", "abca", "--last"),
                Cli.lines("run", saved, "--text", "abca", "--last"));
    }

    @Test
    void sparesAreRowsForWordsToCome(@TempDir Path folder) {
        String saved = folder.resolve("flat.json").toString();
        List<String> lines = Cli.lines("flatten", WORD_COUNT, "--spare", "2", "--save", saved);
        assertTrue(lines.stream().anyMatch(l -> l.contains("<spare 1>")), () -> lines + "");
        assertTrue(Files.exists(folder.resolve("flat.json")));
        assertEquals(
                "{\"cycle\":3,\"probes\":{\"counts.dict\":{\"a\":2,\"b\":1}}}",
                Cli.line("run", saved, "--text", "aba", "--last"));
        Cli third = Cli.run("run", saved, "--text", "abc", "--last");
        assertEquals(2, third.code());
        assertTrue(third.err().contains("no row for path \"/c\" and none to spare"), third.err());
    }
}
