package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A writer killed at any point leaves a folder whose newest checkpoint is sound and no older than what it promised. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final int KILLS = 8;
    private static final int SIGKILL_STATUS = 128 + 9;

    @TempDir
    Path folder;

    /** Whatever it was about to do: the new checkpoint is there from the renaming on, and not before. */
    @Test
    void killedBeforeEveryActOfASave(@TempDir Path folders) throws Exception {
        Set<String> acts = new HashSet<>();
        String next = "";
        for (int i = 1; !next.equals(Long.toString(Child.LAST)); i++) {
            Path one = folders.resolve(Integer.toString(i));
            next = killAt(one, i);
            acts.add(next);
            CheckpointFolder.Found found = CheckpointFolder.latest(one).orElseThrow();
            assertEquals(List.of(), found.refused(), next);
            assertTrue(Samples.isConsistent(found.checkpoint()), next);
            boolean renamed =
                    Set.of("force folder", "delete", Long.toString(Child.LAST)).contains(next);
            assertEquals(
                    renamed ? Child.LAST : Child.LAST - 1, found.checkpoint().step(), next);
            assertEquals(renamed || next.equals("create") ? 0 : 1, temporaries(one), next);
            try (CheckpointFolder again = CheckpointFolder.open(one, 2)) {
                assertEquals(0, temporaries(one), next);
                again.save(Samples.at(9));
            }
            assertEquals(
                    9, CheckpointFolder.latest(one).orElseThrow().checkpoint().step());
        }
        assertEquals(
                Set.of("create", "write", "force", "close", "rename", "force folder", "delete", "" + Child.LAST), acts);
    }

    /** Kills a writer where it stops, and gives what it would have done next; its last step if it has not stopped. */
    private static String killAt(Path one, int act) throws IOException, InterruptedException {
        Process process = Child.start(one, Integer.toString(act));
        try (BufferedReader output = Child.output(process)) {
            String line = output.readLine();
            for (long step = 1; line.equals(Long.toString(step)) && step < Child.LAST; step++) {
                line = output.readLine();
            }
            if (!line.startsWith(Child.STOPPED)) {
                assertEquals(0, process.waitFor(), line);
                return line;
            }
            process.toHandle().destroyForcibly();
            assertEquals(SIGKILL_STATUS, process.waitFor());
            return line.substring(Child.STOPPED.length());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void killedAtRandomMoments() throws Exception {
        Random random = new Random(3);
        long last = 0;
        for (int i = 0; i < KILLS; i++) {
            last = Math.max(last, killOne(1 + random.nextInt(4), random.nextInt(12_000_000)));
            CheckpointFolder.Found found = CheckpointFolder.latest(folder).orElseThrow();
            assertEquals(List.of(), found.refused());
            assertTrue(Samples.isConsistent(found.checkpoint()));
            long step = found.checkpoint().step();
            assertTrue(step >= last, "promised " + last + ", found " + step);
            last = step;
        }
        CheckpointFolder.open(folder, 2).close();
        assertEquals(0, temporaries(folder));
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

    private static int temporaries(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return (int) files.filter(f -> f.toString().endsWith(".part")).count();
        }
    }
}
