package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static io.dmm4j.cli.Cli.WORD_COUNT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.json.JsonInput;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void printsALinePerCycle() {
        assertEquals(
                List.of(
                        "{\"cycle\":1,\"probes\":{\"output.dict-1\":{},\"output.dict-2\":{}}}",
                        "{\"cycle\":2,\"probes\":{\"output.dict-1\":{},\"output.dict-2\":{}}}",
                        "{\"cycle\":3,\"probes\":{\"output.dict-1\":{},\"output.dict-2\":{}}}",
                        "{\"cycle\":4,\"probes\":{\"output.dict-1\":{},\"output.dict-2\":1}}",
                        "{\"cycle\":5,\"probes\":{\"output.dict-1\":{},\"output.dict-2\":2}}",
                        "{\"cycle\":6,\"probes\":{\"output.dict-1\":1,\"output.dict-2\":3}}"),
                Cli.lines("run", HANDCRAFTED, "--text", "..", "--cycles", "6"));
    }

    @ParameterizedTest
    @CsvSource({"tree, float32", "tree, float64", "cpu, float32", "cpu, float64"})
    void theDetectorFindsThePublishedCounts(String backend, String precision) {
        String[] run = {
            "run",
            HANDCRAFTED,
            "--text",
            "test string.",
            "--every",
            "10",
            "--last",
            "--backend",
            backend,
            "--precision",
            precision,
            "--cycles",
            "34"
        };
        assertEquals("{\"cycle\":34,\"probes\":{\"output.dict-1\":{},\"output.dict-2\":{}}}", Cli.line(run));
        run[run.length - 1] = "35";
        assertEquals("{\"cycle\":35,\"probes\":{\"output.dict-1\":1,\"output.dict-2\":{}}}", Cli.line(run));
        run[run.length - 1] = "145";
        assertEquals("{\"cycle\":145,\"probes\":{\"output.dict-1\":3,\"output.dict-2\":4}}", Cli.line(run));
    }

    @Test
    void runsUntilAllIsFedUnlessTold() throws IOException {
        String words = file("w", "one two one");
        assertEquals(
                20,
                Cli.lines("run", HANDCRAFTED, "--text", "ab", "--every", "10").size());
        assertEquals(3, Cli.lines("run", WORD_COUNT, "--words", words).size());
        assertEquals(
                8,
                Cli.lines("run", WORD_COUNT, "--words", words, "--text", "abcd").size());
        assertEquals(
                600,
                Cli.lines("run", WORD_COUNT, "--words", words, "--cycles", "600")
                        .size());
    }

    @Test
    void lanesOfDifferentLengthsRunSideBySideInTheGivenOrder() throws IOException {
        String words = file("w", "a b\n\tc  a\u2003d ");
        String lines = file("l", "{\"input.word\": {\"x\": 2}}\n\n{}\n{\"/input/word\": {\"x\": 0.5, \"y\": 1}}\n");
        List<String> seen = Cli.lines(
                "run", WORD_COUNT, "--input", lines, "--text", "zz", "--words", words, "--every", "2", "--last");
        assertEquals(
                List.of(
                        "{\"cycle\":5,\"lane\":0,\"probes\":{\"counts.dict\":{\"x\":2.5,\"y\":1}}}",
                        "{\"cycle\":5,\"lane\":1,\"probes\":{\"counts.dict\":{\"z\":3}}}",
                        "{\"cycle\":5,\"lane\":2,\"probes\":{\"counts.dict\":{\"a\":2,\"b\":1,\"c\":1,\"d\":1}}}"),
                seen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tree", "cpu"})
    void countsWordsThatAreNotKnownBeforehand(String backend) throws IOException {
        Random random = new Random(7);
        Map<String, Integer> counts = new HashMap<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String word = "w" + (int) Math.abs(random.nextGaussian() * random.nextInt(800));
            counts.merge(word, 1, Integer::sum);
            text.append(word).append(i % 11 == 0 ? "\n" : " ");
        }
        String words = file("w", text.toString());
        String half = file("h", text.substring(0, text.lastIndexOf(" ", text.length() / 2)));
        List<String> seen =
                Cli.lines("run", WORD_COUNT, "--words", words, "--words", half, "--last", "--backend", backend);
        assertEquals(2, seen.size());
        VValue found = probes(seen.get(0)).child("counts.dict");
        assertEquals(counts.size(), found.size());
        counts.forEach((word, n) -> assertEquals((double) n, found.child(word).number(), word));
    }

    private static VValue probes(String line) {
        JsonInput in = JsonInput.of(line, "line");
        in.beginObject();
        for (String f = in.nextField(); !f.equals("probes"); f = in.nextField()) {
            in.readLong();
        }
        return in.readVValue();
    }

    @Test
    void probesPrintUnderTheNamesTheyWereAskedFor() {
        assertEquals(
                "{\"cycle\":2,\"probes\":{\"out:counts.dict\":{\"a\":2},\"/counts/dict-2\":{\"a\":1},\"input.word\":{\"a\":1}}}",
                Cli.line(
                        "run",
                        WORD_COUNT,
                        "--text",
                        "aa",
                        "--last",
                        "--probe",
                        "out:counts.dict",
                        "--probe",
                        "/counts/dict-2",
                        "--probe",
                        "input.word"));
    }

    @Test
    void everyCharacterIsOneHoweverItIsStored() {
        assertEquals(
                "{\"cycle\":3,\"probes\":{\"counts.dict\":{\"@\":1,\"\\uD83D\\uDE00\":2}}}",
                Cli.line("run", WORD_COUNT, "--text", "@\uD83D\uDE00\uD83D\uDE00", "--last"));
    }

    @Test
    void aSavedProgramRunsAsTheNetworkDoes() {
        String saved = folder.resolve("flat.json").toString();
        Cli.lines("flatten", HANDCRAFTED, "--text", "test string.", "--closed", "--save", saved, "--brief");
        String[] options = {"--text", "stress test.", "--every", "3", "--cycles", "60", "--backend", "cpu"};
        assertEquals(Cli.lines(with("run", HANDCRAFTED, options)), Cli.lines(with("run", saved, options)));
    }

    private static String[] with(String command, String net, String... options) {
        List<String> all = new java.util.ArrayList<>(List.of(command, net));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    @Test
    void networksWithoutInputRunForAsLongAsTold() throws IOException {
        String net = file(
                "n.json",
                "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"t\",\"type\":\"lite/timer\"}],"
                        + "\"matrix\":{\"rank\":4,\"fixed\":{\"t\":{\"timer\":{\"t\":{\"timer\":1}}}}}}");
        assertEquals(
                "{\"cycle\":300,\"probes\":{\"out:t.timer\":300}}",
                Cli.line("run", net, "--cycles", "300", "--last", "--probe", "out:t.timer"));
    }

    @Test
    void helpSaysWhatIsPrinted() {
        Cli help = Cli.run("run", "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("{\"cycle\":31,\"probes\":{"), help.out());
    }
}
