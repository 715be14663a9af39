package io.dmm4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    @TempDir
    Path base;

    private final WatchedDisk disk = new WatchedDisk();

    private Path folder() {
        return base.resolve("run/checkpoints");
    }

    private Path file(int number) {
        return folder().resolve("checkpoint-00000" + number + ".safetensors");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> !n.equals(".lock"))
                    .sorted()
                    .toList();
        }
    }

    private long latestStep() {
        CheckpointFolder.Found found = CheckpointFolder.latest(folder()).orElseThrow();
        assertTrue(Samples.isConsistent(found.checkpoint()));
        return found.checkpoint().step();
    }

    private void save(int keep, long... steps) {
        try (CheckpointFolder checkpoints = CheckpointFolder.open(folder(), keep, disk)) {
            for (long step : steps) {
                checkpoints.save(Samples.at(step));
            }
        }
    }

    private void cutOff(int number) throws IOException {
        byte[] bytes = Files.readAllBytes(file(number));
        Files.write(file(number), Arrays.copyOf(bytes, bytes.length - 1));
    }

    @Test
    void nothingThere() {
        assertEquals(Optional.empty(), CheckpointFolder.latest(folder()));
        save(2);
        assertEquals(Optional.empty(), CheckpointFolder.latest(folder()));
    }

    @Test
    void lastOnesAreKept() throws IOException {
        save(2, 10, 20, 30);
        assertEquals(List.of("checkpoint-000002.safetensors", "checkpoint-000003.safetensors"), names());
        assertEquals(30, latestStep());
        save(1, 25);
        assertEquals(List.of("checkpoint-000004.safetensors"), names());
        assertEquals(25, latestStep());
    }

    @Test
    void oldOnesAreDeletedOnlyAfterTheNewOneIsSafe() {
        save(1, 1);
        disk.log.clear();
        save(1, 2);
        assertEquals("delete", disk.log.get(disk.log.size() - 1));
        assertEquals("force folder", disk.log.get(disk.log.size() - 2));
    }

    @Test
    void damagedOnesAreSkippedAndNamed() throws IOException {
        save(3, 1, 2, 3);
        cutOff(3);
        Files.write(file(2), new byte[0]);
        CheckpointFolder.Found found = CheckpointFolder.latest(folder()).orElseThrow();
        assertEquals(file(1), found.file());
        assertEquals(1, found.checkpoint().step());
        assertEquals(2, found.refused().size());
        assertTrue(found.refused().get(0).startsWith(file(3) + ": expected "));
        assertTrue(found.refused().get(0).endsWith("the file is cut off"));
        assertEquals(
                file(2) + ": expected a safetensors file, found 0 bytes",
                found.refused().get(1));
    }

    @Test
    void damagedOnesDoNotPushOutSoundOnes() throws IOException {
        save(2, 1, 2);
        cutOff(2);
        save(2, 3);
        assertEquals(3, names().size());
        cutOff(3);
        assertEquals(1, latestStep());
        save(2, 4, 5);
        assertEquals(List.of("checkpoint-000004.safetensors", "checkpoint-000005.safetensors"), names());
    }

    @Test
    void allDamaged() throws IOException {
        save(2, 1, 2);
        cutOff(1);
        cutOff(2);
        DmmException e = assertThrows(DmmException.class, () -> CheckpointFolder.latest(folder()));
        assertTrue(e.getMessage()
                .startsWith(folder() + ": none of the 2 checkpoints can be read; the newest: " + file(2) + ": "));
    }

    @Test
    void fullDisk() throws IOException {
        save(2, 1, 2);
        long size = Files.size(file(1));
        for (long room = 0; room < size; room += 97) {
            disk.room = room;
            DmmException e = assertThrows(DmmException.class, () -> save(2, 3));
            assertEquals(file(3) + ": no space left on device", e.getMessage());
            assertEquals(List.of("checkpoint-000001.safetensors", "checkpoint-000002.safetensors"), names());
            assertEquals(2, latestStep());
        }
        disk.room = size;
        save(2, 3);
        assertEquals(3, latestStep());
    }

    @Test
    void oldOneThatCannotBeDeletedIsLeftToTheNextSave() throws IOException {
        disk.failing = "delete";
        save(1, 1, 2);
        assertEquals(2, names().size());
        disk.failing = null;
        save(1, 3);
        assertEquals(1, names().size());
    }

    @Test
    void temporariesOfKilledWritersAreDeleted() throws IOException {
        save(1, 1);
        Files.createFile(folder().resolve(".checkpoint-000002.safetensors.77.12.part"));
        assertEquals(1, latestStep());
        save(1);
        assertEquals(List.of("checkpoint-000001.safetensors"), names());
    }

    @Test
    void oneWriterAtATime() {
        try (CheckpointFolder first = CheckpointFolder.open(folder(), 1)) {
            DmmException e = assertThrows(DmmException.class, () -> CheckpointFolder.open(folder(), 1));
            assertTrue(e.getMessage().endsWith("checkpoints: another run writes its checkpoints here"));
            first.save(Samples.at(1));
        }
        save(1, 2);
        assertEquals(2, latestStep());
    }

    @Test
    void foldersThatCannotBe() throws IOException {
        Path file = Files.createFile(base.resolve("file"));
        assertEquals(file + ": expected a folder, found a file", refusal(file));
        Path below = file.resolve("checkpoints");
        assertTrue(refusal(below).startsWith(below + ": "));
        DmmException none = assertThrows(DmmException.class, () -> CheckpointFolder.open(base, 0));
        assertEquals("expected at least 1 checkpoint to keep, found 0", none.getMessage());
    }

    private static String refusal(Path folder) {
        return assertThrows(DmmException.class, () -> CheckpointFolder.open(folder, 1))
                .getMessage();
    }

    @Test
    void folderWithoutPermission() throws IOException {
        save(1, 1);
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Assumptions.assumeFalse(Files.isWritable(folder()), "this user may write everywhere");
            assertEquals(folder() + ": permission denied", refusal(folder()));
            assertEquals(1, latestStep());
        } finally {
            Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void readersNeedNoLock() throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        save(1, 1);
        Thread writer = new Thread(() -> {
            try (CheckpointFolder checkpoints = CheckpointFolder.open(folder(), 1)) {
                for (int step = 2; step < 200; step++) {
                    checkpoints.save(Samples.at(step));
                }
            } finally {
                done.set(true);
            }
        });
        writer.start();
        long last = 1;
        while (!done.get()) {
            long step = latestStep();
            assertTrue(step >= last);
            last = step;
        }
        writer.join();
        assertEquals(199, latestStep());
    }
}
