package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LiveCommandTest {
    @TempDir
    Path folder;

    private static String wrong(String... args) {
        Cli done = Cli.run(args);
        assertEquals(2, done.code(), done.err());
        assertEquals("", done.out());
        assertEquals(1, done.err().lines().count(), done.err());
        return done.err().strip();
    }

    private String file(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, List.of(lines));
        return file.toString();
    }

    @Test
    void aSessionIsRecordedAndReplayedWithTheSameBits() throws IOException {
        String events = file(
                "events.jsonl",
                "{\"input.char\":{\"a\":1}}",
                "{\"input.char\":{\"b\":1}}",
                "{\"input.char\":{\"a\":1}}");
        String record = folder.resolve("r.jsonl").toString();
        List<String> printed = Cli.lines(
                "live", Cli.HANDCRAFTED, "--rate", "60", "--cycles", "60", "--events", events, "--record", record);
        assertEquals(1, printed.size());
        assertTrue(printed.get(0).matches("http://127\\.0\\.0\\.1:\\d+/[A-Za-z0-9_-]{32}/"), printed.get(0));
        List<String> lines = Files.readAllLines(Path.of(record));
        assertEquals(5, lines.size(), lines.toString());
        assertTrue(lines.get(4).startsWith("{\"cycle\":60,\"end\":true,"), lines.get(4));

        String again = folder.resolve("again.jsonl").toString();
        Cli.lines("live", Cli.HANDCRAFTED, "--rate", "max", "--cycles", "60", "--replay", record, "--record", again);
        assertEquals(lines, Files.readAllLines(Path.of(again)));
    }

    @Test
    void aReplaySaysWhetherThereWasSomethingToCompareWith() throws IOException {
        String record = folder.resolve("r.jsonl").toString();
        Cli.lines("live", Cli.HANDCRAFTED, "--rate", "max", "--cycles", "60", "--record", record);
        List<String> lines = Files.readAllLines(Path.of(record));
        assertEquals("dmm: info: replayed to cycle 60 with the same bits as recorded", replayed(record, 60));
        String cut = file("cut.jsonl", lines.get(0), "{\"cycle\":7,\"feed\":{\"input.char\":{\"b\":1}}}");
        String nothing = ", and the recording has no end: nothing to compare with";
        assertEquals("dmm: warning: replayed to cycle 7" + nothing, replayed(cut, 7));
    }

    @Test
    void aReplayThatComesToOtherBitsHasACodeOfItsOwn() throws IOException {
        String record = folder.resolve("r.jsonl").toString();
        Cli.lines("live", Cli.HANDCRAFTED, "--rate", "max", "--cycles", "60", "--record", record);
        List<String> lines = Files.readAllLines(Path.of(record));
        String other =
                file("other.jsonl", lines.get(0), "{\"cycle\":7,\"feed\":{\"input.char\":{\"b\":1}}}", lines.get(1));
        for (String[] end : new String[][] {{}, {"--cycles", "60"}, {"--cycles", "100"}}) {
            List<String> args =
                    new ArrayList<>(List.of("live", Cli.HANDCRAFTED, "--rate", "max", "--no-open", "--replay", other));
            args.addAll(List.of(end));
            Cli done = Cli.run(args.toArray(String[]::new));
            assertEquals(3, done.code(), done.err());
            assertEquals(
                    "dmm: the recording was replayed, and the state after cycle 60 is not what was recorded, expected the"
                            + " same bits: was it another backend or precision?",
                    done.err().strip());
        }
    }

    private static String replayed(String recording, int cycles) {
        StringWriter err = new StringWriter();
        String[] args = {
            "live", Cli.HANDCRAFTED, "--rate", "max", "--cycles", Integer.toString(cycles), "--replay", recording
        };
        int code = Dmm.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), args);
        assertEquals(0, code, err.toString());
        return err.toString().lines().filter(l -> l.contains("replayed")).collect(Collectors.joining("\n"));
    }

    @Test
    void whatIsWrongIsSaidInOneSentence() throws IOException {
        assertEquals("dmm: no-such.json: no such file", wrong("live", "no-such.json"));
        assertEquals(
                "dmm: --rate: found '0', expected a number of cycles per second above 0, or max",
                wrong("live", Cli.HANDCRAFTED, "--rate", "0"));
        assertEquals(
                "dmm: --bind: '192.0.2.1' is not an address of this machine",
                wrong("live", Cli.HANDCRAFTED, "--bind", "192.0.2.1"));
        assertEquals(
                "dmm: --port: found 70000, expected 0 to 65535", wrong("live", Cli.HANDCRAFTED, "--port", "70000"));
        assertEquals(
                "dmm: --default: no external input 'imput' (did you mean 'input'?)",
                wrong("live", Cli.HANDCRAFTED, "--default", "imput.char=1"));
        assertEquals(
                "dmm: --replay: the recording has the inputs, expected no --events beside it",
                wrong("live", Cli.HANDCRAFTED, "--replay", "x", "--events", "y"));
        assertEquals("dmm: no-such.jsonl: no such file", wrong("live", Cli.HANDCRAFTED, "--replay", "no-such.jsonl"));
        assertEquals("dmm: nosuch: no such file", wrong("live", Cli.HANDCRAFTED, "--events", "nosuch"));
        String full = file("full.jsonl", "a recording");
        assertEquals(
                "dmm: " + full + ": the file is not empty, expected a new one to record in",
                wrong("live", Cli.HANDCRAFTED, "--cycles", "1", "--record", full));
        assertEquals(List.of("a recording"), Files.readAllLines(Path.of(full)));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Path kept = Path.of(file("kept.jsonl", "as it was"));
            String said = wrong("live", Cli.HANDCRAFTED, "--port", port, "--record", kept.toString());
            assertEquals("dmm: --port: " + port + " is in use at 127.0.0.1, expected one that is free, or 0", said);
            assertEquals(List.of("as it was"), Files.readAllLines(kept), "nothing was begun");
        }
    }

    @Test
    void aWrongEventEndsTheSession() throws IOException {
        String events = file("events.jsonl", "{\"input.char\":{\"a\":1}}", "{\"input.chair\":{\"a\":1}}");
        Cli done = Cli.run("live", Cli.HANDCRAFTED, "--events", events);
        assertEquals(2, done.code());
        assertEquals(
                "dmm: " + events
                        + ":2:2 at /input.chair: external input input has no port 'chair' (did you mean 'char'?)",
                done.err().strip());
    }

    @Test
    void runTakesEventsAsTheyCome() throws IOException {
        String events = file("events.jsonl", "{\"input.word\":{\"a\":1}}", "{\"input.word\":{\"b\":1}}");
        String more = file("more.jsonl", "{\"input.word\":{\"a\":1}}");
        List<String> lines = Cli.lines(
                "run", Cli.WORD_COUNT, "--events", events, "--events", more, "--cycles", "400", "--rate", "2000");
        assertEquals(400, lines.size());
        assertEquals("{\"cycle\":400,\"probes\":{\"counts.dict\":{\"a\":2,\"b\":1}}}", lines.get(399));
        assertTrue(Cli.line("run", Cli.WORD_COUNT, "--events", events, "--last").contains("\"a\":1,\"b\":1"));
        String idle = Cli.line(
                "run",
                Cli.WORD_COUNT,
                "--events",
                file("none"),
                "--default",
                "input.word={\"c\":1}",
                "--cycles",
                "7",
                "--last");
        assertEquals("{\"cycle\":7,\"probes\":{\"counts.dict\":{\"c\":7}}}", idle);
    }

    @Test
    void runSaysWhatIsWrongWithEvents() throws IOException {
        String events = file("events.jsonl", "{\"input.ward\":{\"a\":1}}");
        String said = Cli.run("run", Cli.WORD_COUNT, "--events", events).err();
        assertEquals(
                "dmm: " + events
                        + ":1:2 at /input.ward: external input input has no port 'ward' (did you mean 'word'?)",
                said.strip());
        assertEquals("dmm: gone: no such file", wrong("run", Cli.WORD_COUNT, "--events", "gone"));
        assertEquals(
                "dmm: --queue: found 0, expected at least 1",
                wrong("run", Cli.WORD_COUNT, "--events", events, "--queue", "0"));
        assertEquals(
                "dmm: --events: expected no --text, --words or --input beside it",
                wrong("run", Cli.WORD_COUNT, "--events", events, "--text", "a"));
        assertTrue(wrong("run", Cli.WORD_COUNT, "--text", "a", "--rate", "5")
                .startsWith("dmm: --rate: expected --events"));
        assertFalse(said.contains("Exception"));
    }
}
