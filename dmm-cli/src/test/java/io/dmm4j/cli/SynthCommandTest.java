package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.checkpoint.CheckpointFolder;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.report.History;
import io.dmm4j.train.synth.DuplicateDetectorSynthesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short searches: each part takes a few steps, and two rounds do not find anything. */
class SynthCommandTest {
    /** More for a longer search: {@code -Ddmm.kills=50}. */
    private static final int KILLS = Integer.getInteger("dmm.kills", 2);

    @TempDir
    private Path folder;

    /** A start with few links, so that a step takes little. */
    @BeforeEach
    void matrix() {
        Network start = DuplicateDetectorSynthesis.start(1);
        List<Link> few = start.links().stream()
                .filter(Link::trainable)
                .filter(l -> l.to().neuron().contains("-1-") || l.to().neuron().equals("output"))
                .toList();
        NetworkJson.writeMatrix(start.withTrainable(few), MatrixFormat.RANK4, folder.resolve("few.json"));
    }

    /** With options in place of the short ones, or beside them. */
    private String[] search(String name, String... more) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--matrix", folder.resolve("few.json").toString());
        options.put("--strings", "one");
        options.put("--threads", "1");
        options.put("--training", "30");
        options.put("--small", "60");
        options.put("--settling", "40");
        options.put("--rounds", "2");
        options.put("--checkpoint-every", "15");
        options.put("--out", folder.resolve(name).toString());
        for (int i = 0; i + 1 < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        List<String> all = new ArrayList<>(List.of("synth", "duplicate-detector"));
        options.forEach((option, value) -> all.addAll(List.of(option, value)));
        if (more.length % 2 == 1) {
            all.add(more[more.length - 1]);
        }
        return all.toArray(String[]::new);
    }

    private static String done(String... args) {
        Cli c = Cli.run(args);
        assertEquals(0, c.code(), c.err());
        assertTrue(c.err().lines().allMatch(l -> l.startsWith("step ")), c.err());
        return c.out().strip();
    }

    /** All that was written but how fast it went. */
    private List<String> written(String name) throws IOException {
        Path out = folder.resolve(name);
        List<String> all = new ArrayList<>(List.of(Files.readString(out.resolve("machine.json"))));
        History.read(out.resolve("history.csv")).rows().stream()
                .map(r -> r.step() + " " + r.loss() + " " + r.links() + " " + r.event())
                .forEach(all::add);
        return all;
    }

    @Test
    void tellsEveryStepAndEveryCut() throws IOException {
        Cli c = Cli.run(search("a"));
        assertTrue(c.out().endsWith("rounds=1\n") || c.out().endsWith("rounds=2\n"), c.out());
        List<History.Row> rows = History.read(folder.resolve("a/history.csv")).rows();
        List<String> events =
                rows.stream().map(History.Row::event).filter(e -> !e.isEmpty()).toList();
        assertTrue(events.size() >= 2, events.toString());
        events.stream()
                .filter(e -> !e.endsWith("taken back"))
                .forEach(e -> assertTrue(c.err().contains(e + "\n"), e));
        assertTrue(c.err().lines().anyMatch(l -> l.contains(" left in round 1")), c.err());
        assertTrue(rows.get(rows.size() - 1).step() >= 140, rows.size() + " rows");
        try (Stream<Path> files = Files.list(folder.resolve("a"))) {
            assertEquals(
                    List.of("checkpoints", "history.csv", "machine.json", "report.html"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aKilledSearchGoesOnToTheSameMachine() throws IOException, InterruptedException {
        String whole = done(search("whole"));
        List<String> expected = written("whole");
        Random random = new Random(11);
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            for (int n = 0; n < 2; n++) {
                String[] args = n == 0 ? search("k" + i) : search("k" + i, "--resume");
                killed += Processes.endAfter(random.nextInt(600), true, args) == Processes.KILLED ? 1 : 0;
            }
            assertEquals(whole, done(search("k" + i, "--resume")));
            assertEquals(expected, written("k" + i));
        }
        assertTrue(killed > 0, "every search ended before it was killed");
        assertEquals(whole, done(search("whole", "--resume")));
        assertEquals(expected, written("whole"));
    }

    @Test
    void anInterruptLeavesACheckpoint() throws IOException, InterruptedException {
        String[] long_ = search("i", "--training", "1000000", "--checkpoint-every", "1000000");
        assertEquals(Processes.TERMINATED, Processes.endAfter(100, false, long_));
        assertTrue(CheckpointFolder.latest(folder.resolve("i/checkpoints"))
                        .orElseThrow()
                        .checkpoint()
                        .step()
                > 0);
    }

    @Test
    void refusesCheckpointsOfAnotherSearch() {
        done(search("r", "--rounds", "1"));
        for (String[] changed : new String[][] {
            {"--settling", "41", "the run was started with settling 40 steps, expected the same, found 41 steps"},
            {"--seed", "5", "the run was started with seed 1, expected the same, found 5"},
            {"--strings", "four", "the run was started with texts "},
        }) {
            Cli c = Cli.run(search("r", "--rounds", "1", changed[0], changed[1], "--resume"));
            assertEquals(2, c.code());
            assertEquals(1, c.err().lines().count(), c.err());
            assertTrue(c.err().contains(changed[2]), c.err());
        }
    }
}
