package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer killed at any moment leaves a folder whose newest checkpoint is sound and no older than what it promised. */
class KillTest {
    private static final int KILLS = 20;
    private static final int SIGKILL_STATUS = 128 + 9;

    @TempDir
    Path folder;

    @Test
    void killedAtRandomMoments() throws Exception {
        Random random = new Random(3);
        int leftovers = 0;
        long last = 0;
        for (int i = 0; i < KILLS; i++) {
            last = Math.max(last, killOne(1 + random.nextInt(4), random.nextInt(12_000_000)));
            CheckpointFolder.Found found = CheckpointFolder.latest(folder).orElseThrow();
            assertEquals(List.of(), found.refused());
            assertTrue(Samples.isConsistent(found.checkpoint()));
            long step = found.checkpoint().step();
            assertTrue(step >= last, "promised " + last + ", found " + step);
            last = step;
            leftovers += temporaries();
        }
        assertTrue(leftovers > 0, "no kill fell into a write");
        CheckpointFolder.open(folder, 2).close();
        assertEquals(0, temporaries());
    }

    /** Kills a writer some nanoseconds after it has promised some checkpoints; gives the last step it promised. */
    private long killOne(int promises, int nanos) throws IOException, InterruptedException {
        Process process = Child.start(folder, "save");
        try (BufferedReader output = Child.output(process)) {
            long step = 0;
            for (int i = 0; i < promises; i++) {
                step = Long.parseLong(output.readLine());
            }
            Thread.sleep(nanos / 1_000_000, nanos % 1_000_000);
            process.toHandle().destroyForcibly(); // unlike that of the process, it leaves the output open
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                step = Long.parseLong(line);
            }
            assertEquals(SIGKILL_STATUS, process.waitFor());
            return step;
        } finally {
            process.destroyForcibly();
        }
    }

    private int temporaries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(f -> f.toString().endsWith(".part")).count();
        }
    }
}
